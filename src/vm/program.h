// A scenario as instructions: what the machine runs. One code for each thread declaration, one for
// each condition of `check`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/arithmetic.h"
#include "kernel/operation.h"

namespace heddle::vm {

using kernel::Value;
inline constexpr std::uint32_t kNoIndex = 0xffffffff;

// A register of the frame, or a constant of the pool.
struct Operand {
  std::uint32_t bits = kAbsent;
  static constexpr std::uint32_t kAbsent = 0xffffffff;
  static constexpr std::uint32_t kConstant = 0x80000000;
  static constexpr std::uint32_t kPointer = 0x40000000;  // while compiling: a pointer register
  bool absent() const { return bits == kAbsent; }
  bool constant() const { return (bits & kConstant) != 0; }
  bool is_register() const { return !absent() && !constant(); }
  std::uint32_t index() const { return bits & ~kConstant; }
};

enum class Code : std::uint8_t {
  // Accesses: a thread parks before each that is not inside an atomic block or an await.
  kLoad,    // dst = memory
  kStore,   // memory = b
  kUpdate,  // dst = update(memory, b, c)
  kSync,    // the operation `sync` on object + a (dst: its result; b: sent; c: wait's mutex index)
  kNew,     // dst = new record `object`
  kDelete,  // delete a
  kSkip,
  kAwait,   // the condition follows, up to kAwaitEnd
  kAtomic,  // the block follows, up to kAtomicEnd
  // Local work
  kAwaitEnd,  // a: the condition's value
  kAtomicEnd,
  kMove,        // dst = a
  kSelf,        // dst = the number of the thread
  kArithmetic,  // dst = a op b
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,  // dst = a ? b
  kEqualPointer,
  kNotEqualPointer,
  kMinimum,
  kMaximum,
  kNegate,
  kNot,
  kComplement,  // dst = ? a
  kJump,        // to `target`
  kJumpIfZero,
  kJumpIfNotZero,  // a, target
  kRound,          // a loop begins a round; a: its counter, where that has a name
  kChoose,         // dst = one of 0 .. target-1
  kFlag,           // raises mark `object`
  kAssert,         // fails when a is zero; object: its text in Program::assertions, if any
  kUnitBegin,
  kUnitEnd,  // the borders of a transaction
  kEnd,      // of the thread; of a condition: a is its value
};

// What memory an instruction works on.
enum class Place : std::uint8_t {
  kVariable,  // object
  kCell,      // object, cell number a
  kField,     // field number `target` of the record (type `object`) that a points to
};

struct Instruction {
  Code code = Code::kEnd;
  Place place = Place::kVariable;
  kernel::OperationKind sync = kernel::OperationKind::kNone;
  kernel::UpdateKind update = kernel::UpdateKind::kAdd;
  Arithmetic arithmetic = Arithmetic::kAdd;
  bool now = false;              // inside an atomic block or an await: performed without parking
  bool plain = false;            // memory that does not synchronise
  bool pointer = false;          // memory that holds pointers
  bool in_unit = false;          // inside a transaction
  bool depends = false;          // store: it depends on the variable that it writes
  bool tracked = false;          // memory: a read that counts for lost updates, a write that can
                                 // lose one
  bool awaiting = false;         // inside a stand-alone await, whose reads do not count
  std::uint32_t dst = kNoIndex;  // register
  Operand a{};
  Operand b{};
  Operand c{};
  std::uint32_t object = kNoIndex;  // kernel object (first of its family), record type, mark, text
  std::uint32_t second = kNoIndex;  // wait: first mutex of the family
  std::uint32_t count = 1;          // objects in the family, for the bounds of a
  std::uint32_t second_count = 1;
  std::uint32_t target = kNoIndex;    // jump; field number
  std::uint32_t variable = kNoIndex;  // memory: index in Names (variables, then fields)
  std::uint32_t source = kNoIndex;    // where it stands in the file
  std::uint32_t location = kNoIndex;  // an access that parks: its number in this code, from 0
};

// What an instruction means in the scenario's own terms; for telling of a run, not for running.
struct InstructionNote {
  std::uint32_t local = kNoIndex;       // its destination is this local (of kRound: a is)
  bool chosen = false;                  // the local takes a value that was chosen
  std::uint32_t expression = kNoIndex;  // kAssert, kAwait: what must hold (scenario::ExpressionId)
};

// The code of one thread declaration or one condition.
struct Body {
  std::vector<Instruction> code;
  std::vector<InstructionNote> notes;            // of each instruction
  std::vector<std::uint32_t> parks;              // instruction of each location
  std::vector<std::vector<std::uint32_t>> dead;  // registers without use at each location
  // Memory names that a thread parked there may still write without reading them before, in the
  // transaction it is in and by a write that depends on them: bit sets over names, a row for each
  // location; empty: all of them.
  std::vector<std::vector<bool>> may_lose;
  // The transaction that the access at each location is part of, as an index in
  // Program::unit_names; kNoIndex: of none, or of a whole body.
  std::vector<std::uint32_t> units;
  std::uint32_t integers =
      0;  // registers [0, integers) hold integers, [integers, registers) pointers
  std::uint32_t registers = 0;
  std::uint32_t locals = 0;  // that the scenario names
  bool loops = false;        // has a `while`
};

struct RecordType {
  std::string name;
  std::vector<std::string> fields;
  std::vector<bool> pointer;
  std::vector<bool> atomic;
};

// What a finding about memory is named after: a variable, or a field of a record type.
struct MemoryName {
  std::string name;
  bool lost_update = false;  // what reads it also writes it, and may so lose an update
};

struct Program {
  std::vector<Value> constants;
  std::vector<Body> bodies;      // of the thread declarations
  std::vector<Body> conditions;  // of `always`, then of `finally`
  std::vector<RecordType> records;
  std::vector<MemoryName> names;  // variables in order, then the fields of each record in order
  std::vector<std::uint32_t> field_names;  // first entry in `names` of each record type
  std::uint32_t record_words = 1;       // heap words for one record: its type + 1, then its fields
  std::vector<std::string> unit_names;  // of transaction blocks
  std::vector<std::string> assertions;  // texts of `assert` and `fail`
  std::size_t instruction_count = 0;
};

}  // namespace heddle::vm
