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

// 1 free, 0 held.
inline Value availability(const Execution& execution, ObjectId mutex) {
  return holder(execution, mutex) == 0 ? 1 : 0;
}
inline Value tie(const Execution& execution, ObjectId mutex, ThreadId thread) {
  return held_by(execution, mutex, thread) ? 1 : 0;
}
inline void rename(Execution& execution, ObjectId mutex, const std::vector<ThreadId>& new_name) {
  const Value word = holder(execution, mutex);
  if (word != 0) {
    set_holder(execution, mutex, owner_word(new_name[static_cast<std::size_t>(word) - 1]));
  }
}
inline Value owner_max(const Object&, std::uint32_t thread_count) { return thread_count; }

inline bool is_free(const Object&, Value availability) { return availability > 0; }

inline bool can_lock(const Execution& execution, ThreadId thread, const Operation& operation) {
  const Value word = holder(execution, operation.object);
  return word == 0 || word == owner_word(thread);
}

inline bool held_up_by(const Execution& execution, ThreadId, const Operation& operation,
                       ThreadId other) {
  return held_by(execution, operation.object, other);
}

inline void lock(Execution& execution, Event& event) {
  const ObjectId mutex = event.operation.object;
  if (held_by(execution, mutex, event.thread)) {
    return execution.fail(Fault::kMisuse, "locks a mutex that it holds");
  }
  set_holder(execution, mutex, owner_word(event.thread));
}

inline void unlock(Execution& execution, Event& event) {
  const ObjectId mutex = event.operation.object;
  if (!held_by(execution, mutex, event.thread)) {
    return execution.fail(Fault::kMisuse, "unlocks a mutex that it does not hold");
  }
  set_holder(execution, mutex, 0);
}

inline void try_lock(Execution& execution, Event& event) {
  const ObjectId mutex = event.operation.object;
  if (held_by(execution, mutex, event.thread)) {
    return execution.fail(Fault::kMisuse, "tries a mutex that it holds");
  }
  event.wrote = holder(execution, mutex) == 0;
  if (event.wrote) set_holder(execution, mutex, owner_word(event.thread));
  Effect::set_result(execution, event.wrote ? 1 : 0);
}

inline constexpr Tie kTies[] = {{}, {"held by"}};

inline constexpr ObjectRules kObject{.availability = availability,
                                     .tie = tie,
                                     .ties = kTies,
                                     .rename = rename,
                                     .first_word_max = owner_max};

inline constexpr Row kRows[] = {
    {OperationKind::kLock,
     {.verb = "lock",
      .deed = "locks",
      .waiting = "for {}",
      .names = Names::kObject,
      .object = Use::kChanges,
      .waits = Waits::kForObject,
      .locks = true,
      .undone_by = OperationKind::kUnlock,
      .enabled = can_lock,
      .grants = is_free,
      .held_up_by = held_up_by,
      .apply = lock}},
    {OperationKind::kUnlock,
     {.verb = "unlock",
      .deed = "unlocks",
      .names = Names::kObject,
      .object = Use::kChanges,
      .apply = unlock}},
    {OperationKind::kTryLock,
     {.verb = "trylock",
      .deed = "tries to lock",
      .names = Names::kObject,
      .object = Use::kChangesIfDone,
      .shows = Shows::kResult,
      .locks = true,
      .undone_by = OperationKind::kUnlock,
      .apply = try_lock}},
};

}  // namespace heddle::kernel::mutex
