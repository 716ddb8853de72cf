#include "explore/dpor/part_explorer.h"

#include <algorithm>
#include <new>

#include "base/check.h"
#include "base/hash.h"
#include "kernel/dependence.h"

namespace heddle::explore {

using kernel::End;
using kernel::kNoId;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

constexpr std::uint64_t kStatesPerTick = 64;

std::uint64_t hash_of(const Sequence& sequence) {
  std::uint64_t hash = sequence.size();
  for (const Action& each : sequence) {
    hash = fold(hash ^ each.footprint, (std::uint64_t{each.thread} << 32) + each.choices + 1);
  }
  return mix(hash);
}

bool equal(const Sequence& a, const Sequence& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Action& x, const Action& y) {
    return x.thread == y.thread && x.footprint == y.footprint && x.choices == y.choices;
  });
}

}  // namespace

// Whether an access may touch something else when it comes earlier than it does here.
enum class PartExplorer::Doubt : std::uint8_t {
  kNever,
  kHardly,  // only whether its thread ends with it, or whom it wakes
  kPlace,   // what it touches depends on what its object is then, and on nothing else
  kAlways,  // it may depend on all that comes before it
};

PartExplorer::Doubt PartExplorer::doubt_of(const kernel::Operation& operation,
                                           const Footprint& footprint) {
  if (footprint.all || kernel::is_block(operation.kind)) return Doubt::kAlways;
  if (kernel::may_fail(operation)) return Doubt::kPlace;
  return operation.kind == OperationKind::kWrite ? Doubt::kNever : Doubt::kHardly;
}

PartExplorer::PartExplorer(kernel::Schedulable& run, const Options& options,
                           SharedActionTable& actions)
    : run_(run),
      options_(options),
      table_(actions),
      path_(run, table_),
      classes_(run),
      may_cycle_(run.may_cycle()),
      shown_(run) {}

void PartExplorer::explore(PartTask& task, Tick tick) {
  task_ = &task;
  tick_ = std::move(tick);
  try {
    explore_task();
  } catch (const std::bad_alloc&) {
    stop(Stop::kMemory);
  }
}

void PartExplorer::explore_task() {
  PartTask& task = *task_;
  task.found.findings.resize(run_.properties().size());
  ends_.begin();
  plans_by_hash_.clear();
  states_told_ = runs_told_ = 0;
  base_ = task.way.size();
  own_ = task.whole ? base_ : base_ + 1;
  path_.begin(task.start);
  task.start = path_.start();
  walk(task.way);
  arrive_first();
  while (!stopped()) {
    if (take_next_branch()) continue;
    if (stopped() || !task.done) break;
    if (path_.depth() == base_ + 1) break;
    leave();
  }
  rest();
  this->tick();
}

void PartExplorer::foresee(const kernel::Choices& start, const std::vector<PartStep>& way,
                           const Sequence& more, Action& action) {
  path_.begin(start);
  walk(way);
  path_.arrive();
  for (const Action& each : more) path_.replay(each);
  kernel::Choices choices;
  path_.perform(action, choices);
}

void PartExplorer::walk(const std::vector<PartStep>& way) {
  for (const PartStep& step : way) {
    PathNode& node = path_.arrive();
    if (may_cycle_) path_.repeats();
    node.explored = step.explored;
    node.free = step.free;
    path_.repeat(step.action, step.made);
    node.unsettled = step.unsettled;
  }
}

// ---- The tree ----------------------------------------------------------------------------------

// The state from which the tree grows.
void PartExplorer::arrive_first() {
  const bool fresh = task_->whole && tree()[0].first == kNoBranch && !tree()[0].free;
  PathNode& node = path_.arrive();
  node.branch = 0;
  node.explored = task_->explored;
  node.keeps = task_->keeps;
  if (task_->whole) {
    if (fresh) tree()[0].free = true;
    node.free = tree()[0].free;
    node.keeps = node.keeps && !node.free;
  } else {
    node.free = task_->free;
  }
  if (fresh) {
    ++task_->found.states;
    note_marks();
    if (path_.end() != End::kRunning) return end_run();
  }
  if (may_cycle_) path_.repeats();
}

// A new state is reached.
void PartExplorer::arrive() {
  if (++task_->found.states % kStatesPerTick == 0) tick();
  PathNode& reached = path_.arrive();
  follow_branch(reached);
  note_marks();
  if (path_.end() != End::kRunning) return end_run();
  if (path_.depth() > options_.limits.steps_max) {
    ++task_->found.cut;
    task_->found.steps_longest = options_.limits.steps_max;
    end_here();
  } else if (may_cycle_ && path_.repeats()) {
    task_->found.cyclic = true;
    end_here();
  }
}

// Nothing follows the topmost state.
void PartExplorer::end_here() {
  PathNode& node = path_.top();
  node.enabled.clear();
  tree().drop_below(node.branch);
  tree()[node.branch].state = Branch::kDone;
}

// Steps along the next branch of the topmost state; false when there is none (the task is done
// then), or no more may be taken.
bool PartExplorer::take_next_branch() {
  PathNode& from = path_.top();
  task_->done = true;
  BranchId next = tree()[from.branch].first;
  if (from.current != kNoBranch) {
    from.explored.push_back({tree()[from.current].action, tree()[from.current].made});
    next = tree()[from.current].next;
  }
  while (next != kNoBranch && tree()[next].state == Branch::kDone) {
    from.explored.push_back({tree()[next].action, tree()[next].made});
    from.current = next;
    next = tree()[next].next;
  }
  if (next == kNoBranch && from.current == kNoBranch && !from.enabled.empty()) {
    if (!may_go_on()) return false;
    next = choose_freely();
  }
  if (next == kNoBranch) return false;
  if (tree()[next].state == Branch::kOpen) {
    step_again(next);
  } else if (may_go_on()) {
    step_along(next);
  } else {
    return false;
  }
  return true;
}

// Whether a branch that was not run yet may be; else the task is not done.
bool PartExplorer::may_go_on() {
  const Samples& found = task_->found;
  const bool enough = (task_->states_max && found.states >= *task_->states_max) ||
                      (task_->runs_max && found.runs >= *task_->runs_max);
  const bool planned = !path_.top().free || path_.top().current != kNoBranch;
  if (!enough && (!planned || found.states < task_->states_planned)) return true;
  task_->done = false;
  return false;
}

// A thread for a state from which everything is to be explored: the one that came here, if it can
// go on. Nothing is asleep where everything is enabled that could be (optimality).
BranchId PartExplorer::choose_freely() {
  const PathNode& from = path_.top();
  const auto sleeps = [&](ThreadId thread) {
    return std::any_of(from.asleep.begin(), from.asleep.end(),
                       [&](const Slept& each) { return each.action.thread == thread; });
  };
  const Trace& trace = path_.trace();
  const ThreadId last = trace.size() == 0 ? kNoId : trace[trace.size() - 1].thread;
  std::optional<ThreadId> chosen;
  for (const ThreadId thread : from.enabled) {
    if (sleeps(thread)) continue;
    if (!chosen || thread == last) chosen = thread;
  }
  if (!chosen) {
    ++task_->abandoned;
    return kNoBranch;
  }
  return tree().add(from.branch, kNoBranch, {.thread = *chosen, .exact = true});
}

void PartExplorer::step_along(BranchId branch) {
  PathNode& from = path_.top();
  const Action planned = tree()[branch].action;
  from.current = branch;
  path_.step(planned.thread, planned.choices);
  ++task_->found.transitions;
  const Footprint& footprint = path_.step_footprint();
  races_ = path_.step_races();
  const Action action{.thread = planned.thread,
                      .footprint = table_.add(footprint),
                      .choices = table_.add_taken(from.choices.taken),
                      .any_choices = false,
                      .exact = true};
  tree().note_run(branch, action, table_.add(from.choices));
  path_.push(action);
  here_ = path_.trace().size();
  const Doubt doubt =
      action.choices != 0 ? Doubt::kAlways : doubt_of(path_.step_operation(), footprint);
  from.unsettled.clear();
  for (const std::uint32_t event : races_) {
    const auto unsettled = reverse_race(event, action, doubt, path_.trace().size() - 1, nullptr);
    if (unsettled) from.unsettled.push_back(*unsettled);
  }
  if (!from.choices.taken.empty()) plan_other_choices(from.choices);
  arrive();
}

// Along a branch that was run before.
void PartExplorer::step_again(BranchId branch) {
  PathNode& from = path_.top();
  from.current = branch;
  path_.repeat(tree()[branch].action, tree()[branch].made);
  from.unsettled = tree().take_unsettled(branch);
  // A long way back is worth more than a few new states.
  task_->states_planned += 4;
  follow_branch(path_.arrive());
  if (may_cycle_) path_.repeats();
}

// The state at the end of the path is what the branch of the last step leads to.
void PartExplorer::follow_branch(PathNode& reached) {
  const PathNode& before = path_.node(path_.depth() - 2);
  reached.branch = before.current;
  reached.free = tree()[reached.branch].free;
  reached.keeps = before.keeps && !reached.free;
}

// Everything from the topmost state is explored.
void PartExplorer::leave() {
  const PathNode& done = path_.top();
  if (!done.keeps) tree().drop_below(done.branch);
  tree()[done.branch].state = Branch::kDone;
  path_.leave();
}

// Puts down what is known of the path beside what is in the tree.
void PartExplorer::rest() {
  for (std::size_t i = base_; i + 1 < path_.depth(); ++i) {
    PathNode& node = path_.node(i);
    if (!node.unsettled.empty()) tree().unsettled(node.current) = std::move(node.unsettled);
  }
}

void PartExplorer::tick() {
  const Samples& found = task_->found;
  if (tick_(found.states - states_told_, found.runs - runs_told_)) stop(Stop::kInterrupt);
  states_told_ = found.states;
  runs_told_ = found.runs;
}

// ---- Races -------------------------------------------------------------------------------------

// Plans the executions in which the access `reversed` comes before the event that it races with.
// `end`: events of the trace before it. `again`: the race was looked at before. Returns what is to
// be looked at again when the execution has ended.
std::optional<Unsettled> PartExplorer::reverse_race(std::uint32_t event, Action reversed,
                                                    Doubt doubt, std::size_t end,
                                                    const Unsettled* again) {
  path_.trace().independent_after(event, end, between_);
  if (again != nullptr && again->length_known == between_.size()) return std::nullopt;
  reversed.any_choices = true;
  reversed.exact = doubt == Doubt::kNever;
  if (again != nullptr && again->footprint != Unsettled::kNone) {
    reversed.footprint = again->footprint;
    reversed.exact = again->exact;
  } else if (doubt == Doubt::kPlace || doubt == Doubt::kAlways) {
    footprint_before(event, reversed);
  }
  if (shown_.any_pair()) note_pair(event, reversed);
  sequence_.clear();
  for (const std::uint32_t k : between_) sequence_.push_back(path_.trace()[k]);
  sequence_.push_back(reversed);
  const auto length = static_cast<std::uint32_t>(between_.size());
  asked_ = Unsettled::kNone;
  if (!plan(event, sequence_, again == nullptr ? Unsettled::kNone : again->asked)) {
    return std::nullopt;
  }
  Unsettled unsettled{.event = event, .asked = asked_, .length_known = length};
  if (doubt != Doubt::kAlways) {  // what may come between is independent of it
    unsettled.footprint = reversed.footprint;
    unsettled.exact = reversed.exact;
  }
  return unsettled;
}

// Adds the sequence to what is to be explored from a node, unless it was explored already. Where
// only one choice of values in an access of it was, the next one is planned.
// Returns whether a longer sequence might still be missing: see SearchTree::insert.
bool PartExplorer::plan(std::size_t index, Sequence& sequence, std::uint32_t asked) {
  const PathNode& from = path_.node(index);
  Relation found;
  const Slept* covering = nullptr;
  const auto covers = [&](const Slept& each) {
    found = relation(table_, each.action, sequence);
    covering = &each;
    return found.kind != Relation::kConflict;
  };
  const bool covered = std::any_of(from.asleep.begin(), from.asleep.end(), covers) ||
                       std::any_of(from.explored.begin(), from.explored.end(), covers);
  if (!covered && index < own_) return plan_elsewhere(index, sequence, asked);
  if (!covered) return insert(index, from.branch, from.current, sequence);
  if (found.kind == Relation::kIndependent) return true;
  if (!sequence[found.place].any_choices || covering->made == 0) return false;
  kernel::Choices choices = table_.choices(covering->made);
  if (!choices.advance()) return false;
  const ThreadId thread = sequence[found.place].thread;
  sequence.resize(found.place);
  plan_choices(index, std::move(sequence), thread, choices.taken);
  return false;
}

// Into the tree, from the state of a node, which `parent` leads to.
bool PartExplorer::insert(std::size_t index, BranchId parent, BranchId after, Sequence& sequence) {
  return tree().insert(table_, parent, after, sequence,
                       [&](std::span<const BranchId> way, Action& action) {
                         path_.remember(here_);
                         path_.put_back(index);
                         for (const BranchId each : way.subspan(1))
                           path_.replay(tree()[each].action);
                         kernel::Choices choices;
                         path_.perform(action, choices);
                         path_.come_back();
                       });
}

// Whether it is covered there is not known here.
bool PartExplorer::plan_elsewhere(std::size_t index, const Sequence& sequence,
                                  std::uint32_t asked) {
  const std::uint64_t hash = hash_of(sequence) + index + (std::uint64_t{asked} << 20);
  const auto [first, last] = plans_by_hash_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    const Plan& known = task_->plans[at->second];
    if (known.event == index && known.asked == asked && equal(known.sequence, sequence)) {
      asked_ = at->second;
      return true;
    }
  }
  asked_ = static_cast<std::uint32_t>(task_->plans.size());
  plans_by_hash_.emplace(hash, asked_);
  task_->plans.push_back({static_cast<std::uint32_t>(index), sequence, asked});
  return true;
}

// Plans the sequence and then the next access of `thread`, with these choices.
void PartExplorer::plan_choices(std::size_t index, Sequence sequence, ThreadId thread,
                                std::vector<std::uint32_t> taken) {
  Action other{.thread = thread, .any_choices = true};
  other.choices = table_.add_taken(std::move(taken));
  path_.remember(here_);
  path_.put_back(index);
  for (const Action& each : sequence) path_.replay(each);
  kernel::Choices of_other;
  path_.perform(other, of_other);
  path_.come_back();
  sequence.push_back(other);
  plan_beside_path(index, std::move(sequence));
}

// The same as plan() where the branch that is being explored may be what covers the sequence.
void PartExplorer::plan_beside_path(std::size_t index, Sequence sequence) {
  const Trace& trace = path_.trace();
  for (; index < trace.size(); ++index) {
    const Relation found = relation(table_, trace[index], sequence);
    if (found.kind == Relation::kConflict) break;
    if (path_.node(index).free) return;
    if (found.kind == Relation::kInitial) sequence.erase(found.place);
    if (sequence.empty()) return;
  }
  CHECK(index < trace.size());  // else the execution could go on so
  plan(index, sequence);
}

// Plans other choices of values in the step that was just taken: the next ones, and the first ones,
// from which all follow.
void PartExplorer::plan_other_choices(const kernel::Choices& made) {
  const std::size_t index = path_.trace().size() - 1;
  const ThreadId thread = path_.trace()[index].thread;
  kernel::Choices choices = made;
  if (path_.trace()[index].choices != 0) plan_choices(index, {}, thread, {});
  if (choices.advance()) plan_choices(index, {}, thread, choices.taken);
}

// Finds out what the action touches when it comes before the event; between_ holds what else does.
void PartExplorer::footprint_before(std::size_t event, Action& action) {
  path_.remember(here_);
  path_.put_back(event);
  path_.replay(between_);
  kernel::Choices choices;
  path_.perform(action, choices);
  path_.come_back();
}

// Two accesses that are next at once, the event and `second`: the state is reached by what is
// before the first of them, and what is independent of it: between_.
void PartExplorer::note_pair(std::size_t event, const Action& second) {
  const Footprint& first = table_.footprint(path_.trace()[event].footprint);
  for_each_shared(first, table_.footprint(second.footprint),
                  [&](kernel::Resource resource, kernel::NextAccess a, kernel::NextAccess b) {
                    if (kernel::kind_of(resource) != kernel::ResourceKind::kCell) return;
                    const std::uint32_t cell = kernel::id_of(resource);
                    shown_.for_each_of_pair(
                        a, b, [&] { return name_of(cell, event); },
                        [&](std::uint32_t property) {
                          if (!task_->found.findings[property]) keep_pair(property, event);
                        });
                  });
}

// A cell of the heap has its name before the event, though what follows may free it.
std::uint32_t PartExplorer::name_of(std::uint32_t cell, std::size_t event) {
  if (run_.memory_stays(cell)) return run_.memory_name(cell);
  path_.remember(here_);
  path_.put_back(event);
  const std::uint32_t name = run_.memory_name(cell);
  path_.come_back();
  return name;
}

void PartExplorer::keep_pair(std::uint32_t property, std::size_t event) {
  Path path = path_.path_to(event);
  for (const std::uint32_t k : between_) {
    path.push_back({path_.trace()[k].thread, path_.node(k).choices.taken});
  }
  path_.remember(here_);
  const WayCost cost{count_preemptions(run_, path), path.size() - 1};
  path_.come_back();
  task_->found.findings[property] = SampledWay{cost, path};
}

// ---- Ends --------------------------------------------------------------------------------------

void PartExplorer::end_run() {
  Samples& found = task_->found;
  ++found.runs;
  found.steps_longest = std::max<std::uint64_t>(found.steps_longest, path_.trace().size());
  ends_.add(
      classes_, classes_.classify(path_.end()), cost(), [this] { return way_here(); }, found);
  reverse_races_again();
  race_what_waits();
  end_here();
  if (options_.first && found.any_finding()) stop(Stop::kFirst);
}

// What happened after a race and is independent of its first event belongs before the second, too:
// it may be dependent on what seemed to cover the reversal.
void PartExplorer::reverse_races_again() {
  here_ = path_.trace().size();
  for (std::size_t k = 0; k < path_.trace().size(); ++k) {
    const PathNode& node = path_.node(k);
    for (const Unsettled& each : node.unsettled) {
      reverse_race(each.event, path_.trace()[k], Doubt::kAlways, path_.trace().size(), &each);
    }
  }
}

// Accesses that were announced and never happened race with what has happened, too. Of an execution
// that failed: those that were announced before the access that failed.
void PartExplorer::race_what_waits() {
  const bool failed = run_.failed();
  if (failed && path_.trace().size() == 0) return;
  if (!failed && path_.end() == End::kCompleted && !any_background()) return;
  here_ = path_.trace().size() - (failed ? 1 : 0);
  if (failed) path_.put_back(here_);
  for (ThreadId thread = 0; thread < run_.thread_count(); ++thread) {
    if (run_.stage(thread) != kernel::ThreadStage::kParked) continue;
    if (failed && path_.trace()[here_].thread == thread) continue;
    const kernel::Operation operation = run_.pending(thread);
    if (operation.kind == OperationKind::kNone) continue;
    race_waiting(thread, operation, failed);
  }
}

bool PartExplorer::any_background() const {
  for (ThreadId thread = 0; thread < run_.thread_count(); ++thread) {
    if (run_.background(thread)) return true;
  }
  return false;
}

void PartExplorer::race_waiting(ThreadId thread, const kernel::Operation& operation, bool failed) {
  const bool enabled = run_.enabled(thread, operation);
  if (!enabled && kernel::rules(operation.kind).waits == kernel::Waits::kForThread) return;
  if (failed && enabled) return come_before_failure(thread);
  races_ = path_.waiting_races(thread, operation);
  if (races_.empty()) return;
  const Action action{.thread = thread, .footprint = table_.add(path_.step_footprint())};
  const Doubt doubt = doubt_of(operation, path_.step_footprint());
  for (const std::uint32_t event : races_) {
    reverse_race(event, action, doubt, path_.trace().size(), nullptr);
  }
}

// The failure of the last access was dependent on what `thread` could have done instead. Plans that
// this happens first, and the access then, whatever it does after that.
void PartExplorer::come_before_failure(ThreadId thread) {
  const Action failing = path_.trace()[here_];
  kernel::Choices choices;
  do {
    path_.remember(here_);
    Action first{.thread = thread, .choices = table_.add_taken(choices.taken)};
    path_.perform(first, choices);
    between_.clear();
    Sequence sequence;
    sequence.push_back(first);
    Action second = failing;
    second.any_choices = true;
    second.exact = false;
    if (!run_.failed() && run_.enabled(second.thread)) {
      kernel::Choices of_second;
      path_.perform(second, of_second);
      sequence.push_back(second);
    }
    path_.come_back();
    if (shown_.any_pair()) note_pair(here_, first);
    plan(here_, sequence);
  } while (choices.advance());
}

// ---- What was found ----------------------------------------------------------------------------

void PartExplorer::note_marks() {
  shown_.for_each_mark(run_, [this](std::uint32_t property) {
    keep_if_better(task_->found.findings[property], cost(), [this] { return way_here(); });
  });
}

}  // namespace heddle::explore
