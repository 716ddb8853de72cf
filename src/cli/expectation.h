// What a file expects against what was reported.
#pragma once

#include "cli/exit_code.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::cli {

// Compares the report with `expect` of the scenario (race-free where it has none). The pinned
// number of interleavings is compared only when `compare_number`.
report::Expectation compare(const scenario::Scenario& scenario, const report::Report& report,
                            bool compare_number);

// The exit code of a file of `check` with this expectation.
ExitCode exit_code(const report::Expectation& expectation, const report::Report& report);

// An entry of `expect` as it is written: "lost-update", "lost-update balance".
std::string entry(const scenario::Expected& expected);

}  // namespace heddle::cli
