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

inline std::uint32_t words(const Object&, std::uint32_t) { return 0; }

inline void wait(Execution& execution, Event& event) {
  const Operation& operation = event.operation;
  if (!mutex::held_by(execution, operation.second, event.thread)) {
    return execution.fail(Fault::kMisuse, "waits without holding the mutex");
  }
  mutex::set_holder(execution, operation.second, 0);
  const auto asleep = sleepers(execution, operation.object);
  execution.sleep_rank(event.thread) = static_cast<Value>(asleep.size()) + 1;
  Effect::stay_parked(execution, event.thread, Execution::kAsleep);
}

inline void wake(Execution& execution, ThreadId thread) {
  execution.sleep_rank(thread) = 0;
  execution.set_status(thread, Execution::kNotified);
}

inline void notify(Execution& execution, Event& event) {
  const auto asleep = sleepers(execution, event.operation.object);
  if (asleep.empty()) return;
  const std::uint32_t chosen = execution.choose(static_cast<std::uint32_t>(asleep.size()));
  wake(execution, asleep[chosen]);
  for (std::size_t i = chosen + 1; i < asleep.size(); ++i) --execution.sleep_rank(asleep[i]);
}

inline void notify_all(Execution& execution, Event& event) {
  for (const ThreadId thread : sleepers(execution, event.operation.object)) wake(execution, thread);
}

inline bool can_relock(const Execution& execution, ThreadId thread, const Operation& operation) {
  return execution.status(thread) == Execution::kNotified &&
         mutex::holder(execution, operation.second) == 0;
}

inline bool relock_held_up_by(const Execution& execution, ThreadId thread,
                              const Operation& operation, ThreadId other) {
  return execution.status(thread) == Execution::kNotified &&
         mutex::held_by(execution, operation.second, other);
}

inline void relock(Execution& execution, Event& event) {
  execution.set_status(event.thread, Execution::kReady);
  mutex::set_holder(execution, event.operation.second, mutex::owner_word(event.thread));
}

inline std::string state(Execution& execution, ObjectId condition) {
  std::string text;
  for (const ThreadId sleeper : sleepers(execution, condition))
    text += (text.empty() ? "" : ", ") + execution.thread(sleeper).name + " sleeps";
  return text;
}

inline constexpr ObjectRules kObject{.words = words, .state = state};

inline constexpr Row kRows[] = {
    {OperationKind::kWait,
     {.verb = "wait",
      .deed = "waits on",
      .names = Names::kObject,
      .object = Use::kChanges,
      .second = Use::kChanges,
      .stays = Execution::kAsleep,
      .apply = wait}},
    {OperationKind::kRelock,
     {.verb = "relock",
      .deed = "locks again",
      .waiting = "to take back {}",
      .names = Names::kObject,
      .object = Use::kSleepsOn,
      .second = Use::kChanges,
      .waits = Waits::kForSecond,
      .locks = true,
      .undone_by = OperationKind::kUnlock,
      .enabled = can_relock,
      .grants = mutex::is_free,
      .held_up_by = relock_held_up_by,
      .apply = relock}},
    {OperationKind::kNotify,
     {.verb = "notify",
      .deed = "notifies",
      .names = Names::kObject,
      .object = Use::kChanges,
      .wakes = true,
      .chooses = true,
      .apply = notify}},
    {OperationKind::kNotifyAll,
     {.verb = "notify_all",
      .deed = "notifies all of",
      .names = Names::kObject,
      .object = Use::kChanges,
      .wakes = true,
      .apply = notify_all}},
};

}  // namespace heddle::kernel::condition
