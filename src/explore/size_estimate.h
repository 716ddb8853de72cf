// How many interleavings there are: exactly where a small graph of states tells, else by sampling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/scaled.h"
#include "explore/result.h"

namespace heddle::explore {

struct SizeEstimate {
  std::optional<Number> exact;
  bool unbounded = false;  // the graph has a cycle
  Scaled mean;             // Knuth's estimate (Math. Comp. 29(129), 1975), and its standard error
  Scaled error;
  std::uint64_t probes = 0;  // random runs behind the estimate
  // "6", "about 1.4e12 (standard error 8%)", "unbounded".
  std::string text() const;
};

// Tries a graph of up to 50,000 states first. Leaves the execution anywhere.
SizeEstimate estimate_size(kernel::Execution& execution, kernel::Program& program,
                           const Options& options);
// By sampling alone: 1,000 random runs, each cut after `steps_max` steps.
SizeEstimate sample_size(kernel::Execution& execution, kernel::Program& program,
                         const Options& options);

// "4 of the 6 interleavings were run (66%)."
std::string coverage_text(std::uint64_t distinct, const SizeEstimate& size);

}  // namespace heddle::explore
