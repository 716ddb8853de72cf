// Statements that hold other statements, and the ways out of them.
#include <tuple>

#include "base/check.h"
#include "kernel/rules.h"
#include "vm/code_generator.h"

namespace heddle::vm {

using scenario::StepKind;

void CodeGenerator::branch(const Step& step) {
  const Registers before = taken_;
  const Label otherwise = label();
  jump_if_zero(expression(step.value), otherwise);
  taken_ = before;
  list(step.body);
  if (step.otherwise.empty()) return bind(otherwise);
  const Label end = label();
  jump(end);
  bind(otherwise);
  list(step.otherwise);
  bind(end);
}

void CodeGenerator::loop(const Step& step, Label again, Label end, Operand counter) {
  emit({.code = Code::kRound, .a = counter});
  if (!counter.absent()) gives(step.local);
  scopes_.push_back({.kind = Scope::kLoop, .leave = end, .again = again});
  const std::uint32_t source = source_;
  list(step.body);
  source_ = source;
  scopes_.pop_back();
}

void CodeGenerator::while_loop(const Step& step) {
  body_.loops = true;
  const Registers before = taken_;
  const Label head = label();
  const Label end = label();
  bind(head);
  jump_if_zero(expression(step.value), end);
  taken_ = before;
  loop(step, head, end);
  jump(head);
  bind(end);
}

void CodeGenerator::repeat(const Step& step) {
  const std::uint32_t rounds = fresh({});
  evaluate_to(rounds, step.value);
  const std::uint32_t counter = step.local == kNoIndex ? fresh({}) : local_register(step.local);
  const std::uint32_t goes_on = fresh({});
  const Label head = label();
  const Label again = label();
  const Label end = label();
  emit({.code = Code::kMove, .dst = counter, .a = constant(0)});
  bind(head);
  compare(Code::kLess, in_register(counter), in_register(rounds), goes_on);
  jump_if_zero(in_register(goes_on), end);
  loop(step, again, end, step.local == kNoIndex ? Operand{} : in_register(counter));
  bind(again);
  emit({.code = Code::kArithmetic,
        .arithmetic = Arithmetic::kAdd,
        .dst = counter,
        .a = in_register(counter),
        .b = constant(1)});
  jump(head);
  bind(end);
}

void CodeGenerator::atomic(const Step& step) {
  const std::uint32_t source = source_;
  emit({.code = Code::kAtomic});
  now_ = true;
  scopes_.push_back({.kind = Scope::kAtomic});
  list(step.body);
  scopes_.pop_back();
  now_ = false;
  source_ = source;
  emit({.code = Code::kAtomicEnd});
}

void CodeGenerator::with(const Step& step) {
  Instruction lock = sync_instruction(operation_of(step.lock_kind), step.object);
  if (lock.a.is_register()) {  // evaluated once: the body may assign to the local it came from
    const std::uint32_t kept = fresh({});
    emit({.code = Code::kMove, .dst = kept, .a = lock.a});
    lock.a = in_register(kept);
  }
  emit(lock);
  const std::uint32_t source = source_;
  Instruction unlock = lock;
  unlock.sync = kernel::rules(lock.sync).undone_by;
  unlock.source = source;
  scopes_.push_back({.kind = Scope::kWith, .unlock = unlock});
  list(step.body);
  scopes_.pop_back();
  source_ = source;
  emit(unlock);
}

void CodeGenerator::transaction(const Step& step) {
  const std::uint32_t source = source_;
  emit({.code = Code::kUnitBegin});
  in_unit_ = true;
  unit_ = static_cast<std::uint32_t>(program_.unit_names.size());
  program_.unit_names.push_back(step.text);
  scopes_.push_back({.kind = Scope::kUnit});
  list(step.body);
  scopes_.pop_back();
  in_unit_ = false;
  unit_ = kNoIndex;
  source_ = source;
  emit({.code = Code::kUnitEnd});
}

// break, continue and return: out of everything in between, then to where it goes on.
void CodeGenerator::leave(const Step& step) {
  const auto wanted = step.kind == StepKind::kReturn ? Scope::kProcedure : Scope::kLoop;
  std::size_t depth = scopes_.size();
  do {
    CHECK(depth > 0);
    --depth;
  } while (scopes_[depth].kind != wanted);
  const Scope& scope = scopes_[depth];
  if (step.value != kNoIndex) {
    if (scope.result != kNoIndex) {
      evaluate_to(scope.result, step.value);
      gives(scope.local);
    } else {
      expression(step.value);
    }
  } else if (scope.result != kNoIndex) {
    emit({.code = Code::kMove, .dst = scope.result, .a = constant(0)});
    gives(scope.local);
  }
  const Label to = step.kind == StepKind::kContinue ? scope.again : scope.leave;
  unwind(depth + 1);
  jump(to);
}

void CodeGenerator::unwind(std::size_t depth) {
  const auto flags = std::tuple(now_, in_unit_, source_);
  for (std::size_t i = scopes_.size(); i-- > depth;) undo(scopes_[i]);
  std::tie(now_, in_unit_, source_) = flags;
}

void CodeGenerator::undo(const Scope& scope) {
  switch (scope.kind) {
    case Scope::kWith:
      source_ = scope.unlock.source;
      emit(scope.unlock);
      break;
    case Scope::kAtomic:
      now_ = false;
      emit({.code = Code::kAtomicEnd});
      break;
    case Scope::kUnit:
      in_unit_ = false;
      emit({.code = Code::kUnitEnd});
      break;
    case Scope::kLoop:
    case Scope::kProcedure:
      break;
  }
}

}  // namespace heddle::vm
