// A scenario that is known to be right: every name resolved, every expression typed, every
// procedure inlined where it is called. Plain data; the reader makes it, everything else only
// reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::scenario {

using Value = std::int64_t;
inline constexpr std::uint32_t kNone = 0xffffffff;

// Where something stands in the file.
struct Source {
  std::string pointer;       // JSON pointer of the string, or of the block: "/threads/a/0/then/1"
  std::string text;          // the statement's text, comment removed; for a block its condition
                             // or lock ("seen < withdrawn", "m"), empty for "atomic"
  std::string statement;     // the string that stands there, as it is written, with its comment;
                             // empty where a block stands
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in code points
};

// Integer, or pointer to a record type.
struct Type {
  std::uint32_t record = kNone;  // index in Scenario::records; kNone: integer
  bool is_pointer() const { return record != kNone; }
  bool operator==(const Type&) const = default;
};

// ---- Expressions: nodes of one arena, Scenario::expressions, named by their index ---------------
using ExpressionId = std::uint32_t;

enum class ExpressionKind : std::uint8_t {
  kLiteral,   // value (literals, constants, true, false, len(a), null = 0)
  kSelf,      // the number of the thread
  kLocal,     // index: local of the body (BodyLocals)
  kVariable,  // index: Scenario::variables, one that is not an array
  kCell,      // index: Scenario::variables, an array; operands[0]: which cell
  kField,     // operands[0]: the pointer; index: field of the record operands[0] points to
  kUnary,     // op, operands[0]
  kBinary,    // op, operands[0], operands[1]; a long chain is a deep left spine: walk it in a loop
  kMin,       // operands[0], operands[1]
  kMax,
  kCas,       // operands[0]: the target (kVariable, kCell, kField), [1] expected, [2] desired
  kExchange,  // operands[0]: the target, [1] the new value
  kFetchAdd,  // operands[0]: the target, [1] the addend
};

enum class Operator : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kBitAnd,
  kBitOr,
  kBitXor,
  kShiftLeft,
  kShiftRight,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kLogicalAnd,
  kLogicalOr,
  kNegate,
  kNot,
  kComplement,  // unary - ! ~
};

struct Expression {
  ExpressionKind kind = ExpressionKind::kLiteral;
  Operator op = Operator::kAdd;
  Type type;
  Value value = 0;
  std::uint32_t index = kNone;
  ExpressionId operands[3] = {kNone, kNone, kNone};
};

// ---- Objects ------------------------------------------------------------------------------------

// Memory: shared first, then atomics, each in the order of the file.
struct Variable {
  std::string name;
  bool atomic = false;
  bool is_array = false;
  Type type;
  std::vector<Value>
      initial;  // one value a cell; one when it is no array; pointers are all 0 (null)
};

struct Field {
  std::string name;
  bool atomic = false;
  Type type;
};

struct Record {
  std::string name;
  std::vector<Field> fields;  // in the order of the file, plain ones first
};

// Synchronisation objects come in families: a name alone, or an array of one name.
enum class ObjectClass : std::uint8_t {
  kMutex,
  kRwLock,
  kCondition,
  kSemaphore,
  kBarrier,
  kChannel,
  kThread,
};

struct ObjectFamily {
  ObjectClass object_class = ObjectClass::kMutex;
  std::string name;
  bool is_array = false;
  std::vector<Value> initial;  // one entry an object: semaphore: count; barrier: parties;
                               // channel: capacity; 0 for the others
};

// One object of a family, as a statement names it. For kThread `family` indexes Scenario::threads.
struct ObjectRef {
  ObjectClass object_class = ObjectClass::kMutex;
  std::uint32_t family = kNone;
  ExpressionId index = kNone;  // kNone when the family is no array
};

// ---- Steps --------------------------------------------------------------------------------------

enum class StepKind : std::uint8_t {
  // `local` and `value`: declares it (kLet) or assigns to it (kAssignLocal, with `op`).
  kLet,
  kAssignLocal,
  kAssign,    // target, op, value: to memory
  kEvaluate,  // value: cas, exchange, fetch_add as a statement
  // object; kTryLock also local
  kLock,
  kUnlock,
  kTryLock,
  kReadLock,
  kReadUnlock,
  kWriteLock,
  kWriteUnlock,
  kWait,  // object: the condition, second: the mutex
  kNotify,
  kNotifyAll,
  kAcquire,
  kRelease,
  kArrive,
  kSend,     // object, value
  kReceive,  // object, local
  kSpawn,
  kJoin,
  kAwait,   // value
  kFlag,    // name: index in Scenario::flags
  kAssert,  // value, text (may be empty)
  kFail,    // text
  kNew,     // local; type.record
  kDelete,  // value
  kChoose,  // local, arguments: the alternatives
  kCall,    // name: index in procedure_names; parameters (locals) take arguments, in order; then
            // body; local (or kNone) takes what it returned (0 or null when it fell off its end)
  kReturn,  // value (or kNone); ends the innermost kCall, or the thread
  kBreak,
  kContinue,
  kSkip,
  // blocks
  kIf,           // value, body, otherwise
  kWhile,        // value, body
  kRepeat,       // value: rounds, evaluated once; local: the counter (or kNone); body
  kAtomic,       // body
  kWith,         // object; lock_kind: kLock, kReadLock, kWriteLock or kAcquire; body
  kTransaction,  // text: its name; body
};

enum class AssignOperator : std::uint8_t {
  kSet,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kBitAnd,
  kBitOr,
  kBitXor,
};

struct Step {
  Step() = default;
  Step(const Step&) = default;
  Step(Step&&) noexcept = default;
  Step& operator=(const Step&) = default;
  Step& operator=(Step&&) noexcept = default;
  ~Step();  // needs no stack, however deep the lists are nested

  StepKind kind = StepKind::kSkip;
  AssignOperator op = AssignOperator::kSet;
  StepKind lock_kind = StepKind::kLock;
  std::uint32_t source = kNone;  // index in Scenario::sources
  std::uint32_t local = kNone;   // index in the body's locals
  std::uint32_t name = kNone;
  Type type;
  ExpressionId target = kNone;  // kVariable, kCell or kField
  ExpressionId value = kNone;
  ObjectRef object;
  ObjectRef second;
  std::string text;
  std::vector<std::uint32_t> parameters;
  std::vector<ExpressionId> arguments;
  std::vector<Step> body;
  std::vector<Step> otherwise;
};

struct Local {
  std::string name;
  Type type;
};

// A thread declaration; with `counted`, `count` threads called name[0], name[1], ...
struct Thread {
  std::string name;
  bool counted = false;
  std::uint32_t count = 1;
  bool start = true;
  bool background = false;
  std::string description;
  std::uint32_t source = kNone;
  std::vector<Local> locals;  // every `let`, parameter and counter of the body, calls included
  std::vector<Step> body;
  bool has_transactions = false;  // its text, called procedures included, has a transaction block
};

// ---- Checks -------------------------------------------------------------------------------------

struct Condition {
  std::string text;        // the key: what must hold, in words
  std::string expression;  // its text
  ExpressionId value = kNone;
  std::uint32_t source = kNone;
};

// A kind of finding ("deadlock", "lost-update", a flag's name), or one finding of it by its name.
struct Expected {
  std::string kind;
  std::optional<std::string> name;  // as in a report: a variable, Node.field, the text of a
                                    // condition or assertion, a JSON pointer, a record type, ...
};

struct Check {
  std::vector<std::uint32_t> never;  // flags, in the order of the list
  std::vector<Condition> always;
  std::vector<Condition> finally;
  bool serializable = false;
  bool deterministic = false;
  bool leaks = false;
  std::vector<Expected> ignore;
};

struct Expect {
  std::vector<Expected> findings;            // empty: race-free
  std::optional<std::string> interleavings;  // decimal text, or "unbounded"
  bool written = false;                      // false: the file has no `expect`
};

struct Constant {
  std::string name;
  Value value = 0;
};

// Something odd that is not wrong, seen while reading.
struct Warning {
  std::string pointer;
  std::string text;
};

struct Scenario {
  std::string name;
  std::string description;
  std::vector<Constant> constants;  // as in effect, overrides applied, in the order of the file
  std::vector<Record> records;
  std::vector<Variable> variables;
  std::vector<ObjectFamily> objects;  // all classes but kThread, in the order of the file
  std::vector<std::string> procedure_names;
  std::vector<Thread> threads;
  std::vector<std::string> flags;  // in the order in which `flag` statements stand in the file
  std::vector<Expression> expressions;
  std::vector<Source> sources;
  Check check;
  Expect expect;
  std::vector<Warning> warnings;
  // What seeds are tied to: a text that is equal for two files exactly when they mean the same but
  // for name, description, $schema, expect, check and layout. Constants are in it as in effect.
  std::string meaning;
};

}  // namespace heddle::scenario
