// A mutex: not recursive. Locking or trying one that the thread holds, or unlocking one that it
// does not, is a misuse; a misuse is enabled and happens.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::mutex {

inline Value owner_word(ThreadId thread) { return static_cast<Value>(thread) + 1; }
inline Value holder(const Execution& execution, ObjectId mutex) {
  return execution.word(execution.object(mutex).word);
}
inline bool held_by(const Execution& execution, ObjectId mutex, ThreadId thread) {
  return holder(execution, mutex) == owner_word(thread);
}
inline void set_holder(Execution& execution, ObjectId mutex, Value word) {
  execution.set_word(execution.object(mutex).word, word);
}

inline bool can_lock(const Execution& execution, ThreadId thread, const Operation& operation) {
  const Value word = holder(execution, operation.object);
  return word == 0 || word == owner_word(thread);
}

inline void lock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (held_by(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "locks a mutex that it holds");
  }
  set_holder(execution, operation.object, owner_word(thread));
}

inline void unlock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (!held_by(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "unlocks a mutex that it does not hold");
  }
  set_holder(execution, operation.object, 0);
}

inline void try_lock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (held_by(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "tries a mutex that it holds");
  }
  const bool free = holder(execution, operation.object) == 0;
  if (free) set_holder(execution, operation.object, owner_word(thread));
  Effect::set_result(execution, free ? 1 : 0);
}

}  // namespace heddle::kernel::mutex
