// A bounded first-in first-out channel of integers: send blocks when full, receive when empty.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::channel {

// Word 0: how many messages; then the messages, the oldest first, zeros behind the newest.
inline std::uint32_t words(const Object& object, std::uint32_t) {
  return static_cast<std::uint32_t>(object.parameter) + 1;
}
inline Value count_max(const Object& object, std::uint32_t) { return object.parameter; }
inline Value count(const Execution& execution, ObjectId channel) {
  return execution.word(execution.object(channel).word);
}

inline bool has_room(const Object& object, Value count) { return count < object.parameter; }
inline bool has_message(const Object&, Value count) { return count > 0; }

inline bool can_send(const Execution& execution, ThreadId, const Operation& operation) {
  return has_room(execution.object(operation.object), count(execution, operation.object));
}

inline bool can_receive(const Execution& execution, ThreadId, const Operation& operation) {
  return has_message(execution.object(operation.object), count(execution, operation.object));
}

inline void send(Execution& execution, Event& event) {
  const std::uint32_t word = execution.object(event.operation.object).word;
  const Value count = execution.word(word);
  execution.set_word(word + 1 + static_cast<std::uint32_t>(count), event.operation.argument);
  execution.set_word(word, count + 1);
}

inline void receive(Execution& execution, Event& event) {
  const std::uint32_t word = execution.object(event.operation.object).word;
  const auto count = static_cast<std::uint32_t>(execution.word(word));
  Effect::set_result(execution, execution.word(word + 1));
  for (std::uint32_t i = 1; i < count; ++i)
    execution.set_word(word + i, execution.word(word + i + 1));
  execution.set_word(word + count, 0);
  execution.set_word(word, count - 1);
}

// "[1, 2]", the oldest first.
inline std::string state(Execution& execution, ObjectId channel) {
  const std::uint32_t word = execution.object(channel).word;
  std::string text;
  for (std::uint32_t i = 1; i <= static_cast<std::uint32_t>(execution.word(word)); ++i)
    text += (i == 1 ? "[" : ", ") + std::to_string(execution.word(word + i));
  return text.empty() ? "" : text + "]";
}

inline constexpr ObjectRules kObject{
    .words = words, .availability = count, .first_word_max = count_max, .state = state};

inline constexpr Row kRows[] = {
    {OperationKind::kSend,
     {.verb = "send",
      .deed = "sends to",
      .waiting = "to send to {}, which is full",
      .names = Names::kObject,
      .object = Use::kChanges,
      .waits = Waits::kForObject,
      .shows = Shows::kArgument,
      .enabled = can_send,
      .grants = has_room,
      .apply = send}},
    {OperationKind::kReceive,
     {.verb = "receive",
      .deed = "receives from",
      .waiting = "to receive from {}, which is empty",
      .names = Names::kObject,
      .object = Use::kChanges,
      .waits = Waits::kForObject,
      .shows = Shows::kResult,
      .enabled = can_receive,
      .grants = has_message,
      .apply = receive}},
};

}  // namespace heddle::kernel::channel
