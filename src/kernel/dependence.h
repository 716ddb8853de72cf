// When two operations of different threads are dependent: their order can be told apart, or one
// decides whether the other can happen. They are when both touch one thing and at least one changes
// it, unless both only share it; what they touch stands in their rows (kernel/rules).
//
// Everything that exchanges operations, or asks whether their order matters, begins here, and says
// at its own top what it adds or leaves out:
//   - kernel/footprint: what a row cannot say (the cells of blocks and deletes,
//     who is woken, which conditions see a write), and sharers, too, in their order;
//   - vm/foresight (persistent sets): the same relation for code that has not run yet;
//   - may_be_dependent (pos): two operations as far as they have announced themselves;
//   - explore/conditions/question: what accesses have in common, whoever changes it.
// What races is another question: accesses that nothing orders (detect/data_race).
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel {

// What operations touch.
struct Thing {
  enum Kind : std::uint8_t { kCell, kObject, kThread, kHeap };
  Kind kind = kCell;
  std::uint32_t id = kNoId;  // a word of the state, an object, a thread; of the heap: none
  bool operator==(const Thing&) const = default;
};

// Hands what the row of an operation without a fault says that it touches to `sink(thing, use)`.
template <class Sink>
void for_each_use(const Operation& operation, Sink sink) {
  const Rules& row = rules(operation.kind);
  switch (row.names) {
    case Names::kNothing:
    case Names::kCode:
      break;
    case Names::kMemory:
      sink(Thing{Thing::kCell, operation.cell}, row.object);
      break;
    case Names::kObject:
      sink(Thing{Thing::kObject, operation.object}, row.object);
      if (row.second != Use::kNone) sink(Thing{Thing::kObject, operation.second}, row.second);
      break;
    case Names::kThread:
      sink(Thing{Thing::kThread, operation.object}, row.object);
      break;
    case Names::kRecord:
      sink(Thing{Thing::kHeap}, row.object);
      break;
  }
}

// Whether the order of two uses of one thing matters.
inline bool conflict(Use a, Use b) {
  const auto touches = [](Use use) { return use != Use::kNone && use != Use::kSleepsOn; };
  return touches(a) && touches(b) && (a != b || (a != Use::kReads && a != Use::kShares));
}

// Whether an operation that happens may leave its object as it was: its row says so, and of updates
// only a compare-and-swap does.
inline bool may_fail(const Operation& operation) {
  if (rules(operation.kind).object != Use::kChangesIfDone) return false;
  return operation.kind != OperationKind::kUpdate ||
         operation.update == UpdateKind::kCompareAndSwap;
}

// Whether two operations may be dependent, as far as they have announced themselves: one that
// fails, runs code or frees memory is dependent on everything. Conditions over several cells, and
// threads that are woken, are left out.
bool may_be_dependent(const Operation& a, const Operation& b);

}  // namespace heddle::kernel
