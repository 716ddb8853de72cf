// Data races by what is next: two threads, both enabled, whose next accesses touch the same plain
// cell, at least one of them writing it, and not both being atomic blocks or awaits.
#pragma once

#include <cstdint>
#include <vector>

#include "kernel/execution.h"

namespace heddle::detect {

struct PendingOperation {
  kernel::ThreadId thread = 0;
  kernel::Operation operation;
};

// Appends the memory names (kernel::Program::memory_name) on which the enabled operations of a
// state race, each once, in increasing order. Requires: the execution is in that state, and
// a StateProgram when an await or atomic block is among the operations.
void find_data_races(kernel::Execution& execution, const kernel::Program& program,
                     const std::vector<PendingOperation>& enabled,
                     std::vector<std::uint32_t>& names);

}  // namespace heddle::detect
