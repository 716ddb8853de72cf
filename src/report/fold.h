// Which steps of a long interleaving a reader needs.
#pragma once

#include <vector>

#include "report/report.h"

namespace heddle::report {

// The steps of the finding's witness that are shown: all of a short one; of a long one those that
// its condition names, the moment, what locals are out of date since, the beginning and the end.
std::vector<bool> steps_to_keep(const Finding& finding);

}  // namespace heddle::report
