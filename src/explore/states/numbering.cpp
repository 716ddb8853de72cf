#include "explore/states/numbering.h"

#include "explore/states/counting.h"
#include "explore/states/stateful.h"

namespace heddle::explore {

namespace {

constexpr const char* kDoesNotFit =
    "the graph of states does not fit into the limits, so interleavings have no numbers; raise "
    "--max-states, --max-memory or --max-time, or use a seed";

}  // namespace

heddle::Result<NumberedPath, std::string> nth_interleaving(kernel::Execution& execution,
                                                           kernel::StateProgram& program,
                                                           const Number& number,
                                                           const Options& options) {
  StateSearch search(execution, program, options);
  if (search.run() != Stop::kNone) {
    return std::string(kDoesNotFit);
  }
  const Graph& graph = search.graph();
  const TopologicalOrder order = topological_order(graph);
  if (order.cyclic) {
    return std::string(
        "the number of interleavings is unbounded, so they have no numbers; use a "
        "seed");
  }
  std::vector<Number> futures;
  try {
    futures = count_futures(graph, order, &search.watch());
  } catch (const SearchStopped&) {
    return std::string(kDoesNotFit);
  }
  Number total = 0;
  for (const StateId start : graph.starts()) total += futures[start];
  if (number < 1 || number > total) {
    return "there is no interleaving #" + number.str() + ": they are numbered from 1 to " +
           total.str();
  }
  Number left = number - 1;
  std::size_t start = 0;
  while (left >= futures[graph.starts()[start]]) left -= futures[graph.starts()[start++]];
  std::vector<EdgeId> edges;
  for (StateId state = graph.starts()[start];;) {
    EdgeId edge = graph.edges_begin(state);
    if (edge == graph.edges_end(state)) break;
    while (left >= futures[graph.target(edge)]) left -= futures[graph.target(edge++)];
    edges.push_back(edge);
    state = graph.target(edge);
  }
  return NumberedPath{decisions(search, start, edges), total};
}

}  // namespace heddle::explore
