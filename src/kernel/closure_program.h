// A program whose threads are functions: no scenario, no instructions. Its threads' locals are on
// their fibers' stacks, so it cannot be put back into an earlier state, only run again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kernel/execution.h"

namespace heddle::kernel {

// What a thread's function calls. Each call but fail() is one operation: it is announced, the
// thread parks, and the call returns when the scheduler has let it happen.
class ThreadContext {
 public:
  ThreadContext(Execution& execution, ThreadId thread) : execution_(execution), thread_(thread) {}

  Value read(ObjectId variable, std::uint32_t index = 0);
  void write(ObjectId variable, Value value, std::uint32_t index = 0);
  // One indivisible addition; returns the value before.
  Value fetch_add(ObjectId variable, Value addend, std::uint32_t index = 0);
  void lock(ObjectId mutex) { perform(OperationKind::kLock, mutex); }
  void unlock(ObjectId mutex) { perform(OperationKind::kUnlock, mutex); }
  bool try_lock(ObjectId mutex) { return perform(OperationKind::kTryLock, mutex) != 0; }
  void wait(ObjectId condition, ObjectId mutex);
  void notify(ObjectId condition) { perform(OperationKind::kNotify, condition); }
  void notify_all(ObjectId condition) { perform(OperationKind::kNotifyAll, condition); }
  void acquire(ObjectId semaphore) { perform(OperationKind::kAcquire, semaphore); }
  void release(ObjectId semaphore) { perform(OperationKind::kRelease, semaphore); }
  void arrive(ObjectId barrier) { perform(OperationKind::kArrive, barrier); }
  void send(ObjectId channel, Value value);
  Value receive(ObjectId channel) { return perform(OperationKind::kReceive, channel); }
  void spawn(ThreadId thread) { perform(OperationKind::kSpawn, thread); }
  void join(ThreadId thread) { perform(OperationKind::kJoin, thread); }
  void skip() { perform(OperationKind::kSkip, kNoId); }
  // One of `count` alternatives; no operation.
  std::uint32_t choose(std::uint32_t count) { return execution_.choose(count); }
  // Ends the execution when `condition` is false. `text` must be a literal.
  void require(bool condition, const char* text);

  ThreadId id() const { return thread_; }

 private:
  Value perform(OperationKind kind, ObjectId object);
  Operation memory(OperationKind kind, ObjectId variable, std::uint32_t index) const;

  Execution& execution_;
  ThreadId thread_;
};

class ClosureProgram final : public Program {
 public:
  using Body = std::function<void(ThreadContext&)>;

  ClosureProgram();

  // Adding objects and threads, before the program is run.
  ObjectId variable(std::string name, Value initial = 0);
  ObjectId mutex(std::string name) { return add({ObjectKind::kMutex, std::move(name)}); }
  ObjectId condition(std::string name) { return add({ObjectKind::kCondition, std::move(name)}); }
  ObjectId semaphore(std::string name, Value count);
  ObjectId barrier(std::string name, Value parties);
  ObjectId channel(std::string name, Value capacity);
  ThreadId thread(std::string name, Body body, bool starts = true);

  void set_up(Execution& execution) override;
  void run(Execution& execution, ThreadId thread) override;
  const std::vector<Property>& properties() const override { return properties_; }
  // The values of all variables, in the order in which they were added.
  void outcome(const Execution& execution, std::vector<Value>& values) const override;
  void judge(Execution& execution, End end, std::vector<Defect>& found) override;

 private:
  ObjectId add(Object object);

  std::vector<Object> objects_;
  std::vector<ThreadInfo> threads_;
  std::vector<Body> bodies_;
  std::vector<Property> properties_;  // deadlock, then the faults in order
};

}  // namespace heddle::kernel
