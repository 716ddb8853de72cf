// What is told of: a program under test in an execution of its own.
#pragma once

#include <cstdint>

#include "kernel/execution.h"
#include "kernel/program.h"
#include "kernel/schedulable.h"
#include "kernel/words.h"

namespace heddle::tell {

struct Subject {
  kernel::Schedulable& run;  // the execution with the program
  kernel::Execution& execution;
  kernel::Program& program;
  kernel::Words& words;
  std::uint64_t id = 0;  // of what the program means, in seeds
};

}  // namespace heddle::tell
