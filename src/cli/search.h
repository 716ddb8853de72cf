// One exploration, as the options of a command ask for it.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::cli {

// Explores the scenario of `file`, showing progress; the report holds what replays need.
report::Report search(const scenario::Scenario& scenario, const std::string& file,
                      const Options& options, bool orderings, const std::string& progress_name);

// The words of the command that goes on from the checkpoint which the options name.
std::vector<std::string> resuming_command(const std::string& file, const Options& options);

}  // namespace heddle::cli
