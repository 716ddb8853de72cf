// What `auto` does: the strategy that tells the most and comes to an end within the limits.
//
//   0. A program whose states cannot be put back: dpor, there is nothing else that ends.
//   1. stateful with counts: says everything. Stands when it completes, and when time or an
//      interrupt ended it: there is no more of either for anything else.
//   2. When its graph does not fit (--max-memory, --max-states): dpor, for up to kReducedStates
//      states on its runs: threads that share little have few traces and many states.
//   3. Then stateful without counts, reduced by persistent sets and symmetry.
//   4. When none completes, what the first found stands.
#pragma once

#include "explore/result.h"

namespace heddle::explore {

inline constexpr std::uint64_t kReducedStates = 10'000'000;

Result explore_automatically(kernel::Execution& execution, kernel::Program& program,
                             const Options& options);

}  // namespace heddle::explore
