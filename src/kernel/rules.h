// When an operation can happen and what it does to the state: a row for each kind, in the file of
// the object it works on. Memory is in execution.cpp; what the program performs itself has no rule.
#pragma once

#include "kernel/execution.h"

namespace heddle::kernel {

struct Rules {
  // Whether `thread` can perform it now; nullptr: always.
  bool (*enabled)(const Execution&, ThreadId, const Operation&) = nullptr;
  // Performs it; nullptr: nothing to do.
  void (*apply)(Execution&, ThreadId, const Operation&) = nullptr;
};

const Rules& rules(OperationKind kind);

}  // namespace heddle::kernel
