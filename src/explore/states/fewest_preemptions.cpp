#include "explore/states/fewest_preemptions.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "base/check.h"
#include "base/zeroed_array.h"

namespace heddle::explore {

namespace {

constexpr std::uint32_t kStatesBetweenLooks = 4'096;

// Packed: a number for a cost, preemptions in the upper and steps in the lower half of its bits, so
// ordered as wanted.
template <class Packed>
class FewestPreemptions final : public Ways {
 public:
  FewestPreemptions(const Graph& graph, const TopologicalOrder& order, const InEdges& in_edges,
                    Watch* watch);

  // Whether some way is too long for the number.
  bool overflowed() const { return overflowed_; }
  std::optional<Cost> cost(StateId state) const override;
  Way way(StateId state) const override;

 private:
  static constexpr unsigned kStepBits = std::numeric_limits<Packed>::digits / 2;
  static constexpr Packed kUnknown = std::numeric_limits<Packed>::max();
  static constexpr Packed kElsewhere = kUnknown - 1;  // in best_of_: the thread does not go on
  static constexpr std::size_t kThreadsMax = std::size_t{1} << 16;
  static constexpr Packed kPreemption = Packed{1} << kStepBits;
  static constexpr Packed kStepsMax = kPreemption - 8;  // there are no more preemptions than steps

  static Packed sum(Packed a, Packed b) { return static_cast<Packed>(a + b); }

  bool relax(StateId state);
  bool goes_on(StateId state, std::uint32_t thread) const;
  bool is_start(StateId state) const { return graph_.is_start(state); }
  EdgeId best_in_edge(StateId state) const;

  const Graph& graph_;
  const InEdges& in_edges_;
  ZeroedArray<Packed> costs_;    // by edge: of the best way that ends with it
  std::vector<Packed> best_of_;  // scratch of relax, by thread
  bool overflowed_ = false;
};

// Costs spread along the edges until they are stable: in one pass where there is a topological
// order.
template <class Packed>
FewestPreemptions<Packed>::FewestPreemptions(const Graph& graph, const TopologicalOrder& order,
                                             const InEdges& in_edges, Watch* watch)
    : graph_(graph),
      in_edges_(in_edges),
      costs_(graph.edge_count()),
      best_of_(kThreadsMax, kElsewhere) {
  std::fill(costs_.begin(), costs_.end(), kUnknown);
  bool changed = true;
  while (changed && !overflowed_) {
    changed = false;
    for (std::uint32_t i = 0; i < graph.state_count() && !overflowed_; ++i) {
      if (watch != nullptr && i % kStatesBetweenLooks == 0) watch->go_on();
      changed |= relax(order.cyclic ? i : order.at(i));
    }
    if (!order.cyclic) break;
  }
}

template <class Packed>
bool FewestPreemptions<Packed>::goes_on(StateId state, std::uint32_t thread) const {
  const EdgeId end = graph_.edges_end(state);
  for (EdgeId edge = graph_.edges_begin(state); edge < end; ++edge) {
    if (graph_.thread(edge) == thread) return true;
  }
  return false;
}

// Sets the costs of the edges that leave a state from those that lead to it.
template <class Packed>
bool FewestPreemptions<Packed>::relax(StateId state) {
  const EdgeId begin = graph_.edges_begin(state);
  const EdgeId end = graph_.edges_end(state);
  if (begin == end) return false;
  // The best way here by each thread that goes on, and by anyone, whichever thread goes on.
  Packed from_anyone = is_start(state) ? 0 : kUnknown;
  for (EdgeId edge = begin; edge < end; ++edge) best_of_[graph_.thread(edge)] = kUnknown;
  for (const EdgeId in : in_edges_.of(state)) {
    if (costs_[in] == kUnknown) continue;
    const std::uint32_t last = graph_.thread(in);
    if (best_of_[last] == kElsewhere) {
      from_anyone = std::min(from_anyone, costs_[in]);
    } else {
      best_of_[last] = std::min(best_of_[last], costs_[in]);
      from_anyone = std::min(from_anyone, sum(costs_[in], kPreemption));
    }
  }
  bool changed = false;
  for (EdgeId edge = begin; edge < end; ++edge) {
    const Packed best = std::min(from_anyone, best_of_[graph_.thread(edge)]);
    if (best == kUnknown) continue;
    if (sum(best, 1) < costs_[edge]) {
      costs_[edge] = sum(best, 1);
      overflowed_ |= (best & (kPreemption - 1)) >= kStepsMax;
      changed = true;
    }
  }
  for (EdgeId edge = begin; edge < end; ++edge) best_of_[graph_.thread(edge)] = kElsewhere;
  return changed;
}

template <class Packed>
EdgeId FewestPreemptions<Packed>::best_in_edge(StateId state) const {
  const auto in = in_edges_.of(state);
  return *std::min_element(in.begin(), in.end(),
                           [&](EdgeId a, EdgeId b) { return costs_[a] < costs_[b]; });
}

template <class Packed>
std::optional<Ways::Cost> FewestPreemptions<Packed>::cost(StateId state) const {
  if (is_start(state)) return Cost{};
  if (in_edges_.of(state).empty()) return std::nullopt;
  const Packed best = costs_[best_in_edge(state)];
  if (best == kUnknown) return std::nullopt;
  return Cost{static_cast<std::uint32_t>(best >> kStepBits),
              static_cast<std::uint32_t>(best & (kPreemption - 1))};
}

template <class Packed>
Ways::Way FewestPreemptions<Packed>::way(StateId state) const {
  CHECK(cost(state));
  Way way;
  if (!is_start(state)) {
    for (EdgeId edge = best_in_edge(state);;) {
      way.edges.push_back(edge);
      state = source(graph_, edge);
      const auto before = static_cast<Packed>(costs_[edge] - 1);
      if (is_start(state) && before == 0) break;
      const std::uint32_t thread = graph_.thread(edge);
      const auto in = in_edges_.of(state);
      const auto found = std::find_if(in.begin(), in.end(), [&](EdgeId each) {
        if (costs_[each] == kUnknown) return false;
        const std::uint32_t last = graph_.thread(each);
        const bool preempts = last != thread && goes_on(state, last);
        return sum(costs_[each], preempts ? kPreemption : 0) == before;
      });
      CHECK(found != in.end());
      edge = *found;
    }
    std::reverse(way.edges.begin(), way.edges.end());
  }
  way.start = graph_.start_of(state);
  return way;
}

}  // namespace

// The smallest numbers that are enough.
std::unique_ptr<Ways> fewest_preemptions(const Graph& graph, const TopologicalOrder& order,
                                         const InEdges& in_edges, Watch* watch) {
  {
    auto ways = std::make_unique<FewestPreemptions<std::uint16_t>>(graph, order, in_edges, watch);
    if (!ways->overflowed()) return ways;
  }
  {
    auto ways = std::make_unique<FewestPreemptions<std::uint32_t>>(graph, order, in_edges, watch);
    if (!ways->overflowed()) return ways;
  }
  return std::make_unique<FewestPreemptions<std::uint64_t>>(graph, order, in_edges, watch);
}

}  // namespace heddle::explore
