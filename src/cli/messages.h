// What a finding means, in one sentence and in the scenario's own words.
#pragma once

#include <string>

#include "cli/narrator.h"
#include "cli/session.h"
#include "explore/result.h"

namespace heddle::cli {

// Requires: `narrator` has just told the finding's witness as `story`.
std::string message(Session& session, const explore::Result& result,
                    const explore::Finding& finding, const Narrator& narrator, const Story& story);

}  // namespace heddle::cli
