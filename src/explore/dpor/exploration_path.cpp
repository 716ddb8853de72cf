#include "explore/dpor/exploration_path.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "kernel/rules.h"

namespace heddle::explore {

using kernel::kNoId;
using kernel::Operation;
using kernel::ThreadId;
using kernel::ThreadStage;

namespace {

constexpr std::size_t kSlots = 4096;

bool contains(const std::vector<ThreadId>& increasing, ThreadId thread) {
  return std::binary_search(increasing.begin(), increasing.end(), thread);
}

bool waits_for_end(const Operation& operation) {
  return kernel::rules(operation.kind).waits == kernel::Waits::kForThread;
}

}  // namespace

ExplorationPath::ExplorationPath(kernel::Schedulable& run, ActionTable& table)
    : run_(run),
      table_(table),
      trace_(run, table),
      restorable_(run.words() != nullptr),
      slots_(kSlots, nullptr) {}

void ExplorationPath::begin(const kernel::Choices& start) {
  while (depth_ > 0) leave();
  trace_.clear();
  start_choices_ = start;
  run_.restart(start_choices_);
  preemptions_ = 0;
}

PathNode& ExplorationPath::arrive() {
  if (depth_ == nodes_.size()) nodes_.push_back(std::make_unique<PathNode>());
  PathNode& reached = *nodes_[depth_];
  look(reached, depth_ == 0 ? nullptr : nodes_[depth_ - 1].get());
  ++depth_;
  if (restorable_) reached.words = *run_.words();
  reached.explored.clear();
  reached.unsettled.clear();
  reached.branch = reached.current = kNoBranch;
  reached.preemptions = preemptions_;
  reached.free = reached.keeps = false;
  reached.on_path = false;
  fall_asleep(reached);
  in_top_state_ = true;
  return reached;
}

// Which threads can go on. An access of memory changes that for no thread but its own, unless one
// waits for memory, or for that thread's end.
void ExplorationPath::look(PathNode& reached, const PathNode* before) {
  reached.enabled.clear();
  reached.has_blocks = reached.has_joins = false;
  if (!run_.failed()) {
    const ThreadId last = before == nullptr ? kNoId : trace_[trace_.size() - 1].thread;
    const bool alone = before != nullptr && !before->has_blocks &&
                       kernel::is_memory(operation_.kind) &&
                       !(before->has_joins && run_.stage(last) == ThreadStage::kFinished);
    if (!alone) {
      look_at_all(reached);
    } else {
      Operation operation;
      run_.pending(last, operation);
      reached.enabled = before->enabled;
      reached.has_blocks = kernel::is_block(operation.kind);
      reached.has_joins = before->has_joins || waits_for_end(operation);
      if (!run_.enabled(last, operation)) {
        reached.enabled.erase(
            std::lower_bound(reached.enabled.begin(), reached.enabled.end(), last));
      }
    }
  }
  end_ = run_.end(!reached.enabled.empty());
}

void ExplorationPath::look_at_all(PathNode& reached) {
  for (ThreadId thread = 0; thread < run_.thread_count(); ++thread) {
    Operation operation;
    run_.pending(thread, operation);
    reached.has_blocks |= kernel::is_block(operation.kind);
    reached.has_joins |= waits_for_end(operation);
    if (run_.enabled(thread, operation)) reached.enabled.push_back(thread);
  }
}

// Those that slept before the last step sleep on if it was independent of them.
void ExplorationPath::fall_asleep(PathNode& reached) {
  reached.asleep.clear();
  if (depth_ < 2) return;
  const PathNode& before = node(depth_ - 2);
  const Action& last = trace_[trace_.size() - 1];
  const auto keep = [&](const Slept& each) {
    if (each.action.thread == last.thread) return;
    if (!table_.dependent(each.action.footprint, last.footprint)) reached.asleep.push_back(each);
  };
  for (const Slept& each : before.asleep) keep(each);
  for (const Slept& each : before.explored) keep(each);
}

bool ExplorationPath::repeats() {
  PathNode& reached = top();
  reached.hash = hash_bytes(reached.words.data(), reached.words.size() * sizeof(Value));
  const PathNode*& slot = slot_of(reached);
  for (const PathNode* each = slot; each != nullptr; each = each->same_slot) {
    if (each->hash == reached.hash && each->words == reached.words) return true;
  }
  reached.same_slot = std::exchange(slot, &reached);
  reached.on_path = true;
  return false;
}

void ExplorationPath::leave() {
  if (top().on_path) slot_of(top()) = top().same_slot;
  --depth_;
  in_top_state_ = false;
  if (depth_ > 0) trace_.pop();
}

// ---- A step from the last state ----------------------------------------------------------------

void ExplorationPath::step(ThreadId thread, ChoicesId choices) {
  PathNode& from = top();
  if (!in_top_state_) put_back(depth_ - 1);
  CHECK(contains(from.enabled, thread));
  operation_ = Operation();
  run_.pending(thread, operation_);
  from.choices.taken = table_.choices(choices).taken;
  from.choices.resize(from.choices.taken.size());
  candidate_ = candidate_of(thread, operation_);
  run_.begin_footprint(thread, operation_);
  run_.step(thread, operation_, from.choices);
  run_.end_footprint(thread, footprint_);
  add_waking(thread, footprint_);
  preemptions_ = from.preemptions + (preempts(from, thread) ? 1 : 0);
  in_top_state_ = false;
}

void ExplorationPath::push(const Action& action) { trace_.push(action); }

void ExplorationPath::repeat(const Action& action, ChoicesId made) {
  PathNode& from = top();
  if (!in_top_state_) put_back(depth_ - 1);
  operation_ = Operation();
  run_.pending(action.thread, operation_);
  from.choices = table_.choices(made);
  trace_.note_availability(operation_);
  run_.step(action.thread, operation_, from.choices);
  preemptions_ = from.preemptions + (preempts(from, action.thread) ? 1 : 0);
  in_top_state_ = false;
  trace_.push(action);
}

// A switch away from the thread that came here, though it could go on.
bool ExplorationPath::preempts(const PathNode& from, ThreadId thread) const {
  if (trace_.size() == 0) return false;
  const ThreadId last = trace_[trace_.size() - 1].thread;
  return last != thread && contains(from.enabled, last);
}

// ---- Races -------------------------------------------------------------------------------------

// What a thread does touches the thread itself, if another one may have woken it.
void ExplorationPath::add_waking(ThreadId thread, Footprint& footprint) const {
  if (trace_.woken(thread)) footprint.add(resource(kernel::ResourceKind::kThread, thread), false);
}

// To be called before the step.
Trace::Candidate ExplorationPath::candidate_of(ThreadId thread, const Operation& operation) {
  Trace::Candidate candidate{.thread = thread, .operation = &operation, .footprint = &footprint_};
  candidate.awaits = run_.awaits(thread, operation);
  trace_.note_availability(operation);
  return candidate;
}

const std::vector<std::uint32_t>& ExplorationPath::step_races() { return find_races(); }

const std::vector<std::uint32_t>& ExplorationPath::waiting_races(ThreadId thread,
                                                                 const Operation& operation) {
  operation_ = operation;
  candidate_ = candidate_of(thread, operation_);
  candidate_.enabled = run_.enabled(thread, operation_);
  run_.predict_footprint(thread, operation_, footprint_);
  add_waking(thread, footprint_);
  return find_races();
}

const std::vector<std::uint32_t>& ExplorationPath::find_races() {
  if (!candidate_.awaits) {
    trace_.find_races(
        candidate_, [](auto) { return true; }, races_);
    return races_;
  }
  CHECK(restorable_ && "only memory whose state is known is waited for");
  const std::vector<Value> words = *run_.words();
  trace_.find_races(
      candidate_, [&](std::uint32_t i) { return could_happen(i, candidate_.thread); }, races_);
  run_.restore(words);
  return races_;
}

// Whether `thread` could perform its await before event i. Moves the execution, which is
// whose states can be put back: only such have awaits.
bool ExplorationPath::could_happen(std::size_t i, ThreadId thread) {
  trace_.independent_after(i, trace_.size(), between_);
  put_back(i);
  replay(between_);
  return run_.enabled(thread);
}

// ---- Moving the execution ----------------------------------------------------------------------

void ExplorationPath::put_back(std::size_t i) {
  if (restorable_) return run_.restore(node(i).words);
  choices_ = start_choices_;
  run_.restart(choices_);
  for (std::size_t k = 0; k < i; ++k) {
    choices_ = node(k).choices;
    run_.step(trace_[k].thread, choices_);
  }
}

void ExplorationPath::replay(const std::vector<std::uint32_t>& events) {
  for (const std::uint32_t k : events) {
    choices_ = node(k).choices;
    run_.step(trace_[k].thread, choices_);
  }
}

void ExplorationPath::replay(const Action& action) {
  choices_ = table_.choices(action.choices);
  run_.step(action.thread, choices_);
}

void ExplorationPath::perform(Action& action, kernel::Choices& choices) {
  const Operation operation = run_.pending(action.thread);
  choices.taken = table_.choices(action.choices).taken;
  choices.resize(choices.taken.size());
  run_.begin_footprint(action.thread, operation);
  run_.step(action.thread, operation, choices);
  Footprint footprint;
  run_.end_footprint(action.thread, footprint);
  add_waking(action.thread, footprint);
  action.footprint = table_.add(footprint);
  // There may be fewer alternatives than elsewhere.
  action.choices = table_.add_taken(choices.taken);
  action.exact = true;
}

void ExplorationPath::remember(std::size_t events) {
  remembered_events_ = events;
  if (restorable_) remembered_ = *run_.words();
}

void ExplorationPath::come_back() {
  if (restorable_) return run_.restore(remembered_);
  put_back(remembered_events_);
}

// ---- Paths -------------------------------------------------------------------------------------

Path ExplorationPath::path_to(std::size_t steps) const {
  Path path;
  path.push_back({kNoId, start_choices_.taken});
  for (std::size_t i = 0; i < steps; ++i) {
    path.push_back({trace_[i].thread, nodes_[i]->choices.taken});
  }
  return path;
}

}  // namespace heddle::explore
