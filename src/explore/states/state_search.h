// Visits every state of a program once, breadth first, and keeps the graph.
//
// States are expanded in batches, in the order of their numbers, by as many threads as there are
// jobs; what follows them is added to the graph batch by batch, in the same order. So the graph is
// the same for any number of jobs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "explore/end_classes.h"
#include "explore/expansion.h"
#include "explore/findings_so_far.h"
#include "explore/report_size.h"
#include "explore/result.h"
#include "explore/shared_coverage.h"
#include "explore/states/graph.h"
#include "explore/states/state_expander.h"
#include "explore/states/state_store.h"
#include "explore/watch.h"
#include "kernel/execution.h"
#include "kernel/scheduled_program.h"

namespace heddle::explore {

// One of the combinations of choices that a step has, and which.
struct ChoiceCursor {
  std::size_t index = 0;
  kernel::Choices choices;
  bool ran = false;  // they are whole, with their alternatives
};

class StateSearch {
 public:
  static constexpr StateId kNever = ~StateId{0};

  StateSearch(kernel::Execution& execution, kernel::StateProgram& program, const Options& options,
              Reduction reduction = {});

  // Where the search is saved from now on.
  void set_checkpoint(Checkpointer* checkpoint) { checkpoint_ = checkpoint; }
  // What a saved search leaves out: one that does the same can get the rest of it.
  static Reduction get_reduction(ArchiveReader& from);
  void get(ArchiveReader& from);

  // Searches until everything is seen or a limit is hit; says which. When so many states have been
  // expanded it may pause, not done(); called again, it goes on.
  Stop run(StateId pause_at = kNever);
  // Everything was seen, or it was stopped.
  bool done() const;
  // Ends a search that is not done(), for this reason.
  void stop(Stop reason);
  // The same, of what follows the state that the execution is in.
  Stop run_from_here();

  const Graph& graph() const { return graph_; }
  StateStore& store() { return store_; }
  const EndClasses& classes() const { return classes_; }
  kernel::Execution& execution() { return execution_; }
  kernel::StateProgram& program() { return program_; }
  kernel::ScheduledProgram& scheduled() { return run_; }
  Watch& watch() { return watch_; }
  const Options& options() const { return options_; }
  // Puts a state back into the execution.
  void load(StateId state);
  // The first state that shows the property by itself (detect::ShownProperties), if any.
  std::optional<StateId> first_showing(std::uint32_t property) const {
    return first_shown_[property];
  }
  const std::vector<bool>& contended() const { return contended_; }
  std::uint32_t expanded() const { return next_; }
  const Reduction& reduction() const { return expander_.reduction(); }
  // Whether an execution failed. With persistent sets the search ends there, unless it is for the
  // first finding: it is not exact then.
  bool failed() const { return failed_; }
  // What was chosen in the start with this number, and along an edge that leaves `state`. Move the
  // execution.
  std::vector<std::uint32_t> choices_of_start(std::size_t start);
  std::vector<std::uint32_t> choices_of_edge(StateId state, EdgeId edge);
  // Replaces the state that the execution is in by the one that stands for it in the graph.
  void canonicalize() { expander_.canonicalize(); }

 private:
  class Pipeline;
  static constexpr std::size_t kStartsBetween = 64;  // whose choices are known
  static constexpr std::size_t kRankRemembered = 16;
  static constexpr std::size_t kCursorsMax = 1'024;

  void start();
  void note_start();
  void add_start();
  Stop search();
  void end();
  // States before this one may be expanded.
  StateId known() const { return std::min(store_.size(), pause_at_); }
  void search_together();
  void search_alone();
  // Adds what a batch found to the graph; false when the search must end.
  bool add(Batch& batch);
  void prefetch(const Batch& batch) const;
  void add_notes(const Batch& batch, std::size_t begin, std::size_t end);
  void add_successors(const Batch& batch, std::size_t begin, std::size_t end);
  std::uint32_t end_class(const Batch& batch, std::uint32_t of_expander);
  void begin_level();
  Stop must_stop();
  std::uint64_t bytes_to_tell() const;
  bool found_something() const;
  std::uint64_t findings_so_far();
  void save_if_due();
  void save_at_end();
  void put(ArchiveWriter& to) const;

  kernel::Execution& execution_;
  kernel::StateProgram& program_;
  const Options& options_;
  StateStore store_;
  Graph graph_;
  kernel::ScheduledProgram run_;
  EndClasses classes_;
  std::vector<std::vector<std::uint32_t>> class_of_;  // by expander, by its class
  StateExpander expander_;
  Watch watch_;
  kernel::Choices choices_;
  std::vector<Value> words_;
  std::vector<std::uint8_t> buffer_;        // for one packed state
  std::optional<SharedCoverage> coverage_;  // when several threads search
  Stop stop_ = Stop::kNone;
  StateId next_ = 0;       // to be added
  StateId level_end_ = 0;  // first state of the next distance from the start
  std::uint64_t level_ = 0;
  std::uint32_t checked_at_ = 0;  // states and edges there were when limits were looked at
  std::vector<std::optional<StateId>> first_shown_;  // by property
  std::vector<bool> contended_;
  bool any_shown_ = false;
  bool failed_ = false;
  FindingsSoFar findings_;                                // for the progress
  std::size_t classes_counted_ = 0;                       // whose defects are in `findings_`
  std::vector<std::vector<std::uint32_t>> starts_known_;  // choices of each 64th start
  ChoiceCursor start_cursor_;                             // where choices were looked up last
  std::map<std::pair<StateId, std::uint32_t>, ChoiceCursor> edge_cursors_;  // by thread
  Checkpointer* checkpoint_ = nullptr;
  bool begun_ = false;
  bool ended_ = false;
  StateId pause_at_ = kNever;  // states from here on are not expanded yet
};

}  // namespace heddle::explore
