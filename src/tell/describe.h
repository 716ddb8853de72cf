// What an engine found, as a report.
#pragma once

#include <functional>
#include <string>

#include "explore/result.h"
#include "report/report.h"
#include "tell/limits.h"
#include "tell/narrator.h"
#include "tell/subject.h"

namespace heddle::tell {

// Fills in what was found. `more` is asked before each outcome: where it says no, the rest of them
// is left out. `report` says already what the scenario is, and holds the warnings that
// reading it gave.
void describe(const Subject& subject, const explore::Result& result, const Asked& asked,
              report::Report& report, const std::function<bool()>& more = {});

// A finding as its story shows it: its names, its message, and where it happens. No numbers.
report::Finding describe_finding(const Subject& subject, const explore::Result& result,
                                 const explore::Finding& found, const Story& story);

// Without a number and a seed.
report::Outcome describe_outcome(const Subject& subject, const explore::Outcome& outcome);

// How an execution ended, as reports call it: "completed", "deadlock", "use-after-free".
std::string end_text(kernel::End end, kernel::Fault fault);

}  // namespace heddle::tell
