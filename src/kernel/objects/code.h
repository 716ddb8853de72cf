// Code of the program's own as an operation: what it touches, and whether it can happen, only the
// program knows.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::code {

inline bool ready(const Execution& execution, ThreadId thread, const Operation&) {
  return Effect::ready(execution, thread);
}

inline constexpr Row kRows[] = {
    {OperationKind::kSkip, {.verb = "skip", .deed = "skips"}},
    {OperationKind::kAwait,
     {.verb = "await", .deed = "passes its await", .names = Names::kCode, .enabled = ready}},
    {OperationKind::kAtomic,
     {.verb = "atomic",
      .deed = "runs its atomic block",
      .names = Names::kCode,
      .wakes = true,
      .enabled = ready}},
};

}  // namespace heddle::kernel::code
