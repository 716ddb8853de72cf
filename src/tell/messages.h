// What a finding means, in one sentence and in the program's own words.
#pragma once

#include <string>
#include <vector>

#include "explore/result.h"
#include "report/report.h"
#include "tell/narrator.h"

namespace heddle::tell {

// A narrator has just told the finding's witness as `story`, so the execution is where that ends.
std::string message(const Subject& subject, const explore::Result& result,
                    const explore::Finding& finding, const Story& story);

// When the finding happened in its story; nullptr: it cannot be seen there.
const Happened* moment_of(const Subject& subject, const explore::Finding& finding,
                          const Story& story);

// What the threads do next where the story ends: those of a deadlock, or those that what a detector
// found there is about. The execution is there.
std::vector<report::Next> next_of(const Subject& subject, const explore::Finding& finding);

}  // namespace heddle::tell
