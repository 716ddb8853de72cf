// Ways through a graph of canonical states as decisions that can be taken from the real start.
#pragma once

#include <vector>

#include "explore/states/state_search.h"

namespace heddle::explore {

// Decisions that lead along the edges of the graph that `search` has built, from its `start`-th
// start: through a state that each of its states stands for. Which thread an edge means there is
// not kept; it is the first one, with its first choices, that leads on along the way.
Path concrete_path(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges);

}  // namespace heddle::explore
