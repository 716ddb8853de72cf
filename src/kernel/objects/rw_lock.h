// A reader-writer lock without preference. Taking it while inside it, or leaving it in a mode in
// which it is not held, is a misuse.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::rw_lock {

// Word 0: writer + 1; the words after it: a bit for each reader, 63 a word.
inline constexpr std::uint32_t kReadersPerWord = 63;
inline std::uint32_t words(std::uint32_t thread_count) {
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
  const std::uint32_t first = execution.object(lock).word + 1;
  const std::uint32_t count = words(execution.thread_count()) - 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (execution.word(first + i) != 0) return true;
  }
  return false;
}

inline bool can_read_lock(const Execution& execution, ThreadId thread, const Operation& operation) {
  return writer(execution, operation.object) == 0 || inside(execution, operation.object, thread);
}
inline bool can_write_lock(const Execution& execution, ThreadId thread,
                           const Operation& operation) {
  if (inside(execution, operation.object, thread)) return true;
  return writer(execution, operation.object) == 0 && !has_readers(execution, operation.object);
}

inline void flip_reader(Execution& execution, ObjectId lock, ThreadId thread) {
  const std::uint32_t word = reader_word(execution, lock, thread);
  execution.set_word(word, execution.word(word) ^ reader_bit(thread));
}

inline void read_lock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (inside(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "takes a reader-writer lock that it is inside of");
  }
  flip_reader(execution, operation.object, thread);
}

inline void read_unlock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (!reads(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "leaves a reader-writer lock that it does not read");
  }
  flip_reader(execution, operation.object, thread);
}

inline void write_lock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (inside(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "takes a reader-writer lock that it is inside of");
  }
  execution.set_word(execution.object(operation.object).word, static_cast<Value>(thread) + 1);
}

inline void write_unlock(Execution& execution, ThreadId thread, const Operation& operation) {
  if (!writes(execution, operation.object, thread)) {
    return execution.fail(Fault::kMisuse, "leaves a reader-writer lock that it does not write");
  }
  execution.set_word(execution.object(operation.object).word, 0);
}

}  // namespace heddle::kernel::rw_lock
