// The `stateful` strategy: every state once, interleavings counted as paths in the graph of states.
#pragma once

#include <memory>

#include "explore/pausable_search.h"
#include "explore/result.h"
#include "explore/states/state_space.h"

namespace heddle::explore {

Result explore_stateful(kernel::Execution& execution, kernel::StateProgram& program,
                        const Options& options);

// The same as a search that takes turns with others. All must outlive it.
std::unique_ptr<PausableSearch> stateful_search(kernel::Execution& execution,
                                                kernel::StateProgram& program,
                                                const Options& options);

}  // namespace heddle::explore
