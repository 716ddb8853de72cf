// Who waits for what where nothing is enabled: the names of deadlocks.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "oracle/world.h"
#include "scenario/scenario.h"

namespace heddle::oracle {

// One name for each cycle of waits; without a cycle one for all threads that are blocked and not
// in the background; none when there is no such thread. Requires: nothing is enabled.
std::set<std::string> deadlock_names(const scenario::Scenario& scenario,
                                     const std::vector<ThreadId>& threads, const World& world);

}  // namespace heddle::oracle
