// A bounded first-in first-out channel of integers: send blocks when full, receive when empty.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::channel {

// Word 0: how many messages; then the messages, the oldest first, zeros behind the newest.
inline bool can_send(const Execution& execution, ThreadId, const Operation& operation) {
  const Object& object = execution.object(operation.object);
  return execution.word(object.word) < object.parameter;
}

inline bool can_receive(const Execution& execution, ThreadId, const Operation& operation) {
  return execution.word(execution.object(operation.object).word) > 0;
}

inline void send(Execution& execution, ThreadId, const Operation& operation) {
  const std::uint32_t word = execution.object(operation.object).word;
  const Value count = execution.word(word);
  execution.set_word(word + 1 + static_cast<std::uint32_t>(count), operation.argument);
  execution.set_word(word, count + 1);
}

inline void receive(Execution& execution, ThreadId, const Operation& operation) {
  const std::uint32_t word = execution.object(operation.object).word;
  const auto count = static_cast<std::uint32_t>(execution.word(word));
  Effect::set_result(execution, execution.word(word + 1));
  for (std::uint32_t i = 1; i < count; ++i)
    execution.set_word(word + i, execution.word(word + i + 1));
  execution.set_word(word + count, 0);
  execution.set_word(word, count - 1);
}

}  // namespace heddle::kernel::channel
