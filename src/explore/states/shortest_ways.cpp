#include "explore/states/shortest_ways.h"

#include <algorithm>

#include "explore/states/topology.h"

namespace heddle::explore {

// States are numbered in the order in which edges first lead to them.
ShortestWays::ShortestWays(const Graph& graph)
    : graph_(graph), met_by_(std::max<std::size_t>(graph.state_count(), 1)) {
  StateId next = 0;
  for (const StateId start : graph.starts()) next = std::max(next, start + 1);
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    if (graph.target(edge) == next) met_by_[next++] = edge + 1;
  }
}

ShortestWays::Way ShortestWays::way(StateId state) const {
  Way way;
  while (met_by_[state] != 0) {
    way.edges.push_back(met_by_[state] - 1);
    state = source(graph_, way.edges.back());
  }
  std::reverse(way.edges.begin(), way.edges.end());
  way.start = graph_.start_of(state);
  return way;
}

std::optional<Ways::Cost> ShortestWays::cost(StateId state) const {
  const std::vector<EdgeId> edges = way(state).edges;
  Cost cost{0, static_cast<std::uint32_t>(edges.size())};
  for (std::size_t i = 1; i < edges.size(); ++i) {
    const std::uint32_t last = graph_.thread(edges[i - 1]);
    if (graph_.thread(edges[i]) == last) continue;
    const StateId from = source(graph_, edges[i]);
    for (EdgeId each = graph_.edges_begin(from); each < graph_.edges_end(from); ++each) {
      if (graph_.thread(each) != last) continue;
      ++cost.preemptions;
      break;
    }
  }
  return cost;
}

}  // namespace heddle::explore
