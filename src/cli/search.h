// One exploration, as the options of `explore` and `check` ask for it.
#pragma once

#include <string>

#include "cli/options.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::cli {

// Explores the scenario of `file`, showing progress; the report holds what replays need.
report::Report search(const scenario::Scenario& scenario, const std::string& file,
                      const Options& options, bool orderings, const std::string& progress_name);

}  // namespace heddle::cli
