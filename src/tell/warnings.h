// What makes a pass hollow, as far as a complete search shows it.
#pragma once

#include <vector>

#include "explore/result.h"
#include "report/report.h"
#include "tell/subject.h"

namespace heddle::tell {

// Appends to the warnings that reading the scenario gave. Requires: the search was complete.
void add_warnings(const Subject& subject, const explore::Result& result,
                  std::vector<report::Warning>& warnings);

}  // namespace heddle::tell
