// Memory: cells of one word. An access happens at once, and all threads see it from then on.
#pragma once

#include "base/arithmetic.h"
#include "kernel/rules.h"

namespace heddle::kernel::memory {

inline std::uint32_t words(const Object& object, std::uint32_t) { return object.size; }

inline Fault fault_of(ArithmeticError error) {
  return error == ArithmeticError::kOverflow ? Fault::kOverflow : Fault::kDivisionByZero;
}

inline void read(Execution& execution, Event& event) {
  event.before = event.after = execution.word(event.operation.cell);
  Effect::set_result(execution, event.before);
}

inline void store(Execution& execution, Event& event, Value value) {
  execution.set_word(event.operation.cell, value);
  event.after = value;
  event.wrote = true;
}

inline void write(Execution& execution, Event& event) {
  event.before = execution.word(event.operation.cell);
  Effect::set_result(execution, event.operation.argument);
  store(execution, event, event.operation.argument);
}

inline void update(Execution& execution, Event& event) {
  read(execution, event);
  const Operation& operation = event.operation;
  Value stored = operation.argument;
  if (operation.update == UpdateKind::kCompareAndSwap) {
    const bool equal = same_value(operation, event.before, operation.argument);
    Effect::set_result(execution, equal ? 1 : 0);
    if (!equal) return;
    stored = operation.argument2;
  } else if (operation.update != UpdateKind::kExchange) {
    const auto op = static_cast<Arithmetic>(operation.update);
    const ArithmeticError error = calculate(op, event.before, operation.argument, stored);
    if (error != ArithmeticError::kNone) return execution.fail(fault_of(error));
  }
  store(execution, event, stored);
}

inline constexpr ObjectRules kObject{.words = words};

inline constexpr Row kRows[] = {
    {OperationKind::kRead,
     {.verb = "read",
      .deed = "reads",
      .names = Names::kMemory,
      .object = Use::kReads,
      .shows = Shows::kContent,
      .apply = read}},
    {OperationKind::kWrite,
     {.verb = "write",
      .deed = "writes",
      .names = Names::kMemory,
      .object = Use::kChanges,
      .shows = Shows::kContent,
      .apply = write}},
    {OperationKind::kUpdate,
     {.verb = "update",
      .deed = "updates",
      .names = Names::kMemory,
      .object = Use::kChangesIfDone,
      .shows = Shows::kChange,
      .apply = update}},
};

}  // namespace heddle::kernel::memory
