#include "explore/states/counting.h"

#include <type_traits>

#include "base/check.h"
#include "base/zeroed_array.h"

namespace heddle::explore {

namespace {

void look(Watch* watch, std::uint32_t state) {
  if (watch != nullptr && state % 256 == 0) watch->go_on();
}

// Forward: each state has as many ways to it as its predecessors together. False on overflow.
// `pasts`: zero for each state.
template <class Integers>
bool count_pasts(const Graph& graph, const TopologicalOrder& order, Integers& pasts, Watch* watch) {
  using Integer = std::decay_t<decltype(pasts[0])>;
  for (const StateId start : graph.starts()) {
    if (!add(pasts[start], Integer(1))) return false;
  }
  for (std::uint32_t i = 0; i < graph.state_count(); ++i) {
    look(watch, i);
    const StateId state = order.at(i);
    const EdgeId end = graph.edges_end(state);
    for (EdgeId edge = graph.edges_begin(state); edge < end; ++edge) {
      if (!add(pasts[graph.target(edge)], pasts[state])) return false;
    }
  }
  return true;
}

template <class Integers>
std::vector<Number> sum_by_class(const Graph& graph, const Integers& pasts,
                                 std::size_t class_count) {
  std::vector<Number> sums(class_count, 0);
  for (const auto& terminal : graph.terminals()) {
    sums[terminal.end_class] += to_number(pasts[terminal.state]);
  }
  return sums;
}

}  // namespace

std::vector<Number> count_ends(const Graph& graph, const TopologicalOrder& order,
                               std::size_t class_count, Watch* watch) {
  CHECK(!order.cyclic);
  {
    ZeroedArray<Wide> pasts(graph.state_count());
    if (count_pasts(graph, order, pasts, watch)) return sum_by_class(graph, pasts, class_count);
  }
  std::vector<Number> pasts(graph.state_count(), 0);
  count_pasts(graph, order, pasts, watch);
  return sum_by_class(graph, pasts, class_count);
}

std::vector<Number> count_futures(const Graph& graph, const TopologicalOrder& order, Watch* watch) {
  CHECK(!order.cyclic);
  std::vector<Number> futures(graph.state_count(), 0);
  for (const auto& terminal : graph.terminals()) futures[terminal.state] = 1;
  for (std::uint32_t i = graph.state_count(); i-- > 0;) {
    look(watch, i);
    const StateId state = order.at(i);
    for (EdgeId edge = graph.edges_begin(state); edge < graph.edges_end(state); ++edge) {
      futures[state] += futures[graph.target(edge)];
    }
  }
  return futures;
}

}  // namespace heddle::explore
