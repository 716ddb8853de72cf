// What went wrong in an interleaving, in its own values and steps.
#pragma once

#include <string>
#include <vector>

#include "report/report.h"
#include "tell/messages.h"
#include "tell/narrator.h"

namespace heddle::tell {

// One sentence; "" when the message says all. Steps are counted from 1.
std::string explanation(const Subject& subject, const explore::Finding& finding, const Story& story,
                        const std::vector<report::Next>& next);

}  // namespace heddle::tell
