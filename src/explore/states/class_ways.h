// The best way to an end of each class, in the graph of states.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "explore/states/graph.h"
#include "explore/states/state_space.h"
#include "explore/tally.h"

namespace heddle::explore {

// How much there is time for.
enum class Haste : std::uint8_t {
  kNone,
  kSoon,      // what can be told in the time that a report may take
  kFindings,  // one interleaving of each finding, and nothing else
};

class ClassWays {
 public:
  // Both must outlive this.
  ClassWays(StateSpace& space, const Options& options) : space_(space), options_(options) {}

  // Throws SearchStopped when it is time to stop, unless in haste; then what has no way is left out
  // of the report.
  void find(Haste haste);

  const std::vector<std::optional<WayCost>>& costs() const { return costs_; }
  // Requires: costs()[end_class].
  PackedPath path(std::uint32_t end_class);

 private:
  void find_way(const Graph::Terminal& terminal);
  void find_in_haste(Haste haste);
  void find_way_and_path(const Graph::Terminal& terminal);
  bool is_over(const Watch& since);

  StateSpace& space_;
  const Options& options_;
  std::vector<std::optional<WayCost>> costs_;     // by class
  std::vector<StateId> best_ends_;                // by class
  std::vector<std::optional<PackedPath>> paths_;  // by class: those that were asked for
};

}  // namespace heddle::explore
