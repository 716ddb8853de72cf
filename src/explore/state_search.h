// Visits every state of a restorable program once, breadth first, and keeps the graph.
#pragma once

#include <cstdint>
#include <vector>

#include "detect/data_race.h"
#include "explore/end_classes.h"
#include "explore/graph.h"
#include "explore/persistent_sets.h"
#include "explore/result.h"
#include "explore/state_store.h"
#include "explore/watch.h"
#include "kernel/execution.h"
#include "kernel/symmetry.h"

namespace heddle::explore {

// What of a state decides how it goes on: which threads can, or how it ended.
class Expansion {
 public:
  Expansion(kernel::Execution& execution, kernel::Program& program)
      : execution_(execution), program_(program) {}

  // Looks at the state that the execution is in.
  void look();
  const std::vector<detect::PendingOperation>& enabled() const { return enabled_; }
  // Leaves those that are enough.
  void reduce(PersistentSets& sets) { sets.reduce(enabled_); }
  kernel::End end() const { return end_; }
  // Memory names on which enabled operations race, each once.
  const std::vector<std::uint32_t>& races();
  // Adds the locks that some thread wants while they are held to `contended` (by object).
  void note_contention(std::vector<bool>& contended) const;

 private:
  kernel::Execution& execution_;
  kernel::Program& program_;
  std::vector<detect::PendingOperation> enabled_;
  std::vector<detect::PendingOperation> blocked_;
  std::vector<std::uint32_t> races_;
  kernel::End end_ = kernel::End::kRunning;
};

// What a search leaves out.
struct Reduction {
  bool persistent = false;  // steps that need not be taken first, see PersistentSets
  bool symmetric = false;   // states that are like one that was seen, see kernel::Symmetry
  bool any() const { return persistent || symmetric; }
};

class StateSearch {
 public:
  StateSearch(kernel::Execution& execution, kernel::Program& program, const Options& options,
              Reduction reduction = {});

  // Where the search is saved from now on.
  void set_checkpoint(Checkpointer* checkpoint) { checkpoint_ = checkpoint; }
  // What a saved search leaves out: one that does the same can get the rest of it.
  static Reduction get_reduction(ArchiveReader& from);
  void get(ArchiveReader& from);

  // Searches until everything is seen or a limit is hit; says which.
  Stop run();
  // The same, of what follows the state that the execution is in.
  Stop run_from_here();

  const Graph& graph() const { return graph_; }
  StateStore& store() { return store_; }
  const EndClasses& classes() const { return classes_; }
  kernel::Execution& execution() { return execution_; }
  kernel::Program& program() { return program_; }
  Watch& watch() { return watch_; }
  const Options& options() const { return options_; }
  // Puts a state back into the execution.
  void load(StateId state);
  bool race_seen(std::uint32_t name) const { return race_seen_[name]; }
  // Whether a reached state has this mark.
  bool mark_seen(std::uint32_t mark) const { return marks_seen_[mark]; }
  const std::vector<bool>& contended() const { return contended_; }
  std::uint32_t expanded() const { return next_; }
  const Reduction& reduction() const { return reduction_; }
  // Whether an execution failed. With persistent sets the search ends there, unless it is for the
  // first finding: it is not exact then.
  bool failed() const { return failed_; }
  // Replaces the state that the execution is in by the one that stands for it in the graph.
  void canonicalize() { symmetry_.canonicalize(execution_); }

 private:
  struct Successor {
    StateId source = 0;
    std::uint32_t thread = 0;
    PackedState packed;
  };

  void start();
  void add_start();
  Stop search();
  void expand(StateId state);
  void note_state();
  void add_successor(StateId source, std::uint32_t thread);
  void flush();
  bool at_level_end() const { return next_ == level_end_; }
  Stop must_stop();
  bool found_something() const;
  void save_if_due();
  void save_at_end();
  void put(ArchiveWriter& to) const;

  kernel::Execution& execution_;
  kernel::Program& program_;
  const Options& options_;
  StateStore store_;
  Graph graph_;
  EndClasses classes_;
  Expansion expansion_;
  Watch watch_;
  Reduction reduction_;
  PersistentSets persistent_sets_;
  kernel::Symmetry symmetry_;
  kernel::Choices choices_;
  std::vector<Value> words_;           // of the state that is expanded
  std::vector<Successor> successors_;  // not looked up yet
  std::vector<std::uint8_t> buffer_;   // their bytes
  std::size_t buffer_end_ = 0;
  StateId next_ = 0;       // to be expanded
  StateId level_end_ = 0;  // first state of the next distance from the start
  std::uint64_t level_ = 0;
  EdgeId checked_at_ = 0;         // edges there were when limits were looked at
  std::vector<bool> race_asked_;  // by memory name: it is a property
  std::vector<bool> race_seen_;
  std::vector<bool> marks_seen_;
  std::vector<bool> contended_;
  bool any_race_ = false;
  bool failed_ = false;
  Checkpointer* checkpoint_ = nullptr;
  bool resumed_ = false;
};

}  // namespace heddle::explore
