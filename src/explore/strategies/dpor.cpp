#include "explore/strategies/dpor.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/check.h"
#include "base/hash.h"
#include "explore/checkpoint.h"
#include "explore/end_classes.h"
#include "explore/saved.h"
#include "explore/serial_orders.h"
#include "explore/state_search.h"
#include "explore/strategies/saved_trace.h"
#include "explore/strategies/wakeup_tree.h"
#include "explore/tally.h"
#include "explore/watch.h"

namespace heddle::explore {

using detect::PendingOperation;
using kernel::End;
using kernel::kNoId;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

void drop_zeros(std::vector<std::uint32_t>& choices) {
  while (!choices.empty() && choices.back() == 0) choices.pop_back();
}

// What was explored from a state, and need not be tried again until something dependent happens.
struct Slept {
  Action action;
  kernel::Choices choices;
};

// A state on the current path, and what of it is still to be done.
struct Node {
  std::vector<Value> words;  // where states can be put back
  std::vector<PendingOperation> enabled;
  std::vector<const Slept*> asleep;  // that were asleep when the state was reached
  std::vector<Slept> explored;       // from here: asleep from then on
  WakeupTree wakeup;
  kernel::Choices choices;               // of the step that is explored
  kernel::Operation operation;           // of that step
  std::vector<std::uint32_t> unsettled;  // races of that step to be looked at again at the end
  bool free = false;                     // nothing was planned: everything from here is explored
  bool on_path = false;                  // it is in on_path_, by the hash of its words
  std::uint64_t hash = 0;
  std::uint32_t preemptions = 0;
};

class OptimalDpor {
 public:
  OptimalDpor(kernel::Execution& execution, kernel::Program& program, const Options& options)
      : execution_(execution),
        program_(program),
        options_(options),
        classes_(execution, program),
        expansion_(execution, program),
        watch_(options),
        footprints_(execution, program),
        trace_(execution, footprints_),
        restorable_(program.restorable()),
        may_cycle_(restorable_ && program.may_cycle()) {
    const auto& properties = program.properties();
    findings_.resize(properties.size());
    for (std::uint32_t i = 0; i < properties.size(); ++i) {
      if (properties[i].mark != kNoId) marked_.push_back(i);
      if (properties[i].kind != "data-race") continue;
      if (race_property_.size() <= properties[i].memory) {
        race_property_.resize(properties[i].memory + 1, kNoId);
      }
      race_property_[properties[i].memory] = i;
    }
  }

  Result run() {
    result_.strategy = "dpor";
    if (!resume()) start();
    while (!finished_) {
      explore_from_start();
      if (result_.stop != Stop::kNone) break;
      finished_ = !start_choices_.advance();
      if (!finished_) start();
    }
    if (options_.checkpoint) options_.checkpoint->save_at_end([this](auto& to) { put(to); });
    if (result_.stop == Stop::kNone && cut_) result_.stop = Stop::kSteps;
    if (result_.stop == Stop::kNone && result_.cyclic) result_.stop = Stop::kCycle;
    conclude();
    return std::move(result_);
  }

 private:
  struct BestWay {
    WayCost cost;
    Path path;
  };

  void start() {
    trace_.clear();
    execution_.restart(start_choices_);
    preemptions_ = 0;
    depth_ = 0;
    arrive(WakeupTree());
  }

  void explore_from_start() {
    while (depth_ > 0 && result_.stop == Stop::kNone) {
      if (!take_next_branch()) leave();
      if (save_due_) save();
    }
  }

  Node& node(std::size_t i) { return *nodes_[i]; }
  Node& top() { return *nodes_[depth_ - 1]; }

  // ---- The path --------------------------------------------------------------------------------

  // The state the execution is in becomes the end of the path.
  void arrive(WakeupTree wakeup) {
    if (options_.limits.states_max && result_.states >= *options_.limits.states_max) {
      arriving_ = std::move(wakeup);
      return stop(Stop::kStates);
    }
    if (++result_.states % 64 == 0) check_limits();
    expansion_.look();
    note_marks();
    if (depth_ == nodes_.size()) nodes_.push_back(std::make_unique<Node>());
    Node& reached = *nodes_[depth_++];
    if (restorable_) reached.words = execution_.words();
    reached.enabled = expansion_.enabled();
    reached.wakeup = std::move(wakeup);
    reached.explored.clear();
    reached.preemptions = preemptions_;
    reached.free = false;
    reached.on_path = false;
    fall_asleep(reached);
    in_top_state_ = true;
    if (expansion_.end() != End::kRunning) return end_run();
    if (depth_ > options_.limits.steps_max) return cut(cut_);
    if (!may_cycle_) return;
    reached.hash = hash_bytes(reached.words.data(), reached.words.size() * sizeof(Value));
    const auto [first, last] = on_path_.equal_range(reached.hash);
    if (std::any_of(first, last,
                    [&](const auto& each) { return each.second->words == reached.words; })) {
      return cut(result_.cyclic);
    }
    on_path_.emplace(reached.hash, &reached);
    reached.on_path = true;
  }

  // Those that slept before the last step sleep on if it was independent of them.
  void fall_asleep(Node& reached) {
    reached.asleep.clear();
    if (depth_ < 2) return;
    const Node& before = node(depth_ - 2);
    const Action& last = trace_[trace_.size() - 1];
    const auto keep = [&](const Slept& each) {
      if (each.action.thread == last.thread) return;
      if (!dependent(each.action.footprint, last.footprint)) reached.asleep.push_back(&each);
    };
    for (const Slept* each : before.asleep) keep(*each);
    for (const Slept& each : before.explored) keep(each);
  }

  // The path ends here though the execution does not.
  void cut(bool& why) {
    why = true;
    top().enabled.clear();
    top().wakeup.clear();
  }

  // Steps along the next branch of the topmost state; false when there is none.
  bool take_next_branch() {
    Node& from = top();
    if (from.wakeup.empty()) {
      if (!from.explored.empty() || from.enabled.empty()) return false;
      const auto free = choose_freely(from);
      if (!free) return false;
      WakeupTree::Branch branch;
      branch.action.thread = *free;
      from.free = true;
      step_along(std::move(branch));
    } else {
      step_along(from.wakeup.take());
    }
    return true;
  }

  // A thread for a state from which everything is to be explored: the one that came here, if it can
  // go on. Nothing is asleep where everything is enabled that could be (optimality).
  std::optional<ThreadId> choose_freely(const Node& from) {
    const auto sleeps = [&](ThreadId thread) {
      return std::any_of(from.asleep.begin(), from.asleep.end(),
                         [&](const Slept* each) { return each->action.thread == thread; });
    };
    std::optional<ThreadId> chosen;
    const ThreadId last = trace_.size() == 0 ? kNoId : trace_[trace_.size() - 1].thread;
    for (const PendingOperation& pending : from.enabled) {
      if (sleeps(pending.thread)) continue;
      if (!chosen || pending.thread == last) chosen = pending.thread;
    }
    if (!chosen) ++result_.abandoned;
    return chosen;
  }

  void step_along(WakeupTree::Branch branch) {
    Node& from = top();
    const ThreadId thread = branch.action.thread;
    if (!in_top_state_) put_back(depth_ - 1);
    const PendingOperation& pending = pending_of(from, thread);
    from.choices.resize(branch.action.choices.size());
    from.choices.taken = branch.action.choices;
    const Trace::Candidate candidate = candidate_of(thread, pending.operation);
    footprints_.before(thread, pending.operation);
    execution_.step(thread, pending.operation, from.choices);
    ++result_.transitions;
    footprints_.after(thread, trace_.woken(thread), footprint_);
    if (!branch.log.empty() && !same(branch.action.footprint, footprint_)) {
      branch.action.footprint = footprint_;
      from.wakeup.correct(branch.action, branch.log);
    }
    preemptions_ = from.preemptions + (preempts(from, thread) ? 1 : 0);
    find_races(candidate);
    Action& action = trace_.push(thread, footprint_);
    action.choices = from.choices.taken;
    drop_zeros(action.choices);
    here_ = trace_.size();
    from.operation = candidate.operation;
    from.unsettled.clear();
    reverse_races(thread, candidate.operation, trace_.size() - 1, &action.choices, from.unsettled);
    arrive(std::move(branch.below));
  }

  // To be called before the step.
  Trace::Candidate candidate_of(ThreadId thread, const kernel::Operation& operation) {
    Trace::Candidate candidate{.thread = thread, .operation = operation, .footprint = &footprint_};
    std::uint32_t cell = kNoId;
    candidate.awaits = is_block(operation) && program_.awaits(execution_, thread, cell);
    trace_.note_availability(operation);
    return candidate;
  }

  // Into races_.
  void find_races(const Trace::Candidate& candidate) {
    if (!candidate.awaits)
      return trace_.find_races(
          candidate, [](auto) { return true; }, races_);
    const std::vector<Value> words = execution_.words();
    trace_.find_races(
        candidate, [&](std::uint32_t i) { return could_happen(i, candidate.thread); }, races_);
    execution_.restore(words);
  }

  static bool is_block(const kernel::Operation& operation) {
    return operation.kind == OperationKind::kAwait || operation.kind == OperationKind::kAtomic;
  }

  const PendingOperation& pending_of(const Node& from, ThreadId thread) const {
    const auto found =
        std::find_if(from.enabled.begin(), from.enabled.end(),
                     [&](const PendingOperation& each) { return each.thread == thread; });
    CHECK(found != from.enabled.end());
    return *found;
  }

  // A switch away from the thread that came here, though it could go on.
  bool preempts(const Node& from, ThreadId thread) const {
    if (trace_.size() == 0) return false;
    const ThreadId last = trace_[trace_.size() - 1].thread;
    return last != thread &&
           std::any_of(from.enabled.begin(), from.enabled.end(),
                       [&](const auto& pending) { return pending.thread == last; });
  }

  // Everything from the topmost state is explored: so is the step that led to it.
  void leave() {
    if (top().on_path) leave_path(top());
    --depth_;
    in_top_state_ = false;
    if (depth_ == 0) return;
    Node& from = top();
    const Action& done = trace_[trace_.size() - 1];
    from.explored.push_back({done, from.choices});
    trace_.pop();
    here_ = trace_.size();
    if (!from.choices.taken.empty()) plan_other_choices();
  }

  // Puts the execution into the state of a node.
  void put_back(std::size_t index) {
    if (restorable_) return execution_.restore(node(index).words);
    kernel::Choices choices = start_choices_;
    execution_.restart(choices);
    for (std::size_t i = 0; i < index; ++i) {
      choices = node(i).choices;
      execution_.step(trace_[i].thread, choices);
    }
  }

  void leave_path(const Node& node) {
    auto [at, last] = on_path_.equal_range(node.hash);
    while (at->second != &node) ++at;
    on_path_.erase(at);
  }

  // ---- Races -----------------------------------------------------------------------------------

  // What has happened after event i and not because of it.
  void independent_after(std::size_t i, std::size_t end, std::vector<std::uint32_t>& events) const {
    events.clear();
    for (std::size_t k = i + 1; k < end; ++k) {
      if (!trace_.happens_before(i, k)) events.push_back(static_cast<std::uint32_t>(k));
    }
  }

  // Whether `thread` could perform its await before event i. Moves the execution, which is
  // restorable: only such have awaits.
  bool could_happen(std::size_t i, ThreadId thread) {
    independent_after(i, trace_.size(), between_);
    put_back(i);
    replay_between();
    return execution_.enabled(thread);
  }

  void replay_between() {
    for (const std::uint32_t k : between_) {
      kernel::Choices choices = node(k).choices;
      execution_.step(trace_[k].thread, choices);
    }
  }

  // Plans the executions in which the access with footprint_ comes before what it races with.
  // `end`: events of the trace before it.
  // `choices`: made in it, if it has happened. `unsettled`: gets the races that are to be looked at
  // again when the execution has ended.
  void reverse_races(ThreadId thread, const kernel::Operation& operation, std::size_t end,
                     const std::vector<std::uint32_t>* choices,
                     std::vector<std::uint32_t>& unsettled) {
    if (races_.empty()) return;
    Action reversed;
    reversed.thread = thread;
    reversed.any_choices = true;
    reversed.footprint = footprint_;
    const bool doubtful =
        may_differ(operation, footprint_) || (choices != nullptr && !choices->empty());
    for (const std::uint32_t i : races_) {
      independent_after(i, end, between_);
      if (choices != nullptr) reversed.choices = *choices;
      if (doubtful) footprint_before(i, reversed);
      note_data_race(i, reversed);
      sequence_.clear();
      for (const std::uint32_t k : between_) sequence_.push_back(&trace_[k]);
      sequence_.push_back(&reversed);
      if (plan(i, sequence_)) unsettled.push_back(i);
    }
  }

  // Adds the sequence to what is to be explored from a node, unless it was explored already. Where
  // only one choice of values in an access of it was, the next one is planned.
  // Returns whether a longer sequence might still be missing: see WakeupTree::insert.
  bool plan(std::size_t index, const Sequence& sequence) {
    Node& from = node(index);
    Relation found;
    const Slept* covering = nullptr;
    const auto covers = [&](const Slept& each) {
      found = relation(each.action, sequence);
      covering = &each;
      return found.kind != Relation::kConflict;
    };
    const bool covered = std::any_of(from.asleep.begin(), from.asleep.end(),
                                     [&](const Slept* each) { return covers(*each); }) ||
                         std::any_of(from.explored.begin(), from.explored.end(), covers);
    if (!covered) return from.wakeup.insert(sequence);
    if (found.kind == Relation::kIndependent) return true;
    kernel::Choices choices = covering->choices;
    if (!sequence[found.place]->any_choices || !choices.advance()) return false;
    Sequence beginning(sequence.begin(),
                       sequence.begin() + static_cast<std::ptrdiff_t>(found.place));
    plan_choices(index, beginning, sequence[found.place]->thread, choices.taken);
    return false;
  }

  // Plans the beginning and then the next access of `thread`, with these choices.
  void plan_choices(std::size_t index, Sequence beginning, ThreadId thread,
                    const std::vector<std::uint32_t>& taken) {
    Action other;
    other.thread = thread;
    other.any_choices = true;
    other.choices = taken;
    drop_zeros(other.choices);
    const std::vector<Value> words = execution_.words();
    put_back(index);
    for (const Action* each : beginning) {
      kernel::Choices choices;
      choices.taken = each->choices;
      choices.resize(choices.taken.size());
      execution_.step(each->thread, choices);
    }
    kernel::Choices of_other;
    step_for_footprint(other, of_other);
    come_back(words);
    beginning.push_back(&other);
    plan_beside_path(index, beginning);
  }

  // The same as plan() where the branch that is being explored may be what covers the sequence.
  void plan_beside_path(std::size_t index, Sequence sequence) {
    for (; index < trace_.size(); ++index) {
      const Relation found = relation(trace_[index], sequence);
      if (found.kind == Relation::kConflict) break;
      if (node(index).free) return;
      if (found.kind == Relation::kInitial) {
        sequence.erase(sequence.begin() + static_cast<std::ptrdiff_t>(found.place));
      }
      if (sequence.empty()) return;
    }
    plan(index, sequence);
  }

  // Plans other choices of values in the step that was explored last from the topmost state: the
  // next ones, and the first ones, from which all follow.
  void plan_other_choices() {
    const std::size_t index = depth_ - 1;
    const ThreadId thread = top().explored.back().action.thread;
    if (!top().explored.back().action.choices.empty()) plan_choices(index, {}, thread, {});
    kernel::Choices choices = top().choices;
    if (choices.advance()) plan_choices(index, {}, thread, choices.taken);
  }

  // Whether an access may touch less when it comes earlier than it does here.
  static bool may_differ(const kernel::Operation& operation, const Footprint& footprint) {
    if (footprint.all || operation.kind == OperationKind::kTryLock || is_block(operation)) {
      return true;
    }
    return operation.kind == OperationKind::kUpdate &&
           operation.update == kernel::UpdateKind::kCompareAndSwap;
  }

  // Finds out what the action touches when it comes before event i; between_ holds what else does.
  void footprint_before(std::size_t i, Action& action) {
    const std::vector<Value> words = execution_.words();
    put_back(i);
    replay_between();
    kernel::Choices choices;
    step_for_footprint(action, choices);
    come_back(words);
  }

  // Performs the action; `choices` are those that it had.
  void step_for_footprint(Action& action, kernel::Choices& choices) {
    const kernel::Operation operation = execution_.pending(action.thread);
    choices.taken = action.choices;
    choices.resize(choices.taken.size());
    footprints_.before(action.thread, operation);
    execution_.step(action.thread, operation, choices);
    footprints_.after(action.thread, trace_.woken(action.thread), action.footprint);
    action.choices = choices.taken;  // there may be fewer alternatives than elsewhere
    drop_zeros(action.choices);
  }

  // Back to where the execution was: `words`, or the state after here_ events.
  void come_back(const std::vector<Value>& words) {
    if (restorable_) return execution_.restore(words);
    put_back(here_);
  }

  // Two accesses that are next at once, event i and `second`: the state is reached by what is
  // before the first of them, and what is independent of it: between_.
  void note_data_race(std::size_t i, const Action& second) {
    for_each_race(trace_[i].footprint, second.footprint, [&](std::uint32_t resource) {
      if (!footprints_.is_cell(resource)) return;
      const std::uint32_t cell = footprints_.word_of_cell(resource);
      const std::uint32_t name = name_of(cell, i);
      const std::uint32_t property = name < race_property_.size() ? race_property_[name] : kNoId;
      if (property == kNoId || findings_[property]) return;
      keep_race(property, i);
    });
  }

  // A cell of the heap has its name before event i, though what follows may free it.
  std::uint32_t name_of(std::uint32_t cell, std::size_t i) {
    if (cell < execution_.heap_begin()) return program_.memory_name(execution_, cell);
    const std::vector<Value> words = execution_.words();
    put_back(i);
    const std::uint32_t name = program_.memory_name(execution_, cell);
    execution_.restore(words);
    return name;
  }

  // between_ holds the events after event i that do not depend on it.
  void keep_race(std::uint32_t property, std::size_t i) {
    BestWay way;
    way.path = path_to(i);
    for (const std::uint32_t k : between_) {
      way.path.push_back({trace_[k].thread, node(k).choices.taken});
    }
    way.cost.steps = way.path.size() - 1;
    findings_[property] = std::move(way);
  }

  // ---- Ends ------------------------------------------------------------------------------------

  void end_run() {
    ++result_.runs;
    const std::uint32_t end_class = classes_.classify(expansion_.end());
    if (end_class == best_.size()) best_.emplace_back();
    keep_if_better(best_[end_class]);
    reverse_races_again();
    race_what_waits();
    top().enabled.clear();
    if (options_.first && any_finding()) stop(Stop::kFirst);
    if (options_.limits.runs_max && result_.runs >= *options_.limits.runs_max && work_left()) {
      stop(Stop::kRuns);
    }
  }

  // What happened after a race and is independent of its first event belongs before the second,
  // too: it may be dependent on what seemed to cover the reversal.
  void reverse_races_again() {
    here_ = trace_.size();
    for (std::size_t k = 0; k < trace_.size(); ++k) {
      if (node(k).unsettled.empty()) continue;
      races_ = node(k).unsettled;
      settled_.clear();
      footprint_ = trace_[k].footprint;
      reverse_races(trace_[k].thread, node(k).operation, trace_.size(), &trace_[k].choices,
                    settled_);
    }
  }

  // Accesses that were announced and never happened race with what has happened, too. Of an
  // execution that failed: those that were announced before the access that failed.
  void race_what_waits() {
    const bool failed = execution_.failed();
    if (failed && trace_.size() == 0) return;
    if (!failed && expansion_.end() == End::kCompleted && !any_background()) return;
    here_ = trace_.size() - (failed ? 1 : 0);
    if (failed) put_back(here_);
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      if (!execution_.started(thread) || execution_.finished(thread)) continue;
      if (failed && trace_[here_].thread == thread) continue;
      const auto status = execution_.status(thread);
      if (status == kernel::Execution::kAsleep || status == kernel::Execution::kAtBarrier) continue;
      const kernel::Operation operation = execution_.pending(thread);
      if (operation.kind == OperationKind::kNone) continue;
      race_waiting(thread, operation, failed);
    }
  }

  bool any_background() const {
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      if (execution_.thread(thread).background) return true;
    }
    return false;
  }

  void race_waiting(ThreadId thread, const kernel::Operation& operation, bool failed) {
    Trace::Candidate candidate = candidate_of(thread, operation);
    candidate.enabled = execution_.enabled(thread, operation);
    if (!candidate.enabled && operation.kind == OperationKind::kJoin) return;
    if (failed && candidate.enabled) return come_before_failure(thread);
    footprints_.predict(thread, operation, trace_.woken(thread), footprint_);
    find_races(candidate);
    reverse_races(thread, operation, trace_.size(), nullptr, settled_);
  }

  // The failure of the last access was dependent on what `thread` could have done instead. Plans
  // that this happens first, and the access then, whatever it does after that.
  void come_before_failure(ThreadId thread) {
    const std::vector<Value> words = execution_.words();
    kernel::Choices choices;
    do {
      Action first;
      first.thread = thread;
      first.choices = choices.taken;
      step_for_footprint(first, choices);
      between_.clear();
      note_data_race(here_, first);
      Sequence sequence{&first};
      Action second;
      second.thread = trace_[here_].thread;
      second.choices = trace_[here_].choices;
      second.any_choices = true;
      if (!execution_.failed() && execution_.enabled(second.thread)) {
        kernel::Choices of_second;
        step_for_footprint(second, of_second);
        sequence.push_back(&second);
      }
      come_back(words);
      plan(here_, sequence);
    } while (choices.advance());
  }

  // ---- What was found --------------------------------------------------------------------------

  Path path_to(std::size_t steps) const {
    Path path;
    path.push_back({kNoId, start_choices_.taken});
    for (std::size_t i = 0; i < steps; ++i) {
      path.push_back({trace_[i].thread, nodes_[i]->choices.taken});
    }
    return path;
  }

  void keep_if_better(std::optional<BestWay>& best) {
    const WayCost cost{preemptions_, trace_.size()};
    if (!best || cost < best->cost) best = {cost, path_to(trace_.size())};
  }

  void note_marks() {
    for (const std::uint32_t property : marked_) {
      if (execution_.marked(program_.properties()[property].mark)) {
        keep_if_better(findings_[property]);
      }
    }
  }

  bool any_finding() const {
    return classes_.any_finding() || std::any_of(findings_.begin(), findings_.end(),
                                                 [](const auto& best) { return best.has_value(); });
  }

  bool work_left() {
    for (std::size_t i = 0; i + 1 < depth_; ++i) {
      Node& each = node(i);
      kernel::Choices choices = each.choices;
      if (!each.wakeup.empty() || choices.advance()) return true;
    }
    kernel::Choices choices = start_choices_;
    return choices.advance();
  }

  void stop(Stop reason) {
    if (result_.stop == Stop::kNone) result_.stop = reason;
  }

  void check_limits() {
    const Stop reason = watch_.check({.states = result_.states, .runs = result_.runs}, 0);
    if (reason != Stop::kNone) stop(reason);
    save_due_ = options_.checkpoint && options_.checkpoint->due();
  }

  // ---- Checkpoints -----------------------------------------------------------------------------

  void save() {
    save_due_ = false;
    options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
  }

  void put(ArchiveWriter& to) const {
    put_coverage(to, program_);
    put_progress(to, result_);
    classes_.put(to);
    put_ways(to, best_);
    put_ways(to, findings_);
    const bool at_first = result_.stop == Stop::kFirst;
    for (const bool flag : {cut_, finished_, at_first}) to.put(flag);
    to.put(preemptions_);
    explore::put(to, start_choices_);
    to.put(arriving_.has_value());
    if (arriving_) explore::put(to, *arriving_);
    to.put(std::uint64_t{depth_});
    for (std::size_t i = 0; i < depth_; ++i) put_node(to, i);
  }

  void put_node(ArchiveWriter& to, std::size_t i) const {
    const Node& node = *nodes_[i];
    to.put(std::uint64_t{node.explored.size()});
    for (const Slept& each : node.explored) {
      explore::put(to, each.action);
      explore::put(to, each.choices);
    }
    explore::put(to, node.wakeup);
    for (const bool flag : {node.enabled.empty(), node.free, node.on_path}) to.put(flag);
    to.put(node.preemptions);
    to.put(i < trace_.size());
    if (i >= trace_.size()) return;
    to.put(trace_[i].thread);
    explore::put(to, node.choices);
    to.put(node.unsettled);
  }

  void get(ArchiveReader& from) {
    get_coverage(from, program_);
    get_progress(from, result_);
    classes_.get(from);
    get_ways(from, best_);
    get_ways(from, findings_);
    const bool fits = best_.size() == classes_.classes().size() &&
                      findings_.size() == program_.properties().size() &&
                      std::all_of(best_.begin(), best_.end(), [](const auto& way) { return way; });
    if (!fits) ArchiveReader::fail_damaged();
    bool at_first = false;
    for (bool* flag : {&cut_, &finished_, &at_first}) from.get(*flag);
    if (at_first) stop(Stop::kFirst);
    from.get(preemptions_);
    explore::get(from, start_choices_);
    if (from.get<bool>()) explore::get(from, arriving_.emplace());
    trace_.clear();
    kernel::Choices choices = start_choices_;
    if (!finished_) execution_.restart(choices);
    const std::size_t depth = from.count(1);
    while (depth_ < depth) get_node(from);
    in_top_state_ = true;
  }

  // Runs the path, to have again what its states and steps are.
  void get_node(ArchiveReader& from) {
    expansion_.look();
    if (depth_ == nodes_.size()) nodes_.push_back(std::make_unique<Node>());
    Node& reached = *nodes_[depth_++];
    if (restorable_) reached.words = execution_.words();
    reached.explored.resize(from.count(1));
    for (Slept& each : reached.explored) {
      explore::get(from, each.action);
      explore::get(from, each.choices);
    }
    explore::get(from, reached.wakeup);
    if (!from.get<bool>()) reached.enabled = expansion_.enabled();
    from.get(reached.free);
    from.get(reached.on_path);
    from.get(reached.preemptions);
    fall_asleep(reached);
    reached.hash = hash_bytes(reached.words.data(), reached.words.size() * sizeof(Value));
    if (reached.on_path) on_path_.emplace(reached.hash, &reached);
    if (from.get<bool>()) get_step(from, reached);
  }

  void get_step(ArchiveReader& from, Node& node) {
    const auto thread = from.get<std::uint32_t>();
    explore::get(from, node.choices);
    from.get(node.unsettled);
    const bool enabled = std::any_of(node.enabled.begin(), node.enabled.end(),
                                     [&](const auto& each) { return each.thread == thread; });
    if (!enabled) ArchiveReader::fail_damaged();
    const kernel::Operation operation = pending_of(node, thread).operation;
    node.operation = candidate_of(thread, operation).operation;
    footprints_.before(thread, operation);
    kernel::Choices choices = node.choices;
    execution_.step(thread, operation, choices);
    footprints_.after(thread, trace_.woken(thread), footprint_);
    Action& action = trace_.push(thread, footprint_);
    action.choices = node.choices.taken;
    drop_zeros(action.choices);
    here_ = trace_.size();
  }

  // Goes on where a checkpoint was saved; false when there is none.
  bool resume() {
    if (!options_.checkpoint) return false;
    if (!options_.checkpoint->resume([this](ArchiveReader& from) { get(from); })) return false;
    if (finished_ || result_.stop != Stop::kNone) return true;
    if (arriving_) {
      WakeupTree wakeup = std::move(*arriving_);
      arriving_.reset();
      arrive(std::move(wakeup));
    } else if (options_.limits.runs_max && result_.runs >= *options_.limits.runs_max &&
               work_left()) {
      stop(Stop::kRuns);
    }
    return true;
  }

  void conclude() {
    Tally tally;
    tally.class_path = [this](std::uint32_t end_class) { return best_[end_class]->path; };
    for (const auto& best : best_) tally.class_costs.push_back(best->cost);
    std::optional<SerialOrders> serial;
    if (restorable_ && property_of(program_, "not-serializable") && result_.complete()) {
      serial = find_serial_orders(execution_, program_, options_, watch_);
      result_.stop = serial->stop;
      if (!result_.complete()) serial.reset();
    }
    std::vector<std::vector<std::uint32_t>> properties_of_class;
    tally_ends(program_, classes_, tally, serial, result_, properties_of_class);
    for (std::uint32_t i = 0; i < findings_.size(); ++i) {
      const bool known = std::any_of(result_.findings.begin(), result_.findings.end(),
                                     [&](const Finding& each) { return each.property == i; });
      if (!findings_[i] || known) continue;
      Finding finding{.property = i};
      finding.witness = {.path = findings_[i]->path,
                         .preemptions = preemptions_of(findings_[i]->path)};
      result_.findings.push_back(std::move(finding));
    }
    finish_findings(program_, tally, properties_of_class, result_);
    for (Finding& finding : result_.findings) {
      finding.orderings_note =
          "No orderings: they are found by counting, and dpor runs one interleaving of each trace";
    }
    result_.counted = false;
  }

  // Runs the path once more.
  std::uint32_t preemptions_of(const Path& path) {
    std::uint32_t count = 0;
    kernel::Choices choices;
    choices.taken = path.front().choices;
    choices.resize(choices.taken.size());
    execution_.restart(choices);
    for (std::size_t i = 1; i < path.size(); ++i) {
      const bool switches = i > 1 && path[i].thread != path[i - 1].thread;
      if (switches && execution_.enabled(path[i - 1].thread)) ++count;
      choices.taken = path[i].choices;
      choices.resize(choices.taken.size());
      execution_.step(path[i].thread, choices);
    }
    return count;
  }

  kernel::Execution& execution_;
  kernel::Program& program_;
  const Options& options_;
  EndClasses classes_;
  Expansion expansion_;
  Watch watch_;
  Footprints footprints_;
  Trace trace_;
  const bool restorable_;
  const bool may_cycle_;
  Result result_;
  kernel::Choices start_choices_;
  std::vector<std::unique_ptr<Node>> nodes_;  // the first depth_ of them are the path
  std::size_t depth_ = 0;
  std::size_t here_ = 0;                // events behind the execution while races are looked at
  bool in_top_state_ = false;           // the execution is in the topmost state
  std::optional<WakeupTree> arriving_;  // the search stopped on arrival, with this
  bool finished_ = false;
  bool save_due_ = false;
  bool cut_ = false;
  std::uint32_t preemptions_ = 0;                                // of the path
  std::unordered_multimap<std::uint64_t, const Node*> on_path_;  // by hash; where states may repeat
  std::vector<std::optional<BestWay>> best_;                     // by class
  std::vector<std::optional<BestWay>> findings_;                 // by property: races and marks
  std::vector<std::uint32_t> marked_;                            // properties that are marks
  std::vector<std::uint32_t> race_property_;                     // by memory name
  // Scratch
  Footprint footprint_;
  std::vector<std::uint32_t> races_;
  std::vector<std::uint32_t> between_;
  Sequence sequence_;
  std::vector<std::uint32_t> settled_;  // not looked at
};

}  // namespace

Result explore_dpor(kernel::Execution& execution, kernel::Program& program,
                    const Options& options) {
  return OptimalDpor(execution, program, options).run();
}

}  // namespace heddle::explore
