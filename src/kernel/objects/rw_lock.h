// A reader-writer lock without preference. Taking it while inside it, or leaving it in a mode in
// which it is not held, is a misuse.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::rw_lock {

// Word 0: writer + 1; the words after it: a bit for each reader, 63 a word.
inline constexpr std::uint32_t kReadersPerWord = 63;
inline std::uint32_t words(const Object&, std::uint32_t thread_count) {
  return 1 + (thread_count + kReadersPerWord - 1) / kReadersPerWord;
}

inline std::uint32_t reader_word(const Execution& execution, ObjectId lock, ThreadId thread) {
  return execution.object(lock).word + 1 + thread / kReadersPerWord;
}
inline Value reader_bit(ThreadId thread) { return Value{1} << (thread % kReadersPerWord); }

inline bool reads(const Execution& execution, ObjectId lock, ThreadId thread) {
  return (execution.word(reader_word(execution, lock, thread)) & reader_bit(thread)) != 0;
}
inline Value writer(const Execution& execution, ObjectId lock) {
  return execution.word(execution.object(lock).word);
}
inline bool writes(const Execution& execution, ObjectId lock, ThreadId thread) {
  return writer(execution, lock) == static_cast<Value>(thread) + 1;
}
inline bool inside(const Execution& execution, ObjectId lock, ThreadId thread) {
  return reads(execution, lock, thread) || writes(execution, lock, thread);
}
inline bool has_readers(const Execution& execution, ObjectId lock) {
  const Object& object = execution.object(lock);
  const std::uint32_t first = object.word + 1;
  const std::uint32_t count = words(object, execution.thread_count()) - 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (execution.word(first + i) != 0) return true;
  }
  return false;
}

// 2 free, 1 readers inside, 0 a writer.
inline Value availability(const Execution& execution, ObjectId lock) {
  if (writer(execution, lock) != 0) return 0;
  return has_readers(execution, lock) ? 1 : 2;
}
inline Value tie(const Execution& execution, ObjectId lock, ThreadId thread) {
  if (writes(execution, lock, thread)) return 2;
  return reads(execution, lock, thread) ? 1 : 0;
}
inline Value owner_max(const Object&, std::uint32_t thread_count) { return thread_count; }

inline void flip_reader(Execution& execution, ObjectId lock, ThreadId thread) {
  const std::uint32_t word = reader_word(execution, lock, thread);
  execution.set_word(word, execution.word(word) ^ reader_bit(thread));
}

inline void rename(Execution& execution, ObjectId lock, const std::vector<ThreadId>& new_name) {
  const std::uint32_t word = execution.object(lock).word;
  const Value owner = execution.word(word);
  if (owner != 0) {
    execution.set_word(word, Value{new_name[static_cast<std::size_t>(owner) - 1]} + 1);
  }
  if (!has_readers(execution, lock)) return;
  std::vector<ThreadId> readers;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    if (!reads(execution, lock, thread)) continue;
    readers.push_back(thread);
    flip_reader(execution, lock, thread);
  }
  for (const ThreadId reader : readers) flip_reader(execution, lock, new_name[reader]);
}

inline bool has_no_writer(const Object&, Value availability) { return availability > 0; }
inline bool is_empty(const Object&, Value availability) { return availability == 2; }

inline bool can_read_lock(const Execution& execution, ThreadId thread, const Operation& operation) {
  return writer(execution, operation.object) == 0 || inside(execution, operation.object, thread);
}
inline bool can_write_lock(const Execution& execution, ThreadId thread,
                           const Operation& operation) {
  if (inside(execution, operation.object, thread)) return true;
  return availability(execution, operation.object) == 2;
}

inline bool read_held_up_by(const Execution& execution, ThreadId, const Operation& operation,
                            ThreadId other) {
  return writes(execution, operation.object, other);
}
inline bool write_held_up_by(const Execution& execution, ThreadId, const Operation& operation,
                             ThreadId other) {
  return inside(execution, operation.object, other);
}

inline void read_lock(Execution& execution, Event& event) {
  const ObjectId lock = event.operation.object;
  if (inside(execution, lock, event.thread)) {
    return execution.fail(Fault::kMisuse, "takes a reader-writer lock that it is inside of");
  }
  flip_reader(execution, lock, event.thread);
}

inline void read_unlock(Execution& execution, Event& event) {
  const ObjectId lock = event.operation.object;
  if (!reads(execution, lock, event.thread)) {
    return execution.fail(Fault::kMisuse, "leaves a reader-writer lock that it does not read");
  }
  flip_reader(execution, lock, event.thread);
}

inline void write_lock(Execution& execution, Event& event) {
  const ObjectId lock = event.operation.object;
  if (inside(execution, lock, event.thread)) {
    return execution.fail(Fault::kMisuse, "takes a reader-writer lock that it is inside of");
  }
  execution.set_word(execution.object(lock).word, static_cast<Value>(event.thread) + 1);
}

inline void write_unlock(Execution& execution, Event& event) {
  const ObjectId lock = event.operation.object;
  if (!writes(execution, lock, event.thread)) {
    return execution.fail(Fault::kMisuse, "leaves a reader-writer lock that it does not write");
  }
  execution.set_word(execution.object(lock).word, 0);
}

inline constexpr Tie kTies[] = {{}, {"read by", "reading"}, {"written by", "writing"}};

inline constexpr ObjectRules kObject{.words = words,
                                     .availability = availability,
                                     .tie = tie,
                                     .ties = kTies,
                                     .rename = rename,
                                     .first_word_max = owner_max};

inline constexpr Row kRows[] = {
    {OperationKind::kReadLock,
     {.verb = "rdlock",
      .deed = "read-locks",
      .waiting = "to read {}",
      .names = Names::kObject,
      .object = Use::kShares,
      .waits = Waits::kForObject,
      .locks = true,
      .undone_by = OperationKind::kReadUnlock,
      .enabled = can_read_lock,
      .grants = has_no_writer,
      .held_up_by = read_held_up_by,
      .apply = read_lock}},
    {OperationKind::kReadUnlock,
     {.verb = "rdunlock",
      .deed = "read-unlocks",
      .names = Names::kObject,
      .object = Use::kShares,
      .apply = read_unlock}},
    {OperationKind::kWriteLock,
     {.verb = "wrlock",
      .deed = "write-locks",
      .waiting = "to write {}",
      .names = Names::kObject,
      .object = Use::kChanges,
      .waits = Waits::kForObject,
      .locks = true,
      .undone_by = OperationKind::kWriteUnlock,
      .enabled = can_write_lock,
      .grants = is_empty,
      .held_up_by = write_held_up_by,
      .apply = write_lock}},
    {OperationKind::kWriteUnlock,
     {.verb = "wrunlock",
      .deed = "write-unlocks",
      .names = Names::kObject,
      .object = Use::kChanges,
      .apply = write_unlock}},
};

}  // namespace heddle::kernel::rw_lock
