#include "kernel/closure_program.h"

#include <utility>

namespace heddle::kernel {

Value ThreadContext::perform(OperationKind kind, ObjectId object) {
  return execution_.perform({.kind = kind, .object = object});
}

Operation ThreadContext::memory(OperationKind kind, ObjectId variable, std::uint32_t index) const {
  return {.kind = kind,
          .plain = kind != OperationKind::kUpdate,
          .object = variable,
          .cell = execution_.object(variable).word + index,
          .place = index};
}

Value ThreadContext::read(ObjectId variable, std::uint32_t index) {
  return execution_.perform(memory(OperationKind::kRead, variable, index));
}

void ThreadContext::write(ObjectId variable, Value value, std::uint32_t index) {
  Operation operation = memory(OperationKind::kWrite, variable, index);
  operation.argument = value;
  execution_.perform(operation);
}

Value ThreadContext::fetch_add(ObjectId variable, Value addend, std::uint32_t index) {
  Operation operation = memory(OperationKind::kUpdate, variable, index);
  operation.update = UpdateKind::kAdd;
  operation.argument = addend;
  return execution_.perform(operation);
}

void ThreadContext::wait(ObjectId condition, ObjectId mutex) {
  execution_.perform({.kind = OperationKind::kWait, .object = condition, .second = mutex});
}

void ThreadContext::send(ObjectId channel, Value value) {
  execution_.perform({.kind = OperationKind::kSend, .object = channel, .argument = value});
}

void ThreadContext::require(bool condition, const char* text) {
  if (condition) return;
  execution_.fail(Fault::kAssertion, text);
  execution_.park();  // for good: the execution has ended
}

ClosureProgram::ClosureProgram() {
  properties_.push_back({.kind = "deadlock", .name = ""});
  for (auto fault = 1; fault <= static_cast<int>(Fault::kMisuse); ++fault) {
    properties_.push_back({.kind = name(static_cast<Fault>(fault)), .name = ""});
  }
}

ObjectId ClosureProgram::add(Object object) {
  objects_.push_back(std::move(object));
  return static_cast<ObjectId>(objects_.size() - 1);
}

ObjectId ClosureProgram::variable(std::string name, Value initial) {
  return add({.kind = ObjectKind::kMemory, .name = std::move(name), .initial = {initial}});
}

ObjectId ClosureProgram::semaphore(std::string name, Value count) {
  return add({.kind = ObjectKind::kSemaphore, .name = std::move(name), .initial = {count}});
}

ObjectId ClosureProgram::barrier(std::string name, Value parties) {
  return add({.kind = ObjectKind::kBarrier, .name = std::move(name), .parameter = parties});
}

ObjectId ClosureProgram::channel(std::string name, Value capacity) {
  return add({.kind = ObjectKind::kChannel, .name = std::move(name), .parameter = capacity});
}

ThreadId ClosureProgram::thread(std::string name, Body body, bool starts) {
  threads_.push_back({.name = std::move(name), .starts = starts});
  bodies_.push_back(std::move(body));
  return static_cast<ThreadId>(threads_.size() - 1);
}

void ClosureProgram::set_up(Execution& execution) {
  for (const Object& object : objects_) execution.add_object(object);
  for (const ThreadInfo& thread : threads_) execution.add_thread(thread);
}

void ClosureProgram::run(Execution& execution, ThreadId thread) {
  ThreadContext context(execution, thread);
  bodies_[thread](context);
}

void ClosureProgram::outcome(const Execution& execution, std::vector<Value>& values) const {
  for (ObjectId id = 0; id < objects_.size(); ++id) {
    const Object& object = execution.object(id);
    if (object.kind != ObjectKind::kMemory) continue;
    for (std::uint32_t i = 0; i < object.size; ++i)
      values.push_back(execution.word(object.word + i));
  }
}

void ClosureProgram::judge(Execution& execution, End end, std::vector<Defect>& found) {
  if (end == End::kBlocked) found.push_back({.property = 0});
  if (end == End::kFailed) {
    found.push_back({.property = static_cast<std::uint32_t>(execution.fault())});
  }
}

}  // namespace heddle::kernel
