// Explores one part of dpor's search: what follows one branch, or all. What a part finds out about
// states before it is handed back as plans, so that several parts can be explored at once, each by
// a thread of its own, and nothing depends on which is faster.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "detect/shown_properties.h"
#include "explore/dpor/exploration_path.h"
#include "explore/dpor/search_tree.h"
#include "explore/end_classes.h"
#include "explore/result.h"
#include "explore/run_notes.h"
#include "explore/samples.h"

namespace heddle::explore {

// A state before a part, and the step from there on the way to it.
struct PartStep {
  std::vector<Slept> explored;  // from there, or will be before the step
  bool free = false;
  Action action;
  ChoicesId made = 0;
  std::vector<Unsettled> unsettled;
};

// Something to be explored from a state before the part.
struct Plan {
  std::uint32_t event = 0;  // the state before this event of the way to the part
  Sequence sequence;
  std::uint32_t asked = Unsettled::kNone;  // only if that plan was covered by something independent
};

struct PartTask {
  // What is to be explored: what follows the top of the tree, from the state that `way` leads to.
  SearchTree* tree = nullptr;
  kernel::Choices start;  // made at the start; afterwards with their alternatives
  std::vector<PartStep> way;
  std::vector<Slept> explored;  // from there, before the tree's only branch
  bool free = false;            // that state
  bool whole = false;           // the tree is not one branch: nothing but it grows from that state
  bool keeps = false;           // what was explored is to be remembered: others may plan beside it
  // So many new states, then no further planned branch is taken; and limits that it stops at.
  std::uint64_t states_planned = 0;
  std::optional<std::uint64_t> states_max;
  std::optional<std::uint64_t> runs_max;

  // What came of it.
  bool done = false;
  Samples found;  // .stop: kFirst; kInterrupt when it was told to stop
  std::uint64_t abandoned = 0;
  std::vector<Plan> plans;
};

class PartExplorer {
 public:
  // Told now and then how many states and runs were added since; true: stop.
  using Tick = std::function<bool(std::uint64_t states, std::uint64_t runs)>;

  // All must outlive this.
  PartExplorer(kernel::Schedulable& run, const Options& options, SharedActionTable& actions);

  // To be called before a task that others had a part in.
  void update() { table_.update(); }
  ActionTable& table() { return table_; }

  // Without memory for it, the task ends by Stop::kMemory, and its tree is of no more use.
  void explore(PartTask& task, Tick tick);
  // Finds out what the action touches, which is next after the way and then `more`.
  void foresee(const kernel::Choices& start, const std::vector<PartStep>& way, const Sequence& more,
               Action& action);

 private:
  void explore_task();
  void walk(const std::vector<PartStep>& way);
  void arrive_first();
  void arrive();
  bool take_next_branch();
  bool may_go_on();
  BranchId choose_freely();
  void step_along(BranchId branch);
  void step_again(BranchId branch);
  void follow_branch(PathNode& reached);
  void leave();
  void end_here();
  void rest();
  void tick();
  void stop(Stop reason) {
    if (task_->found.stop == Stop::kNone) task_->found.stop = reason;
    task_->done = false;
  }
  bool stopped() const { return task_->found.stop != Stop::kNone; }
  SearchTree& tree() { return *task_->tree; }

  enum class Doubt : std::uint8_t;
  static Doubt doubt_of(const kernel::Operation& operation, const Footprint& footprint);
  std::optional<Unsettled> reverse_race(std::uint32_t event, Action reversed, Doubt doubt,
                                        std::size_t end, const Unsettled* again);
  bool plan(std::size_t index, Sequence& sequence, std::uint32_t asked = Unsettled::kNone);
  bool insert(std::size_t index, BranchId parent, BranchId after, Sequence& sequence);
  bool plan_elsewhere(std::size_t index, const Sequence& sequence, std::uint32_t asked);
  void plan_choices(std::size_t index, Sequence sequence, kernel::ThreadId thread,
                    std::vector<std::uint32_t> taken);
  void plan_beside_path(std::size_t index, Sequence sequence);
  void plan_other_choices(const kernel::Choices& made);
  void footprint_before(std::size_t event, Action& action);

  void end_run();
  void reverse_races_again();
  void race_what_waits();
  void race_waiting(kernel::ThreadId thread, const kernel::Operation& operation, bool failed);
  void come_before_failure(kernel::ThreadId thread);
  bool any_background() const;
  void note_pair(std::size_t event, const Action& second);
  std::uint32_t name_of(std::uint32_t cell, std::size_t event);
  void keep_pair(std::uint32_t property, std::size_t event);
  void note_marks();
  WayCost cost() const { return {path_.preemptions(), path_.trace().size()}; }
  Path way_here() { return path_.path_to(path_.trace().size()); }

  kernel::Schedulable& run_;
  const Options& options_;
  ActionTable table_;
  ExplorationPath path_;
  EndClasses classes_;
  const bool may_cycle_;
  const detect::ShownProperties shown_;

  PartTask* task_ = nullptr;
  Tick tick_;
  std::size_t base_ = 0;  // node from which the tree grows
  std::size_t own_ = 0;   // the first node that nobody else plans for
  std::size_t here_ = 0;  // events behind the execution while races are looked at
  RunEnds ends_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> plans_by_hash_;
  std::uint32_t asked_ = Unsettled::kNone;  // the plan that decides what plan() cannot
  std::uint64_t states_told_ = 0;
  std::uint64_t runs_told_ = 0;
  // Scratch
  std::vector<std::uint32_t> between_;
  std::vector<std::uint32_t> races_;
  Sequence sequence_;
};

}  // namespace heddle::explore
