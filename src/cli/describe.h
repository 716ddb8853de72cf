// What an engine found, as a report.
#pragma once

#include <functional>
#include <string>

#include "cli/engine.h"
#include "cli/session.h"
#include "explore/result.h"
#include "report/report.h"

namespace heddle::cli {

// Name, constants and threads; nothing that was found.
report::Report describe_scenario(const Session& session);

// `more` is asked before each outcome: false leaves the rest of them out.
report::Report describe(Session& session, const explore::Result& result,
                        const ExploreOptions& options, const std::function<bool()>& more = {});

// Without a number and a seed.
report::Outcome describe_outcome(const Session& session, const explore::Outcome& outcome);

// How an execution ended, as reports call it: "completed", "deadlock", "use-after-free".
std::string end_text(kernel::End end, kernel::Fault fault);

}  // namespace heddle::cli
