// The `stateful` strategy: every state once, interleavings counted as paths in the graph of states.
#pragma once

#include "explore/result.h"
#include "explore/state_search.h"

namespace heddle::explore {

// Explores a restorable program.
Result explore_stateful(kernel::Execution& execution, kernel::Program& program,
                        const Options& options);

// The decisions along edges of the graph that `search` has built, choices included.
Path decisions(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges);

}  // namespace heddle::explore
