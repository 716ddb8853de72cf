// The `exhaustive` strategy: every interleaving, one by one, depth first; and `bounded`, which
// leaves out those with too many preemptions (Musuvathi and Qadeer, PLDI 2007).
#pragma once

#include "explore/result.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

// Explores any program. Where states can be put back, interleavings with a common beginning run it
// once; otherwise each runs from the start. An execution that comes back to a state it was in is
// not followed round again. Where states can be put back, the graph of states is explored too, for
// the orderings and livelocks that it alone can tell.
Result explore_exhaustive(kernel::Schedulable& run, const Options& options);

// Only interleavings with at most Options::preemptions_max preemptions: `runs` is how many.
// Complete when there are no others; else ends by Stop::kBound.
Result explore_bounded(kernel::Schedulable& run, const Options& options);

}  // namespace heddle::explore
