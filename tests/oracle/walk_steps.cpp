// Steps and blocks.
#include "base/check.h"
#include "oracle/arithmetic.h"
#include "oracle/walk.h"

namespace heddle::oracle {

using scenario::StepKind;

namespace {

constexpr int kRoundsMax = 10'000;

}  // namespace

Walk::Walk(const scenario::Scenario& scenario, World& world, std::uint32_t index, int budget,
           Choices& choices)
    : scenario_(scenario), world_(world), index_(index), budget_(budget), choices_(choices) {
  if (index == kNone) return;
  thread_ = &world.threads[index];
  declaration_ = scenario.threads.data();
  for (number_ = index; number_ >= declaration_->count; ++declaration_)
    number_ -= declaration_->count;
  locals_.resize(declaration_->locals.size());
  unit_ = declaration_->has_transactions ? 0 : 1;
}

void Walk::run() {
  try {
    run_body();
  } catch (Failure& failure) {
    // The innermost walk knows the step; any around it may be inside an atomic block.
    if (!failure.name) failure.name = scenario_.sources[source_].pointer;
    failure.in_atomic = failure.in_atomic || indivisible_;
    throw;
  }
}

void Walk::run_body() {
  list(declaration_->body);
  CHECK(cursor_ == thread_->log.size());
  thread_->finished = true;
}

void Walk::only_try(std::vector<Touched>& touched) { touched_ = &touched; }

Walk::Flow Walk::list(const std::vector<scenario::Step>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Mark mark(*this, i);
    const auto flow = step(steps[i]);
    if (flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

Walk::Flow Walk::step(const scenario::Step& step) {
  source_ = step.source;
  switch (step.kind) {
    case StepKind::kReturn:
      returned_ = step.value == kNone ? Word{} : evaluate(step.value);
      return Flow::kReturn;
    case StepKind::kBreak:
      return Flow::kBreak;
    case StepKind::kContinue:
      return Flow::kContinue;
    case StepKind::kIf:
      return if_block(step);
    case StepKind::kWhile:
      return while_block(step);
    case StepKind::kRepeat:
      return repeat_block(step);
    case StepKind::kAtomic:
      return atomic_block(step);
    case StepKind::kWith:
      return with_block(step);
    case StepKind::kTransaction:
      return transaction_block(step);
    case StepKind::kCall:
      call(step);
      return Flow::kNext;
    default:
      memory_step(step);
      return Flow::kNext;
  }
}

void Walk::memory_step(const scenario::Step& step) {
  switch (step.kind) {
    case StepKind::kLet:
    case StepKind::kAssignLocal:
      return assign_local(step);
    case StepKind::kAssign:
      return assign(step);
    case StepKind::kEvaluate:
      evaluate(step.value);
      return;
    case StepKind::kAwait:
      return await(step);
    case StepKind::kFlag:
      world_.flags.insert(step.name);
      return;
    case StepKind::kAssert:
      if (evaluate(step.value).number == 0) fail(step.text);
      return;
    case StepKind::kFail:
      return fail(step.text);
    case StepKind::kNew:
      return new_record(step);
    case StepKind::kDelete:
      return delete_record(step);
    case StepKind::kChoose:
      return choose(step);
    case StepKind::kSkip:
      act(plain_access("skip"), [] { return Word{}; });
      return;
    default:
      object_step(step);
  }
}

void Walk::fail(const std::string& text) const {
  Failure failure{"assertion"};
  if (!text.empty()) failure.name = text;
  throw failure;
}

void Walk::assign_local(const scenario::Step& step) {
  const auto value = evaluate(step.value);
  auto& local = locals_[step.local];
  if (step.kind == StepKind::kLet || step.op == scenario::AssignOperator::kSet)
    local = value;
  else
    local = {assigned(step.op, local.number, value.number), 0};
}

// The right side, then the index or the pointer, then the access or accesses.
void Walk::assign(const scenario::Step& step) {
  const auto value = evaluate(step.value);
  const Mark mark(*this, value);
  const auto target = resolve(step.target);
  const Mark mark_target(*this, target.word);
  if (step.op == scenario::AssignOperator::kSet) return write(target, value);
  if (target.atomic) {
    update("update", target, [&](Word& stored) {
      stored = {assigned(step.op, stored.number, value.number), 0};
      return true;
    });
    return;
  }
  const auto before = read(target);
  const Mark mark_before(*this, before);
  write(target, {assigned(step.op, before.number, value.number), 0});
}

// The text behind the word.
std::string Walk::condition_of(const scenario::Step& await) const {
  const auto& text = scenario_.sources[await.source].text;
  const auto begin = text.find_first_not_of(" \t", std::string_view("await").size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// One access; as the beginning of an atomic block, a part of that block's.
void Walk::await(const scenario::Step& step) {
  if (indivisible_) {
    if (evaluate(step.value).number == 0) throw NotNow{};
    return;
  }
  auto access = plain_access("await");
  access.condition = condition_of(step);
  access.wait = Wait::kCondition;
  access.touch = Touch::kBlock;
  act(access, [&] {
    if (evaluate_at_once(step.value).number == 0) throw NotNow{};
    return Word{};
  });
}

void Walk::new_record(const scenario::Step& step) {
  const auto& record = scenario_.records[step.type.record];
  locals_[step.local] = act(plain_access("new " + record.name), [&] {
    std::int64_t address = 1;
    while (world_.heap.count(address) != 0) ++address;
    const auto birth = ++world_.births;
    world_.heap[address] = {step.type.record, birth, std::vector<Word>(record.fields.size())};
    return Word{address, birth};
  });
}

void Walk::delete_record(const scenario::Step& step) {
  const auto pointer = evaluate(step.value);
  const Mark mark(*this, pointer);
  const auto type = scenario_.expressions[step.value].type.record;
  const auto name = pointer.number == 0
                        ? std::string("null")
                        : scenario_.records[type].name + "#" + std::to_string(pointer.number);
  auto access = plain_access("delete " + name);
  access.touch = Touch::kRecord;
  access.place.birth = pointer.birth;
  access.writes = true;
  act(access, [&] {
    if (pointer.number == 0) return Word{};
    const auto* record = world_.find(pointer);
    if (record == nullptr) throw Failure{"double-free"};
    for (std::uint32_t f = 0; touched_ && f < record->fields.size(); ++f)
      touched_->push_back({{kNone, 0, pointer.birth, f}, true, false});
    forget(pointer.birth);
    world_.heap.erase(pointer.number);
    return Word{};
  });
}

void Walk::choose(const scenario::Step& step) {
  if (cursor_ == thread_->log.size()) {
    const auto count = static_cast<std::uint32_t>(step.arguments.size());
    thread_->log.push_back({choices_.choose(count, index_, source_), 0});
  }
  const auto chosen = static_cast<std::size_t>(recall().number);
  locals_[step.local] = evaluate(step.arguments[chosen]);
}

void Walk::call(const scenario::Step& step) {
  const auto marks = position_.size();
  std::vector<Word> arguments;
  for (const auto argument : step.arguments) {
    arguments.push_back(evaluate(argument));
    position_.push_back(arguments.back());
  }
  position_.resize(marks);
  for (std::size_t i = 0; i < arguments.size(); ++i) locals_[step.parameters[i]] = arguments[i];
  const auto flow = list(step.body);
  if (step.local != kNone) locals_[step.local] = flow == Flow::kReturn ? returned_ : Word{};
}

Walk::Flow Walk::if_block(const scenario::Step& step) {
  const bool holds = evaluate(step.value).number != 0;
  const Mark mark(*this, holds ? 1 : 2);
  return list(holds ? step.body : step.otherwise);
}

void Walk::count_round() {
  if (++rounds_ > kRoundsMax) throw Failure{"misuse"};
}

Walk::Flow Walk::while_block(const scenario::Step& step) {
  for (;;) {
    source_ = step.source;
    if (evaluate(step.value).number == 0) return Flow::kNext;
    count_round();
    const Mark mark(*this, 1);
    const auto flow = list(step.body);
    if (flow == Flow::kBreak) return Flow::kNext;
    if (flow == Flow::kReturn) return flow;
  }
}

Walk::Flow Walk::repeat_block(const scenario::Step& step) {
  const auto rounds = evaluate(step.value).number;
  const Mark mark(*this, Word{rounds, 0});
  for (std::int64_t i = 0; i < rounds; ++i) {
    source_ = step.source;
    count_round();
    if (step.local != kNone) locals_[step.local] = {i, 0};
    const Mark mark_round(*this, Word{i, 0});
    const auto flow = list(step.body);
    if (flow == Flow::kBreak) return Flow::kNext;
    if (flow == Flow::kReturn) return flow;
  }
  return Flow::kNext;
}

Walk::Flow Walk::atomic_block(const scenario::Step& step) {
  auto access = plain_access("atomic");
  const bool waits = !step.body.empty() && step.body.front().kind == StepKind::kAwait;
  access.wait = waits ? Wait::kCondition : Wait::kNever;
  if (waits) access.condition = condition_of(step.body.front());
  access.touch = Touch::kBlock;
  const bool now = begin(access);
  if (now) thread_->log.push_back({});
  recall();
  indivisible_ = true;
  const auto flow = list(step.body);
  indivisible_ = false;
  rounds_ = 0;
  if (now && touched_) throw TryDone{};
  return flow;
}

Walk::Flow Walk::with_block(const scenario::Step& step) {
  const auto held = which(step.object);
  const Mark mark(*this, held.member);
  take(step.lock_kind, held);
  auto flow = Flow::kNext;
  {
    const Mark mark_inside(*this, 1);
    flow = list(step.body);
  }
  const Mark mark_after(*this, 2);
  const Mark mark_flow(*this, static_cast<std::size_t>(flow));
  const Mark mark_returned(*this, flow == Flow::kReturn ? returned_ : Word{});
  source_ = step.source;
  leave(step.lock_kind, held);
  return flow;
}

Walk::Flow Walk::transaction_block(const scenario::Step& step) {
  unit_ = ++units_;
  unit_name_ = step.text;
  const auto flow = list(step.body);
  unit_ = 0;
  unit_name_.clear();
  return flow;
}

}  // namespace heddle::oracle
