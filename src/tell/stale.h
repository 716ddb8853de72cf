// Which locals of an interleaving hold what is out of date.
#pragma once

#include <vector>

#include "kernel/words.h"
#include "tell/narrator.h"

namespace heddle::tell {

// In the order in which they became so.
std::vector<StaleLocal> find_stale_locals(const Subject& subject, const Story& story,
                                          const kernel::LocalLog& log);

}  // namespace heddle::tell
