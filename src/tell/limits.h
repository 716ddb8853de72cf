// Why a search did not see everything, and what would help, in words.
#pragma once

#include <string>

#include "explore/result.h"

namespace heddle::tell {

// What was asked of the engines.
struct Asked {
  std::string strategy;             // "auto", or one of explore::strategies()
  const explore::Options& options;  // must outlive this
  std::string checkpoint;           // where the state of the search was saved; "": nowhere
  bool outcome_seeds = true;        // false: outcomes need none
};

// "time", "states", ...; "" of a search that was not stopped.
const char* name(explore::Stop stop);
// The limit that was hit: "--max-states 1000"; "" when none was.
std::string limit_text(explore::Stop stop, const Asked& asked);
// What would help: "a larger --max-time, or ..."; `strategy` is the one that ran.
std::string help_text(explore::Stop stop, const Asked& asked, const std::string& strategy);
// Why interleavings were not counted although the strategy can; "".
std::string reason_not_to_count(const Asked& asked, const explore::Result& result);

}  // namespace heddle::tell
