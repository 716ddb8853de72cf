// A counting semaphore: acquire blocks at 0.
#pragma once

#include <limits>

#include "kernel/rules.h"

namespace heddle::kernel::semaphore {

inline bool can_acquire(const Execution& execution, ThreadId, const Operation& operation) {
  return execution.word(execution.object(operation.object).word) > 0;
}

inline void acquire(Execution& execution, ThreadId, const Operation& operation) {
  const std::uint32_t word = execution.object(operation.object).word;
  execution.set_word(word, execution.word(word) - 1);
}

inline void release(Execution& execution, ThreadId, const Operation& operation) {
  const std::uint32_t word = execution.object(operation.object).word;
  if (execution.word(word) == std::numeric_limits<Value>::max()) {
    return execution.fail(Fault::kOverflow, "releases a semaphore that is at its maximum");
  }
  execution.set_word(word, execution.word(word) + 1);
}

}  // namespace heddle::kernel::semaphore
