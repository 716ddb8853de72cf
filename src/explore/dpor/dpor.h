// Optimal dynamic partial-order reduction: exactly one execution of each Mazurkiewicz trace, none
// abandoned. (Abdulla et al., J. ACM 64(4), 2017, algorithm 2, with sleep sets and wakeup trees.)
//
// Differences from the paper: races are reversed as soon as they are seen, with what has happened
// so far; operations that wait (locks, awaits) are reversed to the last place at which they were
// enabled, also when they never happened; a choice of values is a race of the access with itself.
#pragma once

#include <memory>

#include "explore/pausable_search.h"
#include "explore/result.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

// `runs` of the result is the number of traces. Complete when no limit was hit and no execution
// came back to a state it had been in; finds every outcome and every finding then. Counts of
// interleavings are not known.
Result explore_dpor(kernel::Schedulable& run, const Options& options);

// The search goes in rounds: so many parts of it at most, each until so many new states. The result
// does not depend on how many threads explore them.
struct DporRounds {
  std::size_t parts = 8;
  std::uint64_t states = 8'192;
};
Result explore_dpor(kernel::Schedulable& run, const Options& options, const DporRounds& rounds);

// The same as a search that takes turns with others; it may pass `states` by a round. All must
// outlive it.
std::unique_ptr<PausableSearch> dpor_search(kernel::Schedulable& run, const Options& options,
                                            const DporRounds& rounds = {});

}  // namespace heddle::explore
