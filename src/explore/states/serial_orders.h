// What the serial orders of a program's transactions end with: executions that switch threads only
// while no transaction is open.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "explore/result.h"
#include "explore/watch.h"
#include "kernel/execution.h"

namespace heddle::explore {

// A way in which a serial order comes to an end: completed, by a failure, or in a deadlock while no
// transaction is open.
struct SerialEnd {
  // The units of the first such order in the order of decisions; nullopt: it goes round a cycle for
  // ever.
  std::optional<std::vector<SerialUnit>> order;
};

struct SerialOrders {
  std::unordered_map<std::string, SerialEnd> ends;  // by key_of its outcome
  std::set<kernel::Defect> defects;                 // of some of those ends
  bool completes = false;                           // some serial order does
  // When none completes: a thread whose open transaction cannot end.
  std::optional<kernel::ThreadId> stuck;
  Stop stop = Stop::kNone;  // not all were seen

  // nullptr when no serial order ends so.
  const SerialEnd* find(const Outcome& outcome) const;
  bool allows(const Outcome& outcome) const { return find(outcome) != nullptr; }
};

SerialOrders find_serial_orders(kernel::Execution& execution, kernel::StateProgram& program,
                                const Options& options, Watch& watch);

// As many states may a search for serial orders visit that only grades what is known already: where
// the graph of all interleavings has so many; and where so many were visited along runs, which
// tells less of how many serial orders have (of dpor's, far fewer than there are), so less is
// ventured.
constexpr std::uint64_t serial_states_max(std::uint64_t states) { return 2 * states + 10'000; }
constexpr std::uint64_t serial_states_max_of_runs(std::uint64_t visited) {
  return visited / 8 + 10'000;
}

}  // namespace heddle::explore
