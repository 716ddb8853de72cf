// Ways from the start of a graph to its states.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explore/states/graph.h"

namespace heddle::explore {

class Ways {
 public:
  virtual ~Ways() = default;

  struct Cost {
    std::uint32_t preemptions = 0;
    std::uint32_t steps = 0;
    auto operator<=>(const Cost&) const = default;  // NOLINT(modernize-use-nullptr)
  };
  // Of the best way to a state that is known; nullopt when none is.
  virtual std::optional<Cost> cost(StateId state) const = 0;

  struct Way {
    std::size_t start = 0;      // index in Graph::starts
    std::vector<EdgeId> edges;  // in order
  };
  // That way. Requires: cost(state).
  virtual Way way(StateId state) const = 0;
};

}  // namespace heddle::explore
