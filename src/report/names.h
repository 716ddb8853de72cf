// What findings are called on the screen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/causes.h"
#include "report/report.h"

namespace heddle::report {

// As lists name it: "data-race balance", "final \"both transactions count\"", "deadlock",
// "use-after-free at line 12".
std::string label(const Finding& finding);

// As a heading names it: "lost update of balance", "data race on hits"; else as lists do.
std::string phrase(const Finding& finding);

// The place in the file where it happens: the line of the step at its moment; 0 where there is
// none.
std::uint32_t line_of(const Finding& finding);

// What the causes are, counted: "1 race, 2 deadlocks, 1 failure without a race". "" of none.
std::string counted_causes(const Report& report, const std::vector<Cause>& causes);

}  // namespace heddle::report
