// What a thread announces before it does it, and what has happened once it did.
#pragma once

#include <cstdint>

namespace heddle::kernel {

using Value = std::int64_t;
using ThreadId = std::uint32_t;
using ObjectId = std::uint32_t;
inline constexpr std::uint32_t kNoId = 0xffffffff;

enum class OperationKind : std::uint8_t {
  kNone,  // nothing: the thread has finished or has not started
  kRead,
  kWrite,
  kUpdate,
  kLock,
  kUnlock,
  kTryLock,
  kRelock,
  kReadLock,
  kReadUnlock,
  kWriteLock,
  kWriteUnlock,
  kWait,
  kNotify,
  kNotifyAll,
  kAcquire,
  kRelease,
  kArrive,
  kSend,
  kReceive,
  kSpawn,
  kJoin,
  kSkip,
  // the program's own: it says when they are ready and performs them after the thread goes on
  kAwait,
  kAtomic,
  kNew,
  kDelete,
  kCount,
};

// An indivisible change of one cell.
enum class UpdateKind : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kBitAnd,
  kBitOr,
  kBitXor,  // as base/arithmetic.h
  kExchange,
  kCompareAndSwap,
};

// What ends an execution as a failure of the program under test.
enum class Fault : std::uint8_t {
  kNone,
  kAssertion,
  kUseAfterFree,
  kDoubleFree,
  kNullDereference,
  kOutOfBounds,
  kOverflow,
  kDivisionByZero,
  kMisuse,
};

// The name of a fault as a kind of finding: "use-after-free".
const char* name(Fault fault);

struct Operation {
  OperationKind kind = OperationKind::kNone;
  Fault fault = Fault::kNone;  // performing it ends the execution so, and touches nothing
  UpdateKind update = UpdateKind::kAdd;
  bool plain = false;    // memory: an access that does not synchronise
  bool pointer = false;  // memory: values are compared by address (see address_of)
  bool tracked = false;  // memory: inside a transaction, a read after which an update of it may be
                         // lost, or a write that may lose one
  ObjectId object = kNoId;  // synchronisation object, memory object, or thread for spawn and join;
                            // field of a record, new, delete: the record type
  ObjectId second = kNoId;  // wait: the mutex
  std::uint32_t cell = kNoId;   // memory: index of the word in the state
  std::uint32_t field = kNoId;  // memory of a record: which field
  Value place = 0;      // the index (of a cell, of an object of a family), or the record's pointer
  Value argument = 0;   // written, sent, added, expected
  Value argument2 = 0;  // compare-and-swap: desired
};

// Pointers in the state are an address times two, plus one once the record was freed.
inline Value address_of(Value pointer) { return pointer >> 1; }

inline bool same_value(const Operation& operation, Value a, Value b) {
  return operation.pointer ? address_of(a) == address_of(b) : a == b;
}

inline bool is_memory(OperationKind kind) {
  return kind >= OperationKind::kRead && kind <= OperationKind::kUpdate;
}

// An operation that holds accesses of its own.
inline bool is_block(OperationKind kind) {
  return kind == OperationKind::kAwait || kind == OperationKind::kAtomic;
}

struct Event {
  ThreadId thread = 0;
  Operation operation{};
  Value result = 0;     // what the thread saw: value read, 1 for a try-lock that took the lock
  Value before = 0;     // memory: the value before
  Value after = 0;      // memory: the value after
  bool wrote = false;   // what may fail has not: a compare-and-swap or try-lock; any stored access
  bool nested = false;  // part of an atomic block or an await
};

// How an execution ended.
enum class End : std::uint8_t {
  kRunning,
  kCompleted,  // nothing is enabled, and all that must finish has
  kBlocked,    // nothing is enabled, and a thread has not finished
  kFailed,     // a fault ended it
  kCut,        // a limit ended it
  kAbandoned,  // a strategy gave it up
};

}  // namespace heddle::kernel
