// What strategies of runs see of a program under test, and all that they see: its threads and what
// each is about to do, who can go on, one step of one thread, back to the start, and how a run
// ended. Behind it stands the kernel's execution (scheduled_program.h), or anything else that can
// be run again and again under control.
//
// Threads and objects may come into being while a run goes on. Each has a number, which stands for
// a name: who made it, and as the how-manieth; so the same thread of two runs has the same number,
// whatever the order in which they made theirs. Numbers are small: things are kept by them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/check.h"
#include "kernel/choices.h"
#include "kernel/footprint.h"
#include "kernel/operation.h"
#include "kernel/program.h"

namespace heddle::kernel {

enum class ThreadStage : std::uint8_t {
  kNotStarted,  // or not there (yet)
  kParked,      // before the operation that is pending
  kAsleep,      // until others let it go on: a condition, a barrier
  kFinished,
};

// An execution with a program whose whole state is in its words.
struct StateMachine {
  Execution& execution;
  StateProgram& program;
};

// What a thread is about to do.
struct PendingOperation {
  ThreadId thread = 0;
  Operation operation;
};

// Memory that a pending access would touch.
struct MemoryTouch {
  std::uint32_t cell = kNoId;
  NextAccess access;
};

class Schedulable {
 public:
  virtual ~Schedulable() = default;

  // ---- Threads and objects ----
  // All numbers of those of the current run are below; it may grow with each kSpawn.
  virtual std::uint32_t thread_count() const = 0;
  virtual std::uint32_t object_count() const = 0;
  virtual ThreadStage stage(ThreadId thread) const = 0;
  // Whether the thread may be blocked at the end.
  virtual bool background(ThreadId thread) const = 0;

  // ---- Running ----
  // Back to the start: every thread that is there runs up to its first operation, in order.
  virtual void restart(Choices& choices) = 0;
  // Performs `operation`, which is what pending(thread) says and can happen now, and runs the
  // thread on to its next one. Searches know that it can: asked again it would cost each step.
  virtual void step(ThreadId thread, const Operation& operation, Choices& choices) = 0;
  // What the thread is about to do, into a fresh `operation`: kNone when it has finished or has not
  // started.
  virtual void pending(ThreadId thread, Operation& operation) const = 0;
  // Whether `operation`, which is what pending(thread) says, can happen now.
  virtual bool enabled(ThreadId thread, const Operation& operation) const = 0;
  // Fills `enabled` with what can happen now, by thread, and `blocked` with what cannot and would
  // take a lock. Nothing of a run that has failed.
  virtual void look(std::vector<PendingOperation>& enabled,
                    std::vector<PendingOperation>& blocked) const;
  // How the run has ended, given that `any_enabled` thread can go on.
  virtual End end(bool any_enabled) const = 0;
  virtual Fault fault() const = 0;
  bool failed() const { return fault() != Fault::kNone; }
  // Whether a run may come back to a state it was in; asked of those that can be put back.
  virtual bool may_cycle() const { return false; }

  // ---- What accesses touch ----
  // Around a step: before it, and after it, when it is known what has been touched.
  virtual void begin_footprint(ThreadId thread, const Operation& operation) = 0;
  virtual void end_footprint(ThreadId thread, Footprint& footprint) = 0;
  // Of an access that has not happened, as far as it can be told.
  virtual void predict_footprint(ThreadId thread, const Operation& operation,
                                 Footprint& footprint) = 0;
  // Appends the memory that `operation`, which is pending and enabled, would touch now.
  virtual void predict_memory(ThreadId thread, const Operation& operation,
                              std::vector<MemoryTouch>& touches) = 0;
  // How free the object is (0: an operation may have to wait); nullopt: nothing waits for it.
  virtual std::optional<Value> availability(ObjectId object) const = 0;
  // Whether the object on which `operation` may have to wait lets it happen when it is so free.
  virtual bool grants(const Operation& operation, Value availability) const = 0;
  // Whether `operation` begins with a wait for memory: only where states can be put back.
  virtual bool awaits(ThreadId thread, const Operation& operation) const = 0;
  // The lock that the thread is about to take while it is held; kNoId: none.
  virtual ObjectId contended(ThreadId thread, const Operation& operation) const = 0;

  // ---- What is judged ----
  // What can be found wrong, in the order of reports.
  virtual const std::vector<Property>& properties() const = 0;
  // Whether some mark may be set; and whether this one is: something has happened in this run.
  virtual bool any_marked() const { return true; }
  virtual bool marked(std::uint32_t mark) const = 0;
  // Marks below this count are flags, and belong to the outcome.
  virtual std::uint32_t flag_count() const { return 0; }
  // What a finding about this cell is named after (Property::memory).
  virtual std::uint32_t memory_name(std::uint32_t cell) const = 0;
  // Whether that is the same in all states.
  virtual bool memory_stays(std::uint32_t cell) const = 0;
  // Appends the values that make the outcome.
  virtual void outcome(std::vector<Value>& values) const = 0;
  // Appends what is wrong with a run that has ended so, beyond its marks.
  virtual void judge(End end, std::vector<Defect>& defects) = 0;
  // Which parts of the code have run so far (Program::coverage).
  virtual std::span<std::uint8_t> coverage() { return {}; }

  // ---- Where states can be put back ----
  // The whole state; nullptr: runs can only begin again.
  virtual const std::vector<Value>* words() const { return nullptr; }
  // Back to a state of this program, that had these words. Requires: words() is no nullptr.
  virtual void restore(std::span<const Value> words);
  // The same for engines that keep states.
  virtual std::optional<StateMachine> states() { return std::nullopt; }

  // ---- In terms of these ----
  Operation pending(ThreadId thread) const {
    Operation operation;
    pending(thread, operation);
    return operation;
  }
  bool enabled(ThreadId thread) const { return enabled(thread, pending(thread)); }
  // For those who come with a thread from elsewhere, of a path or of a trace. Requires: enabled.
  void step(ThreadId thread, Choices& choices) {
    const Operation operation = pending(thread);
    CHECK(enabled(thread, operation));
    step(thread, operation, choices);
  }
};

}  // namespace heddle::kernel
