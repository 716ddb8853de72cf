// `check --update-expect`: the `expect` that would match, in the file, and nothing else changed.
#pragma once

#include <string>
#include <string_view>

#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::cli {

// `json`, the text that the scenario was read from, with the `expect` that the report matches.
// Entries of the file that stand for something in the report stay; what is new is added: deadlocks
// and assertions by their names, everything else by its kind, unless the file names that kind's
// findings one by one. A pinned number of interleavings is brought up to date. Requires: the report
// is complete.
std::string with_matching_expect(std::string_view json, const scenario::Scenario& scenario,
                                 const report::Report& report);

}  // namespace heddle::cli
