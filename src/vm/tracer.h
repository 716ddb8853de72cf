// Follows the values of threads' locals while a run is told: what each was given, where that was
// read, and in which steps it was used. Nothing of it is part of the state.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/check.h"
#include "kernel/words.h"
#include "vm/program.h"

namespace heddle::vm {

class Tracer {
 public:
  // Forgets everything, and fills `log` from now on. `declarations`: the body of each thread. All
  // must outlive the questions below.
  void listen(kernel::LocalLog& log, const Program& program,
              const std::vector<std::uint32_t>& declarations);
  void stop() { listening_ = false; }
  bool listening() const { return listening_; }

  // The thread is about to execute the instruction; `cell`: that it reads, if any.
  void before(kernel::ThreadId id, std::uint32_t pc, std::uint32_t cell);
  // It has; `value`: of its destination (of a counter, where a round begins).
  void after(kernel::ThreadId id, std::uint32_t pc, Value value);

  // nullopt: it has none, or nobody has listened.
  std::optional<Value> local(kernel::ThreadId thread, std::uint32_t local) const;
  // What the statement that the thread is in has read so far, in order. Requires: somebody has
  // listened.
  const std::vector<Value>& loads(kernel::ThreadId thread) const {
    CHECK(thread < threads_.size());
    return threads_[thread].loads;
  }
  // The thread that has executed an assertion last, and the instruction.
  struct At {
    kernel::ThreadId thread = kernel::kNoId;
    std::uint32_t pc = 0;
  };
  At asserted() const { return asserted_; }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // Where the value in a register comes from.
  struct Shadow {
    std::size_t assignment = kNone;    // it is the value of a local
    std::vector<std::size_t> derived;  // else: values of locals that it was computed from
    std::uint32_t cell = kernel::kNoId;
    std::size_t step = 0;  // with `cell`: in which it was read
  };
  struct Thread {
    const Body* body = nullptr;
    std::vector<Shadow> registers;
    std::vector<std::size_t> assigned;  // by local: the last assignment
    std::vector<Value> loads;
    std::uint32_t loading = kNoIndex;  // the source that `loads` belongs to
  };

  void use(const Shadow& shadow);
  void note_load(Thread& thread, const Instruction& instruction, Value value);
  void assign(kernel::ThreadId id, const InstructionNote& note, Value value, Shadow& shadow);

  bool listening_ = false;
  kernel::LocalLog* log_ = nullptr;
  std::vector<Thread> threads_;
  Shadow coming_;  // of the destination of the instruction that is being executed
  At asserted_;
};

}  // namespace heddle::vm
