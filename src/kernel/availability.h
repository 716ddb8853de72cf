// How free a synchronisation object is (ObjectRules::availability), and what waits for that.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel {

// 0 of an object on which nothing blocks.
inline Value availability(const Execution& execution, ObjectId id) {
  const auto rule = rules(execution.object(id).kind).availability;
  return rule == nullptr ? 0 : rule(execution, id);
}

// The object on which an operation of this kind may have to wait; kNoId: on none. (A join waits for
// a thread, an await for memory, a sleeper for a notify; one with a fault waits for nothing.)
inline ObjectId blocking_object(const Operation& operation) {
  if (operation.fault != Fault::kNone) return kNoId;
  switch (rules(operation.kind).waits) {
    case Waits::kForObject:
      return operation.object;
    case Waits::kForSecond:
      return operation.second;
    default:
      return kNoId;
  }
}

// Whether the object on which `operation` blocks lets it happen when it is so free.
inline bool grants(const Execution& execution, const Operation& operation, Value availability) {
  const ObjectId waited = blocking_object(operation);
  return waited == kNoId || rules(operation.kind).grants(execution.object(waited), availability);
}

}  // namespace heddle::kernel
