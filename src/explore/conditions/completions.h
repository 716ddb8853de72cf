// From each state of a graph the ways on to ends of one kind: whether there are any, and one drawn
// at random. Where the graph has no cycle each way is equally likely; else ways are random walks
// that turn to the nearest such end now and then.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "explore/states/graph.h"
#include "explore/states/topology.h"

namespace heddle::explore::conditions {

class Completions {
 public:
  // `wanted`: by state, whether it is such an end. The graph and its order must outlive this.
  Completions(const Graph& graph, const TopologicalOrder& order, const std::vector<bool>& wanted);

  bool any(StateId state) const {
    return order_.cyclic ? distances_[state] != kNone : ways_[state].mantissa > 0;
  }
  bool any() const;
  // One of Graph::starts, by index. Requires: any().
  std::size_t draw_start(Random& random) const;
  // Appends a way on from `state`. Requires: any(state).
  void draw(StateId state, Random& random, std::vector<EdgeId>& edges) const;

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;

  // How many, of any size, with the precision of a float: mantissa * 2^exponent.
  struct Weight {
    float mantissa = 0;
    std::int32_t exponent = 0;
  };

  void count_ways(const std::vector<bool>& wanted);
  void measure_distances(const std::vector<bool>& wanted);
  std::int32_t exponent_of_targets(StateId state) const;
  EdgeId draw_edge(StateId state, Random& random) const;
  EdgeId walk_edge(StateId state, bool straight, Random& random) const;

  const Graph& graph_;
  const TopologicalOrder& order_;
  template <class WeightOf>
  static std::size_t draw_index(std::size_t count, WeightOf weight, Random& random);
  static double relative(const Weight& weight, std::int32_t exponent);
  Weight sum_of_targets(StateId state) const;

  std::vector<Weight> ways_;              // acyclic
  std::vector<std::uint32_t> distances_;  // cyclic: to the nearest end; kNone: there is none
};

}  // namespace heddle::explore::conditions
