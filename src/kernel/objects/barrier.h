// A reusable barrier. Arriving can always happen; the thread goes on when the last party arrives,
// without a further operation.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::barrier {

// One that has arrived is still what its thread announces.
inline bool can_arrive(const Execution& execution, ThreadId thread, const Operation&) {
  return execution.status(thread) != Execution::kAtBarrier;
}

inline void arrive(Execution& execution, Event& event) {
  const ObjectId barrier = event.operation.object;
  const Object& object = execution.object(barrier);
  const Value arrived = execution.word(object.word) + 1;
  if (arrived < object.parameter) {
    execution.set_word(object.word, arrived);
    Effect::stay_parked(execution, event.thread, Execution::kAtBarrier);
    return;
  }
  execution.set_word(object.word, 0);
  execution.release_barrier(barrier, event.thread);
}

inline std::string arrivals(const Execution& execution, ObjectId barrier) {
  const Object& object = execution.object(barrier);
  return std::to_string(execution.word(object.word)) + " of " + std::to_string(object.parameter);
}
inline std::string state(Execution& execution, ObjectId barrier) {
  const bool waits = execution.word(execution.object(barrier).word) != 0;
  return waits ? arrivals(execution, barrier) + " arrived" : "";
}
inline std::string hindrance(const Execution& execution, ObjectId barrier) {
  return ": " + arrivals(execution, barrier) + " have arrived";
}

inline constexpr ObjectRules kObject{.state = state, .hindrance = hindrance};

inline constexpr Row kRows[] = {
    {OperationKind::kArrive,
     {.verb = "arrive",
      .deed = "arrives at",
      .waiting = "at {} for the others",
      .names = Names::kObject,
      .object = Use::kChanges,
      .wakes = true,
      .stays = Execution::kAtBarrier,
      .enabled = can_arrive,
      .apply = arrive}},
};

}  // namespace heddle::kernel::barrier
