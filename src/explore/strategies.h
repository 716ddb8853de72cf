// The strategies by name. A new one is a file and a line here.
#pragma once

#include <span>
#include <string_view>

#include "explore/result.h"

namespace heddle::explore {

struct Strategy {
  // Options that have a meaning for some strategies only, as bits.
  enum Takes : unsigned {
    kNothing = 0,
    kRuns = 1,          // limits.runs_max
    kSeed = 2,          // seed
    kDepth = 4,         // depth
    kPreemptions = 8,   // preemptions_max
    kCounts = 16,       // counts, which may be left out
    kCheckpoints = 32,  // its state can be saved: --checkpoint, --resume
    kJobs = 64,         // jobs, for more than one thread
  };

  std::string_view name;
  std::string_view summary;
  unsigned takes = kNothing;
  Result (*explore)(kernel::Execution&, kernel::Program&, const Options&) = nullptr;
};

std::span<const Strategy> strategies();
// nullptr: there is none of this name.
const Strategy* find_strategy(std::string_view name);

}  // namespace heddle::explore
