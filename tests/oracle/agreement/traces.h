// Optimal partial-order reduction against brute force: as many runs as there are Mazurkiewicz
// traces among all interleavings, and the outcomes and findings of a search that is not reduced.
#pragma once

#include <cstdint>
#include <optional>

#include "kernel/execution.h"
#include "oracle/agreement/compare.h"

namespace heddle::oracle {

// Runs every interleaving and counts the traces: interleavings with the same accesses, each after
// the same ones it depends on. nullopt: more than `interleavings_max` of them, or one with more
// than 1,000 steps. Requires: a StateProgram.
std::optional<std::uint64_t> count_traces(kernel::Execution& execution, kernel::Program& program,
                                          std::uint64_t interleavings_max);

Differences compare_dpor(const scenario::Scenario& scenario);

}  // namespace heddle::oracle
