// The execution that dpor is in, from the start to the state that is explored now: its states, with
// what is asleep in each; its events as a trace; and how to go back to any of them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "explore/dpor/action.h"
#include "explore/dpor/search_tree.h"
#include "explore/dpor/trace.h"
#include "explore/result.h"
#include "kernel/footprint.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

// What was explored from a state, or will be by another part, and need not be tried again until
// something dependent happens.
struct Slept {
  Action action;
  ChoicesId made = 0;  // in it, with their alternatives; 0: none, or it was not run yet
};

// A state on the path, and the step that was taken from it.
struct PathNode {
  std::vector<Value> words;  // where states can be put back
  std::vector<kernel::ThreadId> enabled;
  bool has_blocks = false;           // some thread is before an await or an atomic block
  bool has_joins = false;            // some thread is before a join
  std::vector<Slept> asleep;         // when the state was reached
  std::vector<Slept> explored;       // from here, before the step: asleep from then on
  BranchId branch = kNoBranch;       // that leads here; kNoBranch: in another part of the search
  BranchId current = kNoBranch;      // the branch of the step
  kernel::Choices choices;           // of the step
  std::vector<Unsettled> unsettled;  // races of the step
  bool free = false;                 // nothing was planned: everything from here is explored
  bool keeps = false;                // what was explored from here is to be remembered
  bool on_path = false;              // its words are remembered, to recognise them
  std::uint64_t hash = 0;
  const PathNode* same_slot = nullptr;  // the one before it whose words are in its slot
  std::uint32_t preemptions = 0;
};

class ExplorationPath {
 public:
  // All must outlive this.
  ExplorationPath(kernel::Schedulable& run, ActionTable& table);

  // Back to the start; no state is on the path.
  void begin(const kernel::Choices& start);
  // The choices made there.
  const kernel::Choices& start() const { return start_choices_; }
  // The state that the execution is in becomes the end of the path.
  PathNode& arrive();
  // How the execution ended in the state that was reached last.
  kernel::End end() const { return end_; }
  // Whether the state that was reached last is one of those before it; else it is remembered.
  bool repeats();
  // Drops the last state, and the step that led to it.
  void leave();

  std::size_t depth() const { return depth_; }
  PathNode& node(std::size_t i) { return *nodes_[i]; }
  const PathNode& node(std::size_t i) const { return *nodes_[i]; }
  PathNode& top() { return *nodes_[depth_ - 1]; }
  const Trace& trace() const { return trace_; }
  std::uint32_t preemptions() const { return preemptions_; }

  // ---- A step from the last state ----
  // Performs what `thread` announced, with these choices. Afterwards step_operation() is what it
  // was, step_footprint() what it touched, and top().choices what was chosen.
  void step(kernel::ThreadId thread, ChoicesId choices);
  const kernel::Operation& step_operation() const { return operation_; }
  const Footprint& step_footprint() const { return footprint_; }
  // The events of the path that it races with, the latest first; before push().
  const std::vector<std::uint32_t>& step_races();
  void push(const Action& action);
  // The same step as before, whose action is known.
  void repeat(const Action& action, ChoicesId made);

  // ---- Races ----
  // The events that an access that has not happened would race with; its footprint is predicted
  // into step_footprint().
  const std::vector<std::uint32_t>& waiting_races(kernel::ThreadId thread,
                                                  const kernel::Operation& operation);

  // ---- Moving the execution, and back to the end of the path ----
  // Into the state before event i.
  void put_back(std::size_t i);
  // On from there, by these events.
  void replay(const std::vector<std::uint32_t>& events);
  void replay(const Action& action);
  // Performs what the action's thread announced, with its choices; finds its footprint.
  void perform(Action& action, kernel::Choices& choices);
  // Remembers where the execution is, and goes back there: with `events` of the trace behind it.
  void remember(std::size_t events);
  void come_back();

  Path path_to(std::size_t steps) const;

 private:
  void look(PathNode& reached, const PathNode* before);
  void look_at_all(PathNode& reached);
  void fall_asleep(PathNode& reached);
  void add_waking(kernel::ThreadId thread, Footprint& footprint) const;
  bool preempts(const PathNode& from, kernel::ThreadId thread) const;
  Trace::Candidate candidate_of(kernel::ThreadId thread, const kernel::Operation& operation);
  const std::vector<std::uint32_t>& find_races();
  bool could_happen(std::size_t i, kernel::ThreadId thread);
  const PathNode*& slot_of(const PathNode& node) { return slots_[node.hash % slots_.size()]; }

  kernel::Schedulable& run_;
  ActionTable& table_;
  Trace trace_;
  const bool restorable_;
  kernel::Choices start_choices_;
  std::vector<std::unique_ptr<PathNode>> nodes_;  // the first depth_ of them are the path
  std::size_t depth_ = 0;
  bool in_top_state_ = false;  // the execution is in the last state
  kernel::End end_ = kernel::End::kRunning;
  std::uint32_t preemptions_ = 0;       // of the path
  std::vector<const PathNode*> slots_;  // states on the path, by hash: the last of each slot
  kernel::Operation operation_;
  Footprint footprint_;
  Trace::Candidate candidate_;
  std::vector<Value> remembered_;
  std::size_t remembered_events_ = 0;
  // Scratch
  std::vector<std::uint32_t> races_;
  std::vector<std::uint32_t> between_;
  kernel::Choices choices_;
};

}  // namespace heddle::explore
