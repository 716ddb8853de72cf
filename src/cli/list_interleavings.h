// `explore --list`: every interleaving in a line of its own.
#pragma once

#include <string>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "scenario/scenario.h"

namespace heddle::cli {

// Prints the interleavings of the scenario in their order, with number, seed, end and findings,
// when there are at most 1,000. Throws UsageError when there are more, or no number of them.
ExitCode list_interleavings(const scenario::Scenario& scenario, const std::string& file,
                            const Options& options);

}  // namespace heddle::cli
