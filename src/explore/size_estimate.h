// How many interleavings there are: exactly where a small graph of states tells, else by sampling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/scaled.h"
#include "explore/result.h"

namespace heddle::explore {

struct SizeEstimate {
  std::optional<Number> exact;
  bool unbounded = false;  // the graph has a cycle
  // Knuth's estimate (Math. Comp. 29(129), 1975), and its standard error; 0: there is none. Few
  // runs with many interleavings behind them carry it: as long as none of them was drawn, it is far
  // too low, and so is the error.
  Scaled mean;
  Scaled error;
  std::uint64_t probes = 0;    // random runs behind the estimate
  std::optional<Number> most;  // there are no more than these, and the estimate is not above
};

// Tries a graph of up to 50,000 states first. Takes no more time or memory than the limits of
// `options` say, and no account of the others. Leaves the execution anywhere.
SizeEstimate estimate_size(kernel::Execution& execution, kernel::Program& program,
                           const Options& options);
// By sampling alone: 1,000 random runs, each cut after `steps_max` steps.
SizeEstimate sample_size(kernel::Execution& execution, kernel::Program& program,
                         const Options& options);

// Says in the result how many different interleavings were run, by their hashes. When these were
// all that there are, nothing is missing: it is complete, though a number of runs was its limit.
void note_coverage(std::vector<std::uint64_t> hashes, const SizeEstimate& size, Result& result);
// "4 different interleavings were run, of 6 in all (66.7%)."
std::string coverage_text(std::uint64_t distinct, const SizeEstimate& size);

}  // namespace heddle::explore
