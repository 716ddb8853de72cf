#include "explore/conditions/completions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace heddle::explore::conditions {

Completions::Completions(const Graph& graph, const TopologicalOrder& order,
                         const std::vector<bool>& wanted)
    : graph_(graph), order_(order) {
  if (order.cyclic) {
    measure_distances(wanted);
  } else {
    count_ways(wanted);
  }
}

double Completions::relative(const Weight& weight, std::int32_t exponent) {
  constexpr std::int32_t kNegligible = 200;
  if (weight.mantissa == 0 || exponent - weight.exponent > kNegligible) return 0;
  return std::ldexp(static_cast<double>(weight.mantissa), weight.exponent - exponent);
}

// The largest of those of the states that follow.
std::int32_t Completions::exponent_of_targets(StateId state) const {
  std::int32_t exponent = std::numeric_limits<std::int32_t>::min();
  for (EdgeId edge = graph_.edges_begin(state); edge < graph_.edges_end(state); ++edge) {
    const Weight& weight = ways_[graph_.target(edge)];
    if (weight.mantissa > 0) exponent = std::max(exponent, weight.exponent);
  }
  return exponent;
}

Completions::Weight Completions::sum_of_targets(StateId state) const {
  const std::int32_t exponent = exponent_of_targets(state);
  if (exponent == std::numeric_limits<std::int32_t>::min()) return {};
  double sum = 0;
  for (EdgeId edge = graph_.edges_begin(state); edge < graph_.edges_end(state); ++edge) {
    sum += relative(ways_[graph_.target(edge)], exponent);
  }
  int shift = 0;
  const double mantissa = std::frexp(sum, &shift);
  return {static_cast<float>(mantissa), exponent + shift};
}

void Completions::count_ways(const std::vector<bool>& wanted) {
  ways_.resize(graph_.state_count());
  for (std::uint32_t i = graph_.state_count(); i-- > 0;) {
    const StateId state = order_.at(i);
    ways_[state] = wanted[state] ? Weight{0.5F, 1} : sum_of_targets(state);
  }
}

void Completions::measure_distances(const std::vector<bool>& wanted) {
  distances_.assign(graph_.state_count(), kNone);
  const InEdges in_edges(graph_);
  std::vector<StateId> sources(graph_.edge_count());
  std::vector<StateId> queue;
  for (StateId state = 0; state < graph_.state_count(); ++state) {
    std::fill(sources.begin() + graph_.edges_begin(state),
              sources.begin() + graph_.edges_end(state), state);
    if (!wanted[state]) continue;
    distances_[state] = 0;
    queue.push_back(state);
  }
  for (std::size_t i = 0; i < queue.size(); ++i) {
    for (const EdgeId edge : in_edges.of(queue[i])) {
      std::uint32_t& distance = distances_[sources[edge]];
      if (distance != kNone) continue;
      distance = distances_[queue[i]] + 1;
      queue.push_back(sources[edge]);
    }
  }
}

bool Completions::any() const {
  return std::any_of(graph_.starts().begin(), graph_.starts().end(),
                     [this](StateId start) { return any(start); });
}

// The index of one of the weights, each as likely as it is heavy; none that weighs nothing.
// Requires: some weigh something.
template <class WeightOf>
std::size_t Completions::draw_index(std::size_t count, WeightOf weight, Random& random) {
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) total += weight(i);
  constexpr double kUnit = 1.0 / (std::uint64_t{1} << 53);
  double rest = total * (static_cast<double>(random.next() >> 11) * kUnit);
  std::size_t last = count;
  for (std::size_t i = 0; i < count; ++i) {
    const double each = weight(i);
    if (each == 0) continue;
    last = i;
    if (rest < each) break;
    rest -= each;
  }
  CHECK(last < count);
  return last;
}

std::size_t Completions::draw_start(Random& random) const {
  CHECK(any());
  const auto& starts = graph_.starts();
  std::int32_t exponent = std::numeric_limits<std::int32_t>::min();
  if (!order_.cyclic) {
    for (const StateId start : starts) {
      if (any(start)) exponent = std::max(exponent, ways_[start].exponent);
    }
  }
  return draw_index(
      starts.size(),
      [&](std::size_t i) {
        if (order_.cyclic) return any(starts[i]) ? 1.0 : 0.0;
        return relative(ways_[starts[i]], exponent);
      },
      random);
}

EdgeId Completions::draw_edge(StateId state, Random& random) const {
  const EdgeId begin = graph_.edges_begin(state);
  const std::int32_t exponent = exponent_of_targets(state);
  const std::size_t chosen = draw_index(
      graph_.edges_end(state) - begin,
      [&](std::size_t i) {
        return relative(ways_[graph_.target(begin + static_cast<EdgeId>(i))], exponent);
      },
      random);
  return begin + static_cast<EdgeId>(chosen);
}

EdgeId Completions::walk_edge(StateId state, bool straight, Random& random) const {
  const EdgeId begin = graph_.edges_begin(state);
  const std::size_t chosen = draw_index(
      graph_.edges_end(state) - begin,
      [&](std::size_t i) {
        const std::uint32_t distance = distances_[graph_.target(begin + static_cast<EdgeId>(i))];
        const bool possible = straight ? distance < distances_[state] : distance != kNone;
        return possible ? 1.0 : 0.0;
      },
      random);
  return begin + static_cast<EdgeId>(chosen);
}

void Completions::draw(StateId state, Random& random, std::vector<EdgeId>& edges) const {
  CHECK(any(state));
  constexpr std::size_t kWalkMax = 200;
  constexpr std::uint64_t kStraight = 4;  // every so-manieth step
  for (std::size_t steps = 0; graph_.edges_begin(state) < graph_.edges_end(state); ++steps) {
    EdgeId edge = 0;
    if (!order_.cyclic) {
      edge = draw_edge(state, random);
    } else {
      const bool straight = steps >= kWalkMax || random.below(kStraight) == 0;
      edge = walk_edge(state, straight, random);
    }
    edges.push_back(edge);
    state = graph_.target(edge);
  }
}

}  // namespace heddle::explore::conditions
