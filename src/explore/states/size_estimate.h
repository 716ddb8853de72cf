// How many interleavings there are: exactly where a small graph of states tells, else by sampling.
#pragma once

#include <cstdint>
#include <vector>

#include "explore/note.h"
#include "explore/result.h"

namespace heddle::explore {

// Tries a graph of up to 50,000 states first. Takes no more time or memory than the limits of
// `options` say, and no account of the others. Leaves the run anywhere.
SizeEstimate estimate_size(kernel::Schedulable& run, const Options& options);
// By sampling alone: 1,000 random runs, each cut after `steps_max` steps.
SizeEstimate sample_size(kernel::Schedulable& run, const Options& options);

// Says in the result how many different interleavings were run, by their hashes. When these were
// all that there are, nothing is missing: it is complete, though a number of runs was its limit.
void note_coverage(std::vector<std::uint64_t> hashes, const SizeEstimate& size, Result& result);

}  // namespace heddle::explore
