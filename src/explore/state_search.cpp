#include "explore/state_search.h"

#include <algorithm>

namespace heddle::explore {

using kernel::End;
using kernel::Fault;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

// Successors wait this long for their place in the table to reach the cache.
constexpr std::size_t kWaitingMax = 32;
constexpr std::size_t kBufferBytes = std::size_t{32} * 1024;
constexpr std::uint32_t kEdgesBetweenChecks = 256;

bool takes_lock(OperationKind kind) {
  switch (kind) {
    case OperationKind::kLock:
    case OperationKind::kReadLock:
    case OperationKind::kWriteLock:
    case OperationKind::kRelock:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Expansion::look() {
  enabled_.clear();
  blocked_.clear();
  if (!execution_.failed()) {
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      detect::PendingOperation& pending = enabled_.emplace_back();
      pending.thread = thread;
      execution_.pending(thread, pending.operation);
      if (execution_.enabled(thread, pending.operation)) continue;
      if (takes_lock(pending.operation.kind)) blocked_.push_back(pending);
      enabled_.pop_back();
    }
  }
  end_ = execution_.end(!enabled_.empty());
}

const std::vector<std::uint32_t>& Expansion::races() {
  races_.clear();
  detect::find_data_races(execution_, program_, enabled_, races_);
  return races_;
}

void Expansion::note_contention(std::vector<bool>& contended) const {
  for (const auto& [thread, operation] : blocked_) {
    const bool relocks = operation.kind == OperationKind::kRelock;
    if (relocks && execution_.status(thread) != kernel::Execution::kNotified) continue;
    contended[relocks ? operation.second : operation.object] = true;
  }
  for (const auto& [thread, operation] : enabled_) {
    const bool tries = operation.kind == OperationKind::kTryLock;
    if ((!tries && operation.kind != OperationKind::kLock) || operation.fault != Fault::kNone)
      continue;
    const bool held = execution_.word(execution_.object(operation.object).word) != 0;
    if (held) contended[operation.object] = true;
  }
}

StateSearch::StateSearch(kernel::Execution& execution, kernel::Program& program,
                         const Options& options, Reduction reduction)
    : execution_(execution),
      program_(program),
      options_(options),
      classes_(execution, program),
      expansion_(execution, program),
      watch_(options),
      reduction_(reduction),
      persistent_sets_(execution, reduction.persistent ? program.foresee() : nullptr),
      symmetry_(execution, reduction.symmetric ? program.symmetric_threads()
                                               : std::vector<kernel::SymmetricThreads>()),
      buffer_(kBufferBytes) {
  reduction_.persistent = persistent_sets_.reduces();
  reduction_.symmetric = !symmetry_.empty();
  std::uint32_t names = 0;
  std::uint32_t marks = 0;
  for (const auto& property : program.properties()) {
    if (property.memory != kernel::kNoId) names = std::max(names, property.memory + 1);
    if (property.mark != kernel::kNoId) marks = std::max(marks, property.mark + 1);
  }
  race_asked_.resize(names);
  for (const auto& property : program.properties()) {
    if (property.kind == "data-race") race_asked_[property.memory] = true;
  }
  race_seen_.resize(names);
  marks_seen_.resize(marks);
  contended_.resize(execution.object_count());
}

Stop StateSearch::run() {
  if (!resumed_) start();
  return search();
}

Stop StateSearch::run_from_here() {
  add_start();
  return search();
}

Stop StateSearch::search() {
  if (!resumed_) level_end_ = store_.size();
  Stop stop = Stop::kNone;
  while (!failed_ || !reduction_.persistent || options_.first) {
    if (at_level_end() || next_ == store_.size()) {
      flush();
      if (next_ == store_.size()) break;
      if (at_level_end()) {
        level_end_ = store_.size();
        ++level_;
      }
    }
    stop = must_stop();
    if (stop != Stop::kNone) break;
    expand(next_++);
  }
  flush();
  save_at_end();
  graph_.finish(next_, store_.size());
  return stop;
}

Stop StateSearch::must_stop() {
  const Limits& limits = options_.limits;
  if (limits.states_max && next_ >= *limits.states_max) return Stop::kStates;
  if (level_ > limits.steps_max) return Stop::kSteps;
  if (options_.first && found_something()) return Stop::kFirst;
  if (next_ != 0 && graph_.edge_count() - checked_at_ < kEdgesBetweenChecks) return Stop::kNone;
  checked_at_ = graph_.edge_count();
  save_if_due();
  return watch_.check({.states = next_}, store_.bytes() + graph_.bytes());
}

bool StateSearch::found_something() const {
  if (any_race_ || classes_.any_finding()) return true;
  return std::any_of(program_.properties().begin(), program_.properties().end(),
                     [&](const kernel::Property& property) {
                       return property.mark != kernel::kNoId && marks_seen_[property.mark];
                     });
}

void StateSearch::start() {
  do {
    execution_.restart(choices_);
    add_start();
  } while (choices_.advance());
}

void StateSearch::add_start() {
  canonicalize();
  graph_.add_start(store_.intern(store_.pack(execution_.words(), buffer_.data())));
}

void StateSearch::load(StateId state) {
  store_.load(state, words_);
  execution_.restore(words_);
}

void StateSearch::note_state() {
  for (std::uint32_t mark = 0; mark < marks_seen_.size(); ++mark) {
    if (!marks_seen_[mark] && execution_.marked(mark)) marks_seen_[mark] = true;
  }
  expansion_.note_contention(contended_);
  bool racy = false;
  for (const std::uint32_t name : expansion_.races()) {
    if (name >= race_asked_.size() || !race_asked_[name]) continue;
    racy = true;
    race_seen_[name] = true;
  }
  any_race_ |= racy;
  graph_.add_expanded(racy);
}

void StateSearch::expand(StateId state) {
  load(state);
  expansion_.look();
  note_state();
  if (expansion_.end() != End::kRunning) {
    failed_ |= expansion_.end() == End::kFailed;
    graph_.add_terminal(state, classes_.classify(expansion_.end()));
    return;
  }
  if (reduction_.persistent) expansion_.reduce(persistent_sets_);
  bool restored = true;
  for (const auto& [thread, operation] : expansion_.enabled()) {
    choices_.clear();
    do {
      if (!restored) execution_.restore(words_);
      restored = false;
      execution_.step(thread, operation, choices_);
      add_successor(state, thread);
    } while (choices_.advance());
  }
}

void StateSearch::add_successor(StateId source, std::uint32_t thread) {
  if (successors_.size() == kWaitingMax ||
      buffer_end_ + StateStore::kPackedBytesMax > buffer_.size()) {
    flush();
  }
  canonicalize();
  const PackedState packed = store_.pack(execution_.words(), buffer_.data() + buffer_end_);
  buffer_end_ += packed.size;
  successors_.push_back({source, thread, packed});
}

void StateSearch::flush() {
  store_.prefetch(successors_, [](const Successor& each) { return each.packed.hash; });
  for (const Successor& each : successors_) {
    const StateId target = store_.intern(each.packed);
    if (target < level_end_) graph_.set_not_graded();
    graph_.add_edge(each.source, each.thread, target);
  }
  successors_.clear();
  buffer_end_ = 0;
}

}  // namespace heddle::explore
