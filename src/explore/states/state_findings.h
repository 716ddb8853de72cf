// What the graph of states shows at states that are no ends: livelocks, and what a state shows by
// itself and no end has.
#pragma once

#include "explore/result.h"
#include "explore/states/state_space.h"
#include "explore/tally.h"

namespace heddle::explore {

// Adds them to the findings. `counted`: the kind of all counts.
void add_state_findings(StateSpace& space, const TalliedClasses& classes, Count::Kind counted,
                        Result& result);

}  // namespace heddle::explore
