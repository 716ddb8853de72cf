// What the serial orders of a program's transactions complete with: executions that switch threads
// only while no transaction is open.
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "explore/result.h"
#include "explore/watch.h"
#include "kernel/execution.h"

namespace heddle::explore {

struct SerialOrders {
  // Values and flags of each way in which a serial order completes.
  std::set<std::pair<std::vector<Value>, std::vector<bool>>> completed;
  // When there is none: a thread whose open transaction cannot end.
  std::optional<kernel::ThreadId> stuck;
  Stop stop = Stop::kNone;  // not all were seen

  bool allows(const Outcome& outcome) const {
    return completed.contains({outcome.values, outcome.flags});
  }
};

SerialOrders find_serial_orders(kernel::Execution& execution, kernel::Program& program,
                                const Options& options, Watch& watch);

}  // namespace heddle::explore
