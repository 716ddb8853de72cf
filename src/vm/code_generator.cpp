#include "vm/code_generator.h"

#include <utility>

#include "vm/dependence.h"

namespace heddle::vm {

using kernel::OperationKind;
using kernel::UpdateKind;
using scenario::AssignOperator;
using scenario::StepKind;

namespace {

Arithmetic arithmetic_of(AssignOperator op) {
  return static_cast<Arithmetic>(static_cast<int>(op) - static_cast<int>(AssignOperator::kAdd));
}

UpdateKind update_of(AssignOperator op) {
  return static_cast<UpdateKind>(static_cast<int>(op) - static_cast<int>(AssignOperator::kAdd));
}

}  // namespace

OperationKind operation_of(StepKind kind) {
  switch (kind) {
    case StepKind::kLock:
      return OperationKind::kLock;
    case StepKind::kUnlock:
      return OperationKind::kUnlock;
    case StepKind::kTryLock:
      return OperationKind::kTryLock;
    case StepKind::kReadLock:
      return OperationKind::kReadLock;
    case StepKind::kReadUnlock:
      return OperationKind::kReadUnlock;
    case StepKind::kWriteLock:
      return OperationKind::kWriteLock;
    case StepKind::kWriteUnlock:
      return OperationKind::kWriteUnlock;
    case StepKind::kNotify:
      return OperationKind::kNotify;
    case StepKind::kNotifyAll:
      return OperationKind::kNotifyAll;
    case StepKind::kAcquire:
      return OperationKind::kAcquire;
    case StepKind::kRelease:
      return OperationKind::kRelease;
    case StepKind::kArrive:
      return OperationKind::kArrive;
    case StepKind::kSend:
      return OperationKind::kSend;
    case StepKind::kReceive:
      return OperationKind::kReceive;
    case StepKind::kSpawn:
      return OperationKind::kSpawn;
    case StepKind::kJoin:
      return OperationKind::kJoin;
    default:
      return OperationKind::kNone;
  }
}

CodeGenerator::CodeGenerator(const scenario::Scenario& scenario, Program& program, StopLooks& stop)
    : scenario_(scenario), program_(program), stop_(stop), numbering_(scenario) {}

// ---- Bodies -------------------------------------------------------------------------------------

Body CodeGenerator::thread(const scenario::Thread& thread) {
  thread_ = &thread;
  dependent_writes_ = dependent_writes(scenario_, thread);
  local_registers_.assign(thread.locals.size(), kNoIndex);
  start_body(!thread.has_transactions);
  body_.locals = static_cast<std::uint32_t>(thread.locals.size());
  const Label end = label();
  scopes_.push_back({.kind = Scope::kProcedure, .leave = end});
  list(thread.body);
  scopes_.pop_back();
  bind(end);
  emit({.code = Code::kEnd});
  return finish_body();
}

Body CodeGenerator::condition(ExpressionId value) {
  stop_.look();
  thread_ = nullptr;
  start_body(false);
  now_ = true;
  const Operand result = expression(value);
  emit({.code = Code::kEnd, .a = result});
  return finish_body();
}

void CodeGenerator::start_body(bool in_unit) {
  body_ = {};
  taken_ = most_ = {};
  labels_.clear();
  source_ = kNoIndex;
  now_ = awaiting_ = false;
  in_unit_ = in_unit;
}

Body CodeGenerator::finish_body() {
  body_.integers = most_.integers;
  body_.registers = most_.integers + most_.pointers;
  const auto place = [&](std::uint32_t index) {
    return (index & Operand::kPointer) != 0 ? most_.integers + (index & ~Operand::kPointer) : index;
  };
  for (Instruction& instruction : body_.code) {
    if (instruction.dst != kNoIndex) instruction.dst = place(instruction.dst);
    for (Operand* operand : {&instruction.a, &instruction.b, &instruction.c}) {
      if (operand->is_register()) operand->bits = place(operand->bits);
    }
    switch (instruction.code) {
      case Code::kJump:
      case Code::kJumpIfZero:
      case Code::kJumpIfNotZero:
        instruction.target = labels_[instruction.target];
        break;
      default:
        break;
    }
  }
  return std::move(body_);
}

Instruction& CodeGenerator::emit(Instruction instruction) {
  instruction.now = now_;
  instruction.awaiting = awaiting_;
  instruction.in_unit = in_unit_;
  instruction.source = source_;
  if (instruction.code <= Code::kAtomic && !now_) {
    instruction.location = static_cast<std::uint32_t>(body_.parks.size());
    body_.parks.push_back(static_cast<std::uint32_t>(body_.code.size()));
    body_.units.push_back(unit_);
  }
  body_.code.push_back(instruction);
  body_.notes.emplace_back();
  return body_.code.back();
}

void CodeGenerator::gives(std::uint32_t local, bool chosen) {
  body_.notes.back().local = local;
  body_.notes.back().chosen = chosen;
}

CodeGenerator::Label CodeGenerator::label() {
  labels_.push_back(kNoIndex);
  return static_cast<Label>(labels_.size() - 1);
}

void CodeGenerator::bind(Label label) {
  labels_[label] = static_cast<std::uint32_t>(body_.code.size());
}

void CodeGenerator::jump(Label label) { emit({.code = Code::kJump, .target = label}); }

void CodeGenerator::jump_if_zero(Operand condition, Label label) {
  emit({.code = Code::kJumpIfZero, .a = condition, .target = label});
}

std::uint32_t CodeGenerator::source_index(std::uint32_t source) {
  if (source == kNoIndex) return kNoIndex;
  return source_by_pointer_.try_emplace(scenario_.sources[source].pointer, source).first->second;
}

// ---- Registers ----------------------------------------------------------------------------------

std::uint32_t CodeGenerator::fresh(scenario::Type type) {
  std::uint32_t& next = type.is_pointer() ? taken_.pointers : taken_.integers;
  std::uint32_t& most = type.is_pointer() ? most_.pointers : most_.integers;
  const std::uint32_t index = next++;
  most = std::max(most, next);
  return type.is_pointer() ? index | Operand::kPointer : index;
}

std::uint32_t CodeGenerator::fresh_or(std::uint32_t into, scenario::Type type) {
  return into != kNoIndex ? into : fresh(type);
}

std::uint32_t CodeGenerator::local_register(std::uint32_t local) {
  std::uint32_t& index = local_registers_[local];
  if (index == kNoIndex) index = fresh(thread_->locals[local].type);
  return index;
}

Operand CodeGenerator::constant(Value value) {
  const auto [found, added] =
      constant_index_.try_emplace(value, static_cast<std::uint32_t>(program_.constants.size()));
  if (added) program_.constants.push_back(value);
  return {found->second | Operand::kConstant};
}

// ---- Statements ---------------------------------------------------------------------------------

void CodeGenerator::list(const std::vector<Step>& steps) {
  const Registers before = taken_;
  for (const Step& each : steps) step(each);
  taken_ = before;
}

void CodeGenerator::step(const Step& step) {
  stop_.look();
  const std::uint32_t around = source_;
  source_ = source_index(step.source);
  if (step.local != kNoIndex && step.kind != StepKind::kRepeat) local_register(step.local);
  const Registers before = taken_;
  switch (step.kind) {
    case StepKind::kIf:
      branch(step);
      break;
    case StepKind::kWhile:
      while_loop(step);
      break;
    case StepKind::kRepeat:
      repeat(step);
      break;
    case StepKind::kAtomic:
      atomic(step);
      break;
    case StepKind::kWith:
      with(step);
      break;
    case StepKind::kTransaction:
      transaction(step);
      break;
    case StepKind::kCall:
      call(step);
      break;
    case StepKind::kReturn:
    case StepKind::kBreak:
    case StepKind::kContinue:
      leave(step);
      break;
    default:
      simple_step(step);
      break;
  }
  taken_ = before;
  source_ = around;  // what closes the list is no part of its last step
}

void CodeGenerator::simple_step(const Step& step) {
  switch (step.kind) {
    case StepKind::kLet:
      evaluate_to(local_register(step.local), step.value);
      gives(step.local);
      break;
    case StepKind::kAssignLocal:
      assign_local(step);
      break;
    case StepKind::kAssign:
      assign(step);
      break;
    case StepKind::kEvaluate:
      expression(step.value);
      break;
    case StepKind::kWait:
      sleep(step);
      break;
    case StepKind::kSend:
      send(step);
      break;
    case StepKind::kTryLock:
    case StepKind::kReceive:
      sync(operation_of(step.kind), step,
           step.local == kNoIndex ? kNoIndex : local_register(step.local));
      gives(step.local);
      break;
    case StepKind::kAwait:
      wait_for(step);
      break;
    case StepKind::kFlag:
      emit({.code = Code::kFlag, .object = step.name});
      break;
    case StepKind::kAssert:
      assertion(expression(step.value), step.text);
      body_.notes.back().expression = step.value;
      break;
    case StepKind::kFail:
      assertion(constant(0), step.text);
      break;
    case StepKind::kNew:
      emit({.code = Code::kNew, .dst = local_register(step.local), .object = step.type.record});
      gives(step.local);
      break;
    case StepKind::kDelete:
      emit({.code = Code::kDelete,
            .a = expression(step.value),
            .object = at(step.value).type.record});
      break;
    case StepKind::kChoose:
      choose(step);
      break;
    case StepKind::kSkip:
      emit({.code = Code::kSkip});
      break;
    default:
      sync(operation_of(step.kind), step);
      break;
  }
}

// A wait names the condition and the mutex.
void CodeGenerator::sleep(const Step& step) {
  Instruction wait = sync_instruction(OperationKind::kWait, step.object);
  const Instruction mutex = sync_instruction(OperationKind::kWait, step.second);
  wait.second = mutex.object;
  wait.second_count = mutex.count;
  wait.c = mutex.a;
  emit(wait);
}

void CodeGenerator::send(const Step& step) {
  Instruction send = sync_instruction(OperationKind::kSend, step.object);
  send.b = expression(step.value);
  emit(send);
}

void CodeGenerator::assign_local(const Step& step) {
  const std::uint32_t dst = local_register(step.local);
  if (step.op == AssignOperator::kSet) {
    evaluate_to(dst, step.value);
  } else {
    const Operand right = expression(step.value);
    emit({.code = Code::kArithmetic,
          .arithmetic = arithmetic_of(step.op),
          .dst = dst,
          .a = in_register(dst),
          .b = right});
  }
  gives(step.local);
}

void CodeGenerator::assign(const Step& step) {
  const Operand right = expression(step.value);
  const Operand index = index_of(step.target);
  Instruction access;
  memory(access, step.target, index);
  if (step.op == AssignOperator::kSet) {
    access.code = Code::kStore;
    access.depends = dependent_writes_.contains(&step);
    access.b = right;
    emit(access);
  } else if (!access.plain) {
    access.code = Code::kUpdate;
    access.update = update_of(step.op);
    access.b = right;
    emit(access);
  } else {
    const std::uint32_t value = fresh({});
    access.code = Code::kLoad;
    access.dst = value;
    emit(access);
    emit({.code = Code::kArithmetic,
          .arithmetic = arithmetic_of(step.op),
          .dst = value,
          .a = in_register(value),
          .b = right});
    access.code = Code::kStore;
    access.depends = true;
    access.dst = kNoIndex;
    access.b = in_register(value);
    emit(access);
  }
}

void CodeGenerator::choose(const Step& step) {
  const Operand chosen = in_register(fresh({}));
  const Operand below = in_register(fresh({}));
  const auto count = static_cast<std::uint32_t>(step.arguments.size());
  emit({.code = Code::kChoose, .dst = chosen.bits, .target = count});
  const Label end = label();
  alternatives(step, chosen, below, 0, count, end);
  bind(end);
}

// Evaluates the chosen one of the alternatives [first, last), found by halving them.
void CodeGenerator::alternatives(const Step& step, Operand chosen, Operand below,
                                 std::uint32_t first, std::uint32_t last, Label end) {
  if (last - first == 1) {
    evaluate_to(local_register(step.local), step.arguments[first]);
    gives(step.local, true);
    if (last < step.arguments.size()) jump(end);
    return;
  }
  const std::uint32_t middle = first + (last - first) / 2;
  const Label upper = label();
  compare(Code::kLess, chosen, constant(middle), below.bits);
  jump_if_zero(below, upper);
  alternatives(step, chosen, below, first, middle, end);
  bind(upper);
  alternatives(step, chosen, below, middle, last, end);
}

void CodeGenerator::call(const Step& step) {
  for (std::size_t i = 0; i < step.parameters.size(); ++i) {
    evaluate_to(local_register(step.parameters[i]), step.arguments[i]);
    gives(step.parameters[i]);
  }
  const std::uint32_t result = step.local == kNoIndex ? kNoIndex : local_register(step.local);
  const Label end = label();
  scopes_.push_back(
      {.kind = Scope::kProcedure, .leave = end, .result = result, .local = step.local});
  const std::uint32_t source = source_;
  list(step.body);
  scopes_.pop_back();
  source_ = source;
  if (result != kNoIndex) {
    source_ = kNoIndex;  // falling off the end is no step
    emit({.code = Code::kMove, .dst = result, .a = constant(0)});
    gives(step.local);
    source_ = source;
  }
  bind(end);
}

void CodeGenerator::wait_for(const Step& step) {
  const bool alone = !now_;
  emit({.code = Code::kAwait});
  body_.notes.back().expression = step.value;
  now_ = true;
  awaiting_ = alone;
  const Operand value = expression(step.value);
  if (alone) now_ = awaiting_ = false;
  emit({.code = Code::kAwaitEnd, .a = value});
}

void CodeGenerator::assertion(Operand value, const std::string& text) {
  Instruction& instruction = emit({.code = Code::kAssert, .a = value});
  if (text.empty()) return;
  instruction.object = static_cast<std::uint32_t>(program_.assertions.size());
  program_.assertions.push_back(text);
}

Instruction CodeGenerator::sync_instruction(OperationKind kind, const scenario::ObjectRef& object) {
  Instruction instruction{.code = Code::kSync, .sync = kind};
  if (object.object_class == scenario::ObjectClass::kThread) {
    instruction.object = numbering_.thread_first[object.family];
    instruction.count = scenario_.threads[object.family].count;
  } else {
    instruction.object = numbering_.family_first[object.family];
    instruction.count = static_cast<std::uint32_t>(scenario_.objects[object.family].initial.size());
  }
  if (object.index != kNoIndex) instruction.a = expression(object.index);
  return instruction;
}

void CodeGenerator::sync(OperationKind kind, const Step& step, std::uint32_t dst) {
  Instruction instruction = sync_instruction(kind, step.object);
  instruction.dst = dst;
  emit(instruction);
}

}  // namespace heddle::vm
