// The ways by which a breadth-first search met its states: the shortest, found in one look at the
// graph. For a search that was stopped and owes its report at once.
#pragma once

#include "base/zeroed_array.h"
#include "explore/states/ways.h"

namespace heddle::explore {

class ShortestWays final : public Ways {
 public:
  // The graph must outlive this.
  explicit ShortestWays(const Graph& graph);

  std::optional<Cost> cost(StateId state) const override;
  Way way(StateId state) const override;

 private:
  const Graph& graph_;
  ZeroedArray<EdgeId> met_by_;  // by state: the edge that first led to it, plus 1; 0: a start
};

}  // namespace heddle::explore
