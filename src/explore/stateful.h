// The `stateful` strategy: every state once, interleavings counted as paths in the graph of states.
#pragma once

#include "explore/result.h"
#include "explore/state_space.h"

namespace heddle::explore {

// Explores a restorable program.
Result explore_stateful(kernel::Execution& execution, kernel::Program& program,
                        const Options& options);

}  // namespace heddle::explore
