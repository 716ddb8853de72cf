// A kernel's execution and its program, as strategies of runs see them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "kernel/availability.h"
#include "kernel/execution.h"
#include "kernel/schedulable.h"

namespace heddle::kernel {

class ScheduledProgram final : public Schedulable {
 public:
  // Both must outlive this; the execution is of the program.
  ScheduledProgram(Execution& execution, Program& program);

  Execution& execution() { return execution_; }
  Program& program() { return program_; }

  std::uint32_t thread_count() const override { return execution_.thread_count(); }
  std::uint32_t object_count() const override { return execution_.object_count(); }
  ThreadStage stage(ThreadId thread) const override {
    if (!execution_.started(thread)) return ThreadStage::kNotStarted;
    if (execution_.finished(thread)) return ThreadStage::kFinished;
    return is_asleep(execution_.status(thread)) ? ThreadStage::kAsleep : ThreadStage::kParked;
  }
  bool background(ThreadId thread) const override { return execution_.thread(thread).background; }

  void restart(Choices& choices) override { execution_.restart(choices); }
  using Schedulable::step;
  void step(ThreadId thread, const Operation& operation, Choices& choices) override {
    execution_.step(thread, operation, choices);
  }
  using Schedulable::pending;
  void pending(ThreadId thread, Operation& operation) const override {
    execution_.pending(thread, operation);
  }
  using Schedulable::enabled;
  bool enabled(ThreadId thread, const Operation& operation) const override {
    return execution_.enabled(thread, operation);
  }
  void look(std::vector<PendingOperation>& enabled,
            std::vector<PendingOperation>& blocked) const override;
  End end(bool any_enabled) const override { return execution_.end(any_enabled); }
  Fault fault() const override { return execution_.fault(); }
  bool may_cycle() const override { return states_ != nullptr && program_.may_cycle(); }

  // From begin_footprint to end_footprint the execution's events go to this object.
  void begin_footprint(ThreadId thread, const Operation& operation) override;
  void end_footprint(ThreadId thread, Footprint& footprint) override;
  void predict_footprint(ThreadId thread, const Operation& operation,
                         Footprint& footprint) override;
  void predict_memory(ThreadId thread, const Operation& operation,
                      std::vector<MemoryTouch>& touches) override;
  std::optional<Value> availability(ObjectId object) const override {
    const bool memory = execution_.object(object).kind == ObjectKind::kMemory;
    return memory ? std::nullopt : std::optional(kernel::availability(execution_, object));
  }
  bool grants(const Operation& operation, Value availability) const override {
    return kernel::grants(execution_, operation, availability);
  }
  bool awaits(ThreadId thread, const Operation& operation) const override {
    std::uint32_t cell = kNoId;
    return is_block(operation.kind) && program_.awaits(execution_, thread, cell);
  }
  ObjectId contended(ThreadId thread, const Operation& operation) const override;

  const std::vector<Property>& properties() const override { return program_.properties(); }
  bool any_marked() const override { return execution_.any_marked(); }
  bool marked(std::uint32_t mark) const override { return execution_.marked(mark); }
  std::uint32_t flag_count() const override { return program_.flag_count(); }
  std::uint32_t memory_name(std::uint32_t cell) const override {
    return program_.memory_name(execution_, cell);
  }
  bool memory_stays(std::uint32_t cell) const override { return cell < execution_.heap_begin(); }
  void outcome(std::vector<Value>& values) const override { program_.outcome(execution_, values); }
  void judge(End end, std::vector<Defect>& defects) override {
    program_.judge(execution_, end, defects);
  }
  std::span<std::uint8_t> coverage() override { return program_.coverage(); }

  const std::vector<Value>* words() const override {
    return states_ == nullptr ? nullptr : &execution_.words();
  }
  void restore(std::span<const Value> words) override { execution_.restore(words); }
  std::optional<StateMachine> states() override {
    return states_ == nullptr ? std::nullopt : std::optional<StateMachine>({execution_, *states_});
  }

 private:
  static bool is_asleep(Execution::Status status) {
    return status == Execution::kAsleep || status == Execution::kAtBarrier;
  }
  // `done`: it is not one that has failed (Event::wrote).
  void add_operation(const Operation& operation, bool done);
  void add_memory(std::uint32_t word, bool writes, bool plain);
  void add_heap();
  void add_awaited(ThreadId thread);
  void add_threads_woken(ThreadId thread);

  Execution& execution_;
  Program& program_;
  StateProgram* const states_;  // the program, if its whole state is in the words
  const bool has_conditions_;
  std::vector<Event> events_;
  std::vector<std::uint32_t> deleted_;  // cells
  std::vector<int> statuses_;           // of threads before the step, when it may wake some
  bool wakes_ = false;
  std::uint32_t awaited_ = kNoId;
  std::vector<Execution::Touch> inside_;  // scratch: of a block
  Footprint* to_ = nullptr;
};

}  // namespace heddle::kernel
