// A reusable barrier. Arriving can always happen; the thread goes on when the last party arrives,
// without a further operation.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::barrier {

inline void arrive(Execution& execution, ThreadId thread, const Operation& operation) {
  const Object& object = execution.object(operation.object);
  const Value arrived = execution.word(object.word) + 1;
  if (arrived < object.parameter) {
    execution.set_word(object.word, arrived);
    execution.set_status(thread, Execution::kAtBarrier);
    Effect::stay_parked(execution);
    return;
  }
  execution.set_word(object.word, 0);
  execution.release_barrier(operation.object, thread);
}

}  // namespace heddle::kernel::barrier
