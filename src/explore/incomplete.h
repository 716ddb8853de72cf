// What is left of a result when a search was stopped before all that it found was told.
#pragma once

#include "explore/result.h"

namespace heddle::explore {

// Nothing is known to be all: no counts, no orderings, no fewest preemptions.
void make_incomplete(Result& result, Stop reason);

}  // namespace heddle::explore
