// Every interleaving equally likely: each decision weighted by how many interleavings are behind
// it.
#pragma once

#include "explore/result.h"

namespace heddle::explore {

// Requires: restorable. Runs nothing where the graph does not fit or has a cycle; Result::stop says
// so, and a note.
Result explore_uniform(kernel::Execution& execution, kernel::Program& program,
                       const Options& options);

}  // namespace heddle::explore
