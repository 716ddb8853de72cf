// What a file expects against what was reported.
#pragma once

#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::inquiry {

// Compares the report with `expect` of the scenario (race-free where it has none). The pinned
// number of interleavings is compared only when `compare_number`.
report::Expectation compare(const scenario::Scenario& scenario, const report::Report& report,
                            bool compare_number);

// An entry of `expect` as it is written: "lost-update", "lost-update balance".
std::string entry(const scenario::Expected& expected);

}  // namespace heddle::inquiry
