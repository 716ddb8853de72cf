// The ways to states with the fewest preemptions (Musuvathi and Qadeer, PLDI 2007: a switch away
// from a thread that is still enabled), and among those the shortest.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explore/graph.h"
#include "explore/topology.h"

namespace heddle::explore {

class FewestPreemptions {
 public:
  // Both must outlive this.
  FewestPreemptions(const Graph& graph, const InEdges& in_edges);

  struct Cost {
    std::uint32_t preemptions = 0;
    std::uint32_t steps = 0;
    auto operator<=>(const Cost&) const = default;  // NOLINT(modernize-use-nullptr)
  };
  // Of the best way to a state; nullopt when no way is known.
  std::optional<Cost> cost(StateId state) const;

  struct Way {
    std::size_t start = 0;      // index in Graph::starts
    std::vector<EdgeId> edges;  // in order
  };
  // The best way to a state. Requires: cost(state).
  Way way(StateId state) const;

 private:
  // Preemptions in the upper, steps in the lower bits: ordered as wanted.
  using Packed = std::uint64_t;
  static constexpr unsigned kStepBits = 32;
  static constexpr Packed kUnknown = ~Packed{0};
  static constexpr Packed kElsewhere = kUnknown - 1;  // in best_of_: the thread does not go on
  static constexpr std::size_t kThreadsMax = std::size_t{1} << 16;
  static constexpr Packed kPreemption = Packed{1} << kStepBits;

  bool relax(StateId state);
  bool goes_on(StateId state, std::uint32_t thread) const;
  bool is_start(StateId state) const;
  EdgeId best_in_edge(StateId state) const;

  const Graph& graph_;
  const InEdges& in_edges_;
  std::vector<Packed> costs_;  // by edge: of the best way that ends with it
  std::vector<bool> start_;
  std::vector<Packed> best_of_;  // scratch of relax, by thread
};

}  // namespace heddle::explore
