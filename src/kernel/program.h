// What an execution runs: a program under test, with the properties it must have.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernel/foresight.h"
#include "kernel/object.h"
#include "kernel/operation.h"

namespace heddle::kernel {

class Execution;
class StateProgram;

// One of two accesses of a memory cell by different threads, both of which are next.
struct NextAccess {
  bool writes = false;
  bool plain = false;  // it does not synchronise
  bool block = false;  // part of an atomic block or an await
};
inline NextAccess access_of(const Operation& operation) {
  return {.writes = operation.kind != OperationKind::kRead, .plain = operation.plain};
}
// Whether the two show that something is wrong, whichever comes first.
using PairRule = bool (*)(NextAccess, NextAccess);

// Something that can be found wrong with a program, in the order of Program::properties(), which is
// that of reports.
struct Property {
  std::string kind;              // "lost-update", "flag", "deadlock", ...
  std::string name;              // of the variable, flag or condition; "" for kinds that have none
  std::uint32_t mark = kNoId;    // the mark that says it happened; kNoId: not a mark
  std::uint32_t memory = kNoId;  // the memory name (Program::memory_name) it is about
  PairRule pair = nullptr;       // two accesses of that memory that are next show it
  std::string sentence{};        // of a detector's: what it means, where there is no more to tell
};

// Something that was found wrong: a property that does not hold, by its name where it has a name
// for each place, object or group of threads (faults, assertions, leaks, deadlocks).
struct Defect {
  std::uint32_t property = 0;  // index in Program::properties
  std::uint64_t rank = 0;      // orders those of one property, before their names do
  std::string name{};          // "" where the property says all
  auto operator<=>(const Defect&) const = default;  // NOLINT(modernize-use-nullptr)
};

struct AccessName {
  std::uint32_t source = kNoId;
  std::string text;
};

// Threads [first, first + count) run the same code, and exchanging two of them, with all that the
// state says of them, changes nothing. The words of each among the program's own lie one thread
// behind the other from `words_begin`.
struct SymmetricThreads {
  ThreadId first = 0;
  std::uint32_t count = 0;
  std::uint32_t words_begin = 0;
  std::uint32_t words = 0;  // of one thread
};

class Program {
 public:
  virtual ~Program() = default;

  // Adds objects, threads and words to the execution; called once, before everything else.
  virtual void set_up(Execution& execution) = 0;

  // The same program, where its whole state is in the execution's words, so that states can be put
  // back; nullptr: it can only be run again from its start.
  virtual StateProgram* states() { return nullptr; }

  // The thread's code, on its fiber. Parks in Execution::perform, or of a StateProgram in
  // Execution::park, from which it never returns: its threads go on from whatever state was put
  // back.
  virtual void run(Execution& execution, ThreadId thread) = 0;

  // What a finding about this cell is named after: an index, the same for all cells of an array and
  // for one field of all records of a type.
  virtual std::uint32_t memory_name(const Execution&, std::uint32_t) const { return 0; }
  // Whether `thread`, as it is about to park, may still write memory of this name, in the
  // transaction it is in, without reading it before and by a write that depends on it.
  virtual bool may_write_unread(const Execution&, ThreadId, std::uint32_t) const { return true; }

  // Called in each state that is reached (after the start and after each step): sets marks for
  // conditions that do not hold.
  virtual void reached(Execution&) {}

  // Whether the next operation of `thread` is inside a transaction.
  virtual bool in_unit(const Execution&, ThreadId) const { return true; }
  // Whether an execution may come back to a state it was in.
  virtual bool may_cycle() const { return false; }

  // ---- What orders accesses of different memory (partial-order reduction asks) ----
  // Conditions are invariants, and awaits that read more than one cell: numbers from 0.
  virtual std::uint32_t condition_count() const { return 0; }
  // The conditions that read memory of this name, increasing.
  virtual std::span<const std::uint32_t> conditions_reading(std::uint32_t) const { return {}; }
  // The conditions that follow pointers, increasing.
  virtual std::span<const std::uint32_t> conditions_on_heap() const { return {}; }
  // The condition that `thread`, parked before an await or a block that begins with one, waits for;
  // kNoId when it reads at most one cell.
  virtual std::uint32_t awaited_condition(const Execution&, ThreadId) const { return kNoId; }
  // Whether `thread` is parked before an await or a block that begins with one; `cell`: the only
  // one that it reads, when there is no awaited_condition (kNoId: none).
  virtual bool awaits(const Execution&, ThreadId, std::uint32_t& cell) const {
    cell = kNoId;
    return false;
  }

  // Where in the file an operation of `thread` that is next stands, and what it does, as reports
  // name it ("read balance").
  virtual AccessName access_name(const Execution&, ThreadId, const Operation&) const { return {}; }

  // Which parts of the code have run so far, in bytes of the program's own, not part of the state.
  // A search that goes on where another one ended adds what had run there.
  virtual std::span<std::uint8_t> coverage() { return {}; }

  // ---- What is judged ----
  virtual const std::vector<Property>& properties() const = 0;
  // The values that make an outcome, in a fixed order (pointers renumbered by first appearance).
  virtual void outcome(const Execution&, std::vector<Value>&) const {}
  // Marks below this count are flags, and belong to the outcome.
  virtual std::uint32_t flag_count() const { return 0; }
  // Appends what is wrong with an execution that has ended, beyond its marks.
  virtual void judge(Execution&, End, std::vector<Defect>&) {}
  // Where the step stands at which the execution has just failed, as a number of the program's own
  // (kNoId: it does not say); asked once, at the end of the step.
  virtual std::uint32_t failed_at(const Execution&) { return kNoId; }
  // The name of the transaction that the next operation of `thread` is part of; "" for a whole body
  // and outside of transactions.
  virtual std::string unit_name(const Execution&, ThreadId) const { return {}; }
};

// A program whose whole state is in the execution's words: it can be put back into any state that
// was saved, so its graph of states can be explored.
class StateProgram : public Program {
 public:
  StateProgram* states() final { return this; }

  // The operation that `thread` has announced, read off the state into a fresh `operation`.
  virtual void announced(const Execution& execution, ThreadId thread,
                         Operation& operation) const = 0;

  // Whether an await or an atomic block that `thread` has announced can happen now.
  virtual bool ready(const Execution&, ThreadId) { return true; }

  // Performs what only the program knows how to (kNew, kDelete); returns the operation's result.
  virtual Value perform(Execution&, ThreadId, const Operation&) { return 0; }

  // The cells that a kDelete would write if it happened now.
  virtual void deleted_cells(const Execution&, const Operation&,
                             std::vector<std::uint32_t>&) const {}

  // ---- What leaves out states or explains the graph ----
  // What threads may still do; nullptr: anything. The program must outlive it.
  virtual std::unique_ptr<Foresight> foresee() const { return nullptr; }
  // The names of the memory that a property (index in properties()) is about; of an invariant, of a
  // condition at the end: what it reads.
  virtual std::vector<std::uint32_t> memory_of(std::uint32_t) const { return {}; }
  // Threads that nothing tells apart but their number.
  virtual std::vector<SymmetricThreads> symmetric_threads() const { return {}; }
  // Groups of threads that run the same code, though it may ask for their number.
  virtual std::vector<std::vector<ThreadId>> like_threads() const { return {}; }
};

}  // namespace heddle::kernel
