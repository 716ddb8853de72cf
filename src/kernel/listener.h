// Who hears of what happens in an execution, and remembers something of it in the state.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "kernel/object.h"
#include "kernel/operation.h"

namespace heddle::kernel {

class Execution;

// What it remembers is part of the state: marks, and words of its own (Execution::history), so that
// it goes back when a state is put back. What it does may depend on the order of dependent accesses
// only: reductions leave out the other orders. Listeners know nothing of each other.
class Listener {
 public:
  enum Topic : std::uint8_t { kAccess, kUnitEnd, kParked, kFreed };
  static constexpr std::size_t kTopics = 4;
  // Whether words that are not the execution's have a memory cell with this number.
  using IsCell = std::function<bool(std::uint64_t)>;

  virtual ~Listener() = default;

  // Whether it is to be told of this.
  virtual bool hears(Topic topic) const = 0;
  // The execution has all its threads and objects.
  virtual void on_set_up(const Execution&) {}
  // Memory was accessed, and it was there. Here alone it may remember something new
  // (Execution::insert_history); what follows is told only while anybody remembers anything.
  virtual void on_access(Execution&, const Event&) {}
  // A transaction of the thread has ended (its end is the end of the last one).
  virtual void on_unit_end(Execution&, ThreadId) {}
  // The thread is about to park before its next operation.
  virtual void on_parked(Execution&, ThreadId) {}
  // The memory of the cells [first, last) was freed.
  virtual void on_freed(Execution&, std::uint32_t, std::uint32_t) {}

  // Appends all that it remembers of the thread, without the thread's number: no negative words.
  virtual void describe(const Execution& execution, ThreadId thread,
                        std::vector<Value>& words) const = 0;
  // Each thread has another number now: `new_name`, by the old one.
  virtual void rename(Execution& execution, const std::vector<ThreadId>& new_name) = 0;
  // Whether the words, which come from outside, can be what it remembers.
  virtual bool can_remember(const Execution& execution, std::span<const Value> words,
                            const IsCell& is_cell) const = 0;

  // Its number among the listeners of its execution, from 0.
  std::uint32_t slot() const { return slot_; }

 private:
  friend class Execution;
  std::uint32_t slot_ = 0;
};

}  // namespace heddle::kernel
