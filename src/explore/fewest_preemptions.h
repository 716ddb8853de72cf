// The ways to states with the fewest preemptions (Musuvathi and Qadeer, PLDI 2007: a switch away
// from a thread that is still enabled), and among those the shortest.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explore/graph.h"
#include "explore/topology.h"
#include "explore/ways.h"

namespace heddle::explore {

class FewestPreemptions final : public Ways {
 public:
  // Both must outlive this.
  FewestPreemptions(const Graph& graph, const InEdges& in_edges);

  std::optional<Cost> cost(StateId state) const override;
  Way way(StateId state) const override;

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
