// The shape of a graph of states: an order in which every state comes after those that lead to it,
// and the edges that lead to each state.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/zeroed_array.h"
#include "explore/states/graph.h"

namespace heddle::explore {

// A topological order. `cyclic`: there is none. `order` is empty when the numbers of the states are
// one already.
struct TopologicalOrder {
  bool cyclic = false;
  std::vector<StateId> order;
  StateId at(std::uint32_t i) const { return order.empty() ? i : order[i]; }
};
TopologicalOrder topological_order(const Graph& graph);

// For each state the edges that lead to it, in increasing order.
class InEdges {
 public:
  explicit InEdges(const Graph& graph);
  std::span<const EdgeId> of(StateId state) const {
    return edges_.span().subspan(begin_[state], begin_[state + 1] - begin_[state]);
  }

 private:
  ZeroedArray<std::uint32_t> begin_;
  ZeroedArray<EdgeId> edges_;
};

// The state that an edge leaves.
StateId source(const Graph& graph, EdgeId edge);

// By state: whether an end can be reached from it.
std::vector<bool> reaches_end(const Graph& graph, const InEdges& in_edges);

// By state: whether it lies on a cycle of states with `wanted`.
std::vector<bool> on_cycle(const Graph& graph, const std::vector<bool>& wanted);

}  // namespace heddle::explore
