#include "explore/runs/depth_first.h"

#include <algorithm>
#include <new>

namespace heddle::explore {

using kernel::End;
using kernel::kNoId;
using kernel::ThreadId;

namespace {

constexpr std::uint64_t kStatesBetweenTicks = 256;

}  // namespace

DepthFirst::DepthFirst(kernel::Schedulable& run, const Options& options)
    : run_(run),
      options_(options),
      expansion_(run),
      restorable_(run.words() != nullptr),
      may_cycle_(run.may_cycle()),
      shown_(run) {}

void DepthFirst::begin(const Bounds& bounds, const Tick& tick) {
  bounds_ = bounds;
  tick_ = &tick;
  rest_ = nullptr;
  found_ = Samples();
  found_.findings.resize(run_.properties().size());
  found_.contended.resize(run_.object_count());
  classes_.emplace(run_);
  ends_.begin();
  start_choices_.clear();
  on_path_.clear();
  depth_ = depth_begin_ = 0;
  preemptions_ = 0;
  states_told_ = runs_told_ = 0;
}

Samples DepthFirst::explore(const Bounds& bounds, const Tick& tick, std::vector<Path>* rest) {
  begin(bounds, tick);
  rest_ = rest;
  return found_by([this] { explore_starts(); });
}

template <class Run>
Samples DepthFirst::found_by(Run run) {
  try {
    run();
    this->tick();
  } catch (const std::bad_alloc&) {
    nodes_.clear();
    on_path_.clear();
    found_.stop = Stop::kMemory;
  }
  return std::move(found_);
}

void DepthFirst::explore_starts() {
  do {
    run_.restart(start_choices_);
    kernel::Choices others = start_choices_;
    other_starts_ = others.advance();
    depth_ = 0;
    preemptions_ = 0;
    arrive();
    explore_from(0);
  } while (found_.stop == Stop::kNone && start_choices_.advance());
}

Samples DepthFirst::explore_below(const Path& beginning, const Bounds& bounds, const Tick& tick) {
  begin(bounds, tick);
  other_starts_ = false;
  return found_by([&] {
    go_to(beginning);
    explore_from(depth_begin_);
  });
}

// Makes the beginning the path, and its last state the topmost.
void DepthFirst::go_to(const Path& beginning) {
  start_choices_.taken = beginning.front().choices;
  start_choices_.resize(start_choices_.taken.size());
  run_.restart(start_choices_);
  for (std::size_t i = 1; i < beginning.size(); ++i) {
    expansion_.look();
    push();
    if (may_cycle_) on_path_.insert(key());
    Node& node = top();
    while (node.enabled[node.next].thread != beginning[i].thread) ++node.next;
    node.choices.taken = beginning[i].choices;
    node.choices.resize(node.choices.taken.size());
    const auto& chosen = node.enabled[node.next];
    run_.step(chosen.thread, chosen.operation, node.choices);
    preemptions_ = node.preemptions + (is_preemption(chosen.thread) ? 1 : 0);
  }
  depth_begin_ = depth_;
  expansion_.look();
  if (may_cycle_) on_path_.insert(key());
  push();
}

void DepthFirst::explore_from(std::size_t depth) {
  while (depth_ > depth && found_.stop == Stop::kNone) {
    if (!take_next_branch()) leave();
  }
}

// The current state becomes the end of the path, or an end.
void DepthFirst::arrive() {
  if (bounds_.states_max && found_.states >= *bounds_.states_max) return stop(Stop::kStates);
  if (++found_.states % kStatesBetweenTicks == 0) tick();
  expansion_.look();
  note_state();
  if (expansion_.end() != End::kRunning) return note_end();
  if (depth_ >= options_.limits.steps_max) {
    ++found_.cut;
    return;
  }
  if (may_cycle_ && !on_path_.insert(key()).second) {
    found_.cyclic = true;
    return;
  }
  if (rest_ != nullptr && depth_ == *bounds_.depth_max) {
    if (may_cycle_) on_path_.erase(key());
    rest_->push_back(current_path());
    return;
  }
  push();
}

std::string DepthFirst::key() const {
  const auto& words = *run_.words();
  return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Value)};
}

void DepthFirst::push() {
  if (depth_ == nodes_.size()) nodes_.push_back(std::make_unique<Node>());
  Node& node = *nodes_[depth_++];
  if (restorable_) node.words = *run_.words();
  node.enabled = expansion_.enabled();
  node.next = 0;
  node.choices.clear();
  node.preemptions = preemptions_;
  fresh_ = true;
}

// Steps along the next branch of the topmost state; false when there is none.
bool DepthFirst::take_next_branch() {
  Node& node = top();
  if (!fresh_ && !node.choices.advance()) ++node.next;
  while (node.next < node.enabled.size() && is_beyond_bound(node)) ++node.next;
  if (node.next == node.enabled.size()) return false;
  if (!fresh_) put_back();
  fresh_ = false;
  const auto& chosen = node.enabled[node.next];
  run_.step(chosen.thread, chosen.operation, node.choices);
  ++found_.transitions;
  preemptions_ = node.preemptions + (is_preemption(chosen.thread) ? 1 : 0);
  arrive();
  return true;
}

bool DepthFirst::is_beyond_bound(const Node& node) {
  if (!bounds_.preemptions_max || node.preemptions < *bounds_.preemptions_max) return false;
  const bool beyond = is_preemption(node.enabled[node.next].thread);
  found_.bound_hit |= beyond;
  return beyond;
}

// A switch away from the thread that came here, though it could go on.
bool DepthFirst::is_preemption(ThreadId thread) {
  if (depth_ < 2) return false;
  const Node& before = *nodes_[depth_ - 2];
  return preempts(before.enabled[before.next].thread, thread, top().enabled);
}

// Puts the execution back into the topmost state.
void DepthFirst::put_back() {
  if (restorable_) return run_.restore(top().words);
  kernel::Choices choices = start_choices_;
  run_.restart(choices);
  for (std::size_t i = 0; i + 1 < depth_; ++i) {
    const Node& node = *nodes_[i];
    choices = node.choices;
    run_.step(node.enabled[node.next].thread, choices);
  }
}

void DepthFirst::leave() {
  if (may_cycle_) {
    const auto& words = top().words;
    on_path_.erase({reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Value)});
  }
  --depth_;
}

Path DepthFirst::current_path() const {
  Path path;
  path.push_back({kNoId, start_choices_.taken});
  for (std::size_t i = 0; i < depth_; ++i) {
    const Node& node = *nodes_[i];
    path.push_back({node.enabled[node.next].thread, node.choices.taken});
  }
  return path;
}

void DepthFirst::note_state() {
  expansion_.note_contention(found_.contended);
  shown_.for_each(run_, expansion_.enabled(), [this](std::uint32_t property) {
    keep_if_better(found_.findings[property], cost(), [this] { return current_path(); });
  });
  if (options_.first && any_finding()) stop(Stop::kFirst);
}

bool DepthFirst::any_finding() const {
  return classes_->any_finding() || std::any_of(found_.findings.begin(), found_.findings.end(),
                                                [](const auto& best) { return best.has_value(); });
}

void DepthFirst::note_end() {
  ++found_.runs;
  ends_.add(
      *classes_, classes_->classify(expansion_.end()), cost(), [this] { return current_path(); },
      found_);
  if (options_.first && classes_->any_finding()) stop(Stop::kFirst);
  if (bounds_.runs_max && found_.runs >= *bounds_.runs_max && work_left()) stop(Stop::kRuns);
}

// Whether another interleaving follows the one that has just ended.
bool DepthFirst::work_left() const {
  for (std::size_t i = depth_begin_; i < depth_; ++i) {
    const Node& node = *nodes_[i];
    kernel::Choices choices = node.choices;
    if (node.next + 1 < node.enabled.size() || choices.advance()) return true;
  }
  return other_starts_;
}

void DepthFirst::tick() {
  if ((*tick_)(found_.states - states_told_, found_.runs - runs_told_)) stop(Stop::kInterrupt);
  states_told_ = found_.states;
  runs_told_ = found_.runs;
}

}  // namespace heddle::explore
