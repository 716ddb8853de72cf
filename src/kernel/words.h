// What reports need to know of a program under test beyond how it runs: where its steps stand, how
// its memory is called, what its threads keep in locals. The program answers for its own words;
// sentences are made elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/execution.h"

namespace heddle::kernel {

// Where a step stands.
struct Place {
  std::string pointer;     // JSON pointer; "" when it has no place
  std::uint32_t line = 0;  // in the file, from 1; 0: none
  std::uint32_t column = 0;
  std::optional<std::string> statement;  // the text as written, with its comment; none: a block
  std::string source;                    // the same without its comment; of a block its condition
};

struct LocalName {
  std::string name;
  bool pointer = false;
};

struct VariableName {
  std::string name;
  bool array = false;
  bool pointer = false;
};

// A local was given a value.
struct Assignment {
  ThreadId thread = 0;
  std::uint32_t local = 0;  // its number among those of the thread; of two of one name, the inner
                            // one has the greater
  Value value = 0;
  bool chosen = false;           // by a choice of the thread: there is one for each that it makes
  std::uint32_t cell = kNoId;    // it holds what was read from there; kNoId: something else
  std::size_t read_in_step = 0;  // with `cell`
  std::size_t replaced_in_step = kNeverReplaced;  // in which the local got its next value
  static constexpr std::size_t kNeverReplaced = static_cast<std::size_t>(-1);
};

// What threads did to their locals, for as long as somebody listens. Locals that are not used any
// more lose their values in the state, but not here.
struct LocalLog {
  struct Use {
    std::size_t assignment = 0;  // index in `assignments`
    std::size_t step = 0;        // in which its value, or one computed from it, was used
  };
  std::size_t step = 0;  // that is about to run, as the listener counts them
  std::vector<Assignment> assignments;
  std::vector<Use> uses;
  std::vector<bool> returned;  // by indivisible operation inside a block, in order: whether what it
                               // gave goes anywhere
};

class Words {
 public:
  virtual ~Words() = default;

  // Of a source that Program::access_name or failed_at gives.
  virtual Place place(std::uint32_t source) const = 0;
  // "read balance", "lock m".
  virtual std::string access(const Execution& execution, const Operation& operation) const = 0;
  // Of an operation on memory: "balance", "a[2]", "Node#1.next".
  virtual std::string memory(const Operation& operation) const = 0;
  // The records that have not been freed: "Node#1"; only those of this type, when it is not "".
  virtual std::vector<std::string> records(const Execution& execution,
                                           const std::string& type) const = 0;
  virtual std::string flag(std::uint32_t mark) const = 0;
  // Of an object that is memory.
  virtual VariableName variable(ObjectId object) const = 0;
  virtual LocalName local(ThreadId thread, std::uint32_t local) const = 0;
  // Whether what the next operation of `thread` returns goes to a place of its own.
  virtual bool returns(const Execution& execution, ThreadId thread) const = 0;
  // Whether `thread` is about to do an await, or a block that begins with one; its source.
  virtual std::optional<std::uint32_t> await(const Execution& execution, ThreadId thread) const = 0;

  // What a thread that cannot go on waits for, as the names of deadlocks say it: "lock m".
  virtual std::string wait_text(const Execution& execution, ThreadId thread) const = 0;

  // The text of the expression that a property is about; "" when it is about none.
  virtual std::string expression(std::uint32_t property) const = 0;
  // The same expressions with the values that their names have now: "2 <= 1"; "" when that says
  // nothing more, or would be too long.
  virtual std::string values(const Execution& execution, std::uint32_t property) const = 0;
  virtual std::string await_values(const Execution& execution, ThreadId thread) const = 0;
  // Of the assertion that has just failed, while there was a listener.
  virtual std::string assertion_values(const Execution& execution, std::uint32_t source) const = 0;

  // What a thread can do, in the order of its code: "read balance", "read a[...]" where the cell is
  // not known; and whether it may do that more than once.
  struct Access {
    std::uint32_t source = 0;
    std::string text;
    bool repeats = false;
  };
  virtual std::vector<Access> accesses(const Execution& execution, ThreadId thread) const = 0;
  // What it can choose: a value for a local, or, where `local` is "", which sleeper goes on.
  struct Choice {
    std::uint32_t source = 0;
    std::string local;
    std::vector<std::string> alternatives;  // as text; "" where the value is not known
    bool repeats = false;
  };
  virtual std::vector<Choice> choices(ThreadId thread) const = 0;

  // Places that no execution so far has come to: steps, in the order of the code, and of those that
  // raise a flag its mark.
  struct Unreached {
    std::uint32_t source = 0;
    std::uint32_t flag = kNoId;
  };
  virtual std::vector<Unreached> unreached() const = 0;

  // From now on `log` hears of locals; to be called before a restart. nullptr: nobody does, and
  // what was heard is still asked for.
  virtual void listen(LocalLog* log) = 0;
  // `thread` is about to perform what it has announced, in log->step.
  virtual void begin_step(const Execution& execution, ThreadId thread) = 0;
};

}  // namespace heddle::kernel
