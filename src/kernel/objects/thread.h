// Threads as objects: spawning one that is declared not to start by itself, and joining.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::thread {

inline void spawn(Execution& execution, Event& event) {
  if (execution.started(event.operation.object)) {
    return execution.fail(Fault::kMisuse, "spawns a thread that was started already");
  }
  execution.start(event.operation.object);
}

inline bool can_join(const Execution& execution, ThreadId, const Operation& operation) {
  return execution.finished(operation.object);
}

inline bool joins(const Execution&, ThreadId, const Operation& operation, ThreadId other) {
  return operation.object == other;
}

inline constexpr Row kRows[] = {
    {OperationKind::kSpawn,
     {.verb = "spawn",
      .deed = "spawns",
      .names = Names::kThread,
      .object = Use::kChanges,
      .wakes = true,
      .causes = true,
      .apply = spawn}},
    {OperationKind::kJoin,
     {.verb = "join",
      .deed = "joins",
      .waiting = "for the end of {}",
      .names = Names::kThread,
      .object = Use::kReads,
      .waits = Waits::kForThread,
      .enabled = can_join,
      .held_up_by = joins}},
};

}  // namespace heddle::kernel::thread
