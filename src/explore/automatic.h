// What `auto` does: the strategy that tells the most and comes to an end within the limits.
//
//   0. A program whose states cannot be put back: dpor, there is nothing else that ends.
//   1. stateful with counts: says everything. It runs alone for a million states.
//   2. Then it takes turns with dpor, each until twice as many states as in its turn before:
//   threads
//      that share little have few traces and many states. The first that comes to an end decides.
//      dpor gives up after ten million.
//   3. When the graph does not fit (--max-memory, --max-states): dpor goes on alone.
//   4. Then stateful without counts, reduced by persistent sets and symmetry.
//   5. When none completes, what the first found stands, unless only another found something wrong.
//
// Turns are measured in states, never in time, so that the same one decides on every machine.
#pragma once

#include "explore/dpor/dpor.h"
#include "explore/result.h"

namespace heddle::explore {

struct Turns {
  std::uint64_t alone = 1'000'000;         // states that stateful visits before dpor begins
  std::uint64_t reduced_max = 10'000'000;  // states after which dpor gives up
  DporRounds rounds;
};

Result explore_automatically(kernel::Schedulable& run, const Options& options,
                             const Turns& turns = {});

}  // namespace heddle::explore
