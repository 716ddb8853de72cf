// Optimal partial-order reduction against brute force: as many runs as there are Mazurkiewicz
// traces among all interleavings, and the outcomes and findings of a search that is not reduced.
#pragma once

#include "oracle/agreement/compare.h"

namespace heddle::oracle {

Differences compare_dpor(const scenario::Scenario& scenario);

}  // namespace heddle::oracle
