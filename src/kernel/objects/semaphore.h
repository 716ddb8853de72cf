// A counting semaphore: acquire blocks at 0.
#pragma once

#include <limits>

#include "kernel/rules.h"

namespace heddle::kernel::semaphore {

inline Value count(const Execution& execution, ObjectId semaphore) {
  return execution.word(execution.object(semaphore).word);
}

inline bool is_positive(const Object&, Value count) { return count > 0; }

inline bool can_acquire(const Execution& execution, ThreadId, const Operation& operation) {
  return is_positive(execution.object(operation.object), count(execution, operation.object));
}

inline void acquire(Execution& execution, Event& event) {
  const std::uint32_t word = execution.object(event.operation.object).word;
  execution.set_word(word, execution.word(word) - 1);
}

inline void release(Execution& execution, Event& event) {
  const std::uint32_t word = execution.object(event.operation.object).word;
  if (execution.word(word) == std::numeric_limits<Value>::max()) {
    return execution.fail(Fault::kOverflow, "releases a semaphore that is at its maximum");
  }
  execution.set_word(word, execution.word(word) + 1);
}

inline std::string state(Execution& execution, ObjectId semaphore) {
  return std::to_string(count(execution, semaphore));
}

inline constexpr ObjectRules kObject{.availability = count, .state = state};

inline constexpr Row kRows[] = {
    {OperationKind::kAcquire,
     {.verb = "acquire",
      .deed = "acquires",
      .waiting = "for {}, which is at 0",
      .names = Names::kObject,
      .object = Use::kChanges,
      .waits = Waits::kForObject,
      .undone_by = OperationKind::kRelease,
      .enabled = can_acquire,
      .grants = is_positive,
      .apply = acquire}},
    {OperationKind::kRelease,
     {.verb = "release",
      .deed = "releases",
      .names = Names::kObject,
      .object = Use::kChanges,
      .apply = release}},
};

}  // namespace heddle::kernel::semaphore
