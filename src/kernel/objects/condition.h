// A condition variable: no spurious wake-ups. A wait is two operations: going to sleep, which
// releases the mutex, and taking the mutex again after a notify.
#pragma once

#include <algorithm>
#include <vector>

#include "kernel/objects/mutex.h"
#include "kernel/rules.h"

namespace heddle::kernel::condition {

// Those asleep on `condition`, in the order in which they went to sleep.
inline std::vector<ThreadId> sleepers(Execution& execution, ObjectId condition) {
  std::vector<ThreadId> found;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    if (execution.status(thread) == Execution::kAsleep &&
        execution.announced(thread).object == condition) {
      found.push_back(thread);
    }
  }
  std::sort(found.begin(), found.end(), [&](ThreadId a, ThreadId b) {
    return execution.sleep_rank(a) < execution.sleep_rank(b);
  });
  return found;
}

inline void wait(Execution& execution, ThreadId thread, const Operation& operation) {
  if (!mutex::held_by(execution, operation.second, thread)) {
    return execution.fail(Fault::kMisuse, "waits without holding the mutex");
  }
  mutex::set_holder(execution, operation.second, 0);
  const auto asleep = sleepers(execution, operation.object);
  execution.sleep_rank(thread) = static_cast<Value>(asleep.size()) + 1;
  execution.set_status(thread, Execution::kAsleep);
  Effect::stay_parked(execution);
}

inline void wake(Execution& execution, ThreadId thread) {
  execution.sleep_rank(thread) = 0;
  execution.set_status(thread, Execution::kNotified);
}

inline void notify(Execution& execution, ThreadId, const Operation& operation) {
  const auto asleep = sleepers(execution, operation.object);
  if (asleep.empty()) return;
  const std::uint32_t chosen = execution.choose(static_cast<std::uint32_t>(asleep.size()));
  wake(execution, asleep[chosen]);
  for (std::size_t i = chosen + 1; i < asleep.size(); ++i) --execution.sleep_rank(asleep[i]);
}

inline void notify_all(Execution& execution, ThreadId, const Operation& operation) {
  for (const ThreadId thread : sleepers(execution, operation.object)) wake(execution, thread);
}

inline bool can_relock(const Execution& execution, ThreadId thread, const Operation& operation) {
  return execution.status(thread) == Execution::kNotified &&
         mutex::holder(execution, operation.second) == 0;
}

inline void relock(Execution& execution, ThreadId thread, const Operation& operation) {
  execution.set_status(thread, Execution::kReady);
  mutex::set_holder(execution, operation.second, mutex::owner_word(thread));
}

}  // namespace heddle::kernel::condition
