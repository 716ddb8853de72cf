// The `exhaustive` strategy: every interleaving, one by one, depth first.
#pragma once

#include "explore/result.h"
#include "kernel/execution.h"

namespace heddle::explore {

// Explores any program. Where states can be put back, interleavings with a common beginning run it
// once; otherwise each runs from the start. An execution that comes back to a state it was in is
// not followed round again.
Result explore_exhaustive(kernel::Execution& execution, kernel::Program& program,
                          const Options& options);

}  // namespace heddle::explore
