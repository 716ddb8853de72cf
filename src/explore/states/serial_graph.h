// The graph of serial orders: states with the transaction that is open in them, in the order of
// decisions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explore/result.h"

namespace heddle::explore {

struct SerialGraph {
  static constexpr std::uint32_t kNone = 0xffffffff;

  struct Edge {
    std::uint32_t target = 0;
    std::uint32_t unit = kNone;  // index in `units`, that this step begins; kNone: it goes on
  };

  std::vector<std::uint32_t> starts;     // states
  std::vector<std::uint32_t> edges_end;  // by state: index in `edges` behind its last
  std::vector<Edge> edges;               // of each state in the order of decisions
  std::vector<std::uint32_t> end_of;     // by state: which end it is; kNone: it goes on
  std::vector<SerialUnit> units;         // each once
  std::uint32_t ends = 0;                // how many there are

  std::uint32_t edges_begin(std::uint32_t state) const {
    return state == 0 ? 0 : edges_end[state - 1];
  }
};

using SerialOrder = std::vector<SerialUnit>;

// By end: the units of the first order that leads to it, in the order of decisions; nullopt where
// that order goes round a cycle for ever. Each state has been expanded.
std::vector<std::optional<SerialOrder>> first_orders(const SerialGraph& graph);

}  // namespace heddle::explore
