// A scenario file -> a Scenario, or its mistakes on standard error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/stop_sign.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::cli {

// Reads the file, with the constants of the options. When it cannot be used, says so on standard
// error, and adds the mistakes to `mistakes` where that is given. Throws Stopped when the time of
// the options is over, counted from now, or a signal came.
std::optional<scenario::Scenario> load(const std::string& file, const Options& options,
                                       std::vector<report::Mistake>* mistakes = nullptr);

// The two halves of that: what the file holds, and the scenario that the text of `file` is.
std::optional<std::string> load_text(const std::string& file, const StopSign& stop,
                                     std::vector<report::Mistake>* mistakes = nullptr);
std::optional<scenario::Scenario> load_scenario(const std::string& text, const std::string& file,
                                                const Options& options, const StopSign& stop,
                                                std::vector<report::Mistake>* mistakes = nullptr);

}  // namespace heddle::cli
