// The graph of states as a value: it owns the search that built it, the states, the classes of ends
// and the reason why it stopped, and answers the questions that are asked of a graph, each worked
// out when it is asked for the first time and kept.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/check.h"
#include "explore/conditions/alphabet.h"
#include "explore/number.h"
#include "explore/path.h"
#include "explore/states/state_search.h"
#include "explore/states/topology.h"
#include "explore/states/ways.h"

namespace heddle::explore {

class StateSpace {
 public:
  // All must outlive this.
  StateSpace(kernel::Execution& execution, kernel::StateProgram& program, const Options& options,
             Reduction reduction = {});

  // Goes on with what was saved of a search with this reduction.
  void resume(ArchiveReader& from) { search_.get(from); }
  // Builds the graph, as far as limits allow: true. Everything below may be asked then. Or pauses
  // when so many states have been expanded: false; called again, it goes on.
  bool explore(StateId pause_at = StateSearch::kNever);
  // Ends a search that is paused, for this reason.
  void stop(Stop reason);
  Stop stop() const { return stop_; }
  bool complete() const { return stop_ == Stop::kNone; }
  // Something that belongs to it could not be found out: it counts as stopped from now on.
  void give_up(Stop stop);
  // Throws SearchStopped when it is time to stop; never once it is in a hurry, for then what is
  // still told has its own measure.
  void go_on() {
    if (!hurried_) search_.watch().go_on();
  }
  void hurry() { hurried_ = true; }
  bool cyclic() const { return order_.cyclic; }

  StateSearch& search() { return search_; }
  const Graph& graph() const { return search_.graph(); }
  const EndClasses& classes() const { return search_.classes(); }
  kernel::Execution& execution() { return search_.execution(); }
  kernel::StateProgram& program() { return search_.program(); }
  kernel::ScheduledProgram& scheduled() { return search_.scheduled(); }

  // ---- Requires: complete(). Those that count or look for ways throw SearchStopped ----
  const TopologicalOrder& order() const {
    CHECK(complete());
    return order_;
  }
  const InEdges& in_edges();
  // From each state, how many interleavings go on to an end. Requires: not cyclic().
  const std::vector<Number>& futures();
  // How many interleavings end in each class. Requires: the same.
  const std::vector<Number>& class_counts();
  // What happens on its edges; nullptr when it was time to stop.
  const conditions::Alphabet* alphabet();

  // ---- Ways to its states ----
  // Those with the fewest preemptions; of a search that was stopped the shortest.
  const Ways& ways();
  // No way to a state has fewer preemptions than the one of ways().
  bool knows_fewest() const { return complete() && !search_.reduction().any(); }
  Path path_to(StateId state);
  // `start`: index in Graph::starts.
  Path path_along(std::size_t start, const std::vector<EdgeId>& edges);

 private:
  StateSearch search_;
  Stop stop_ = Stop::kNone;
  bool hurried_ = false;
  TopologicalOrder order_;
  std::unique_ptr<const InEdges> in_edges_;
  std::unique_ptr<const Ways> ways_;
  std::optional<std::vector<Number>> futures_;
  std::optional<std::vector<Number>> class_counts_;
  std::optional<conditions::Alphabet> alphabet_;
};

// The decisions along edges of the graph that `search` has built, choices included.
Path decisions(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges);

}  // namespace heddle::explore
