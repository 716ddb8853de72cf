// The strategies by name. A new one is a file and a line here.
#pragma once

#include <span>
#include <string_view>
#include <variant>

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
  };

  std::string_view name;
  std::string_view summary;
  unsigned takes = kNothing;
  // What explores: any program, run by run, or one whose states can be put back.
  using OfRuns = Result (*)(kernel::Execution&, kernel::Program&, const Options&);
  using OfStates = Result (*)(kernel::Execution&, kernel::StateProgram&, const Options&);
  std::variant<OfRuns, OfStates> engine = OfRuns(nullptr);

  Result explore(kernel::Execution& execution, kernel::StateProgram& program,
                 const Options& options) const {
    return std::visit([&](auto run) { return run(execution, program, options); }, engine);
  }
};

std::span<const Strategy> strategies();
// nullptr: there is none of this name.
const Strategy* find_strategy(std::string_view name);

}  // namespace heddle::explore
