// What a step says in its cell of the table.
#pragma once

#include <string>
#include <vector>

#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// "read balance = 1000", "update c: 0 -> 1", "flag overdraft": a line for each thing that happens.
std::vector<Line> cell_of(const Step& step);

// What is different after the step than after the one before it: "balance = 2000", "m held by a".
std::vector<Line> state_of(const Step& step, const Step& before);

}  // namespace heddle::report
