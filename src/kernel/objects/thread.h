// Threads as objects: spawning one that is declared not to start by itself, and joining.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::thread {

inline void spawn(Execution& execution, ThreadId, const Operation& operation) {
  if (execution.started(operation.object)) {
    return execution.fail(Fault::kMisuse, "spawns a thread that was started already");
  }
  execution.start(operation.object);
}

inline bool can_join(const Execution& execution, ThreadId, const Operation& operation) {
  return execution.finished(operation.object);
}

}  // namespace heddle::kernel::thread
