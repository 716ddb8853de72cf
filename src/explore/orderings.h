// Which orderings cause a finding: sets of pairs "this access before that one" such that every
// interleaving that respects them has it. Each set is checked against all interleavings, by
// counting in the graph of states with the pairs as a constraint, and no pair of it can be dropped.
#pragma once

#include <vector>

#include "explore/result.h"
#include "explore/state_search.h"
#include "explore/tally.h"

namespace heddle::explore {

// Fills `orderings`, or `no_orderings`, of each finding. Requires: witnesses are filled in.
void find_orderings(StateSearch& search, const TalliedClasses& classes, Result& result);

}  // namespace heddle::explore
