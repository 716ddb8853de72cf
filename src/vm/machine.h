// Runs a compiled scenario on the kernel: the threads' code, the records on the heap, and the
// conditions of `check`. The whole state is in the execution's words, so every state can be put
// back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "detect/detector.h"
#include "kernel/execution.h"
#include "kernel/program.h"
#include "scenario/scenario.h"
#include "vm/compile.h"
#include "vm/conditions.h"
#include "vm/program.h"
#include "vm/tracer.h"

namespace heddle::vm {

class Machine final : public kernel::StateProgram {
 public:
  // All must outlive the machine. `detectors`: what is looked for, beside what the scenario says.
  Machine(const scenario::Scenario& scenario, const vm::Program& program,
          detect::Detectors detectors = detect::detectors());

  void set_up(kernel::Execution& execution) override;
  void run(kernel::Execution& execution, kernel::ThreadId thread) override;
  void announced(const kernel::Execution& execution, kernel::ThreadId thread,
                 kernel::Operation& operation) const override;
  bool ready(const kernel::Execution& execution, kernel::ThreadId thread) override;
  Value perform(kernel::Execution& execution, kernel::ThreadId thread,
                const kernel::Operation& operation) override;
  void deleted_cells(const kernel::Execution& execution, const kernel::Operation& operation,
                     std::vector<std::uint32_t>& cells) const override;
  std::uint32_t memory_name(const kernel::Execution& execution, std::uint32_t cell) const override;
  bool may_write_unread(const kernel::Execution& execution, kernel::ThreadId thread,
                        std::uint32_t name) const override;
  void reached(kernel::Execution& execution) override;
  bool in_unit(const kernel::Execution& execution, kernel::ThreadId thread) const override;
  bool may_cycle() const override;
  std::uint32_t condition_count() const override { return conditions_.count(); }
  std::span<const std::uint32_t> conditions_reading(std::uint32_t name) const override {
    return conditions_.reading(name);
  }
  std::span<const std::uint32_t> conditions_on_heap() const override {
    return conditions_.on_heap();
  }
  std::uint32_t awaited_condition(const kernel::Execution& execution,
                                  kernel::ThreadId thread) const override;
  bool awaits(const kernel::Execution& execution, kernel::ThreadId thread,
              std::uint32_t& cell) const override;
  std::unique_ptr<kernel::Foresight> foresee() const override;
  std::vector<std::uint32_t> memory_of(std::uint32_t property) const override;
  std::vector<kernel::SymmetricThreads> symmetric_threads() const override;
  std::vector<std::vector<kernel::ThreadId>> like_threads() const override;
  kernel::AccessName access_name(const kernel::Execution& execution, kernel::ThreadId thread,
                                 const kernel::Operation& operation) const override;
  std::span<std::uint8_t> coverage() override { return reached_; }
  const std::vector<kernel::Property>& properties() const override { return properties_; }
  void outcome(const kernel::Execution& execution, std::vector<Value>& values) const override;
  std::uint32_t flag_count() const override;
  void judge(kernel::Execution& execution, kernel::End end,
             std::vector<kernel::Defect>& found) override;
  std::uint32_t failed_at(const kernel::Execution& execution) override;
  std::string unit_name(const kernel::Execution& execution, kernel::ThreadId thread) const override;

  std::uint32_t mark_count() const;
  // What a thread that cannot go on waits for, as the names of deadlocks say it: "lock m", "wait
  // c", "await x == 1".
  std::string wait_text(const kernel::Execution& execution, kernel::ThreadId thread,
                        const kernel::Operation& operation) const;
  // An access as reports name it: "read balance", "lock m", "delete Node#1".
  std::string access_text(const kernel::Execution& execution,
                          const kernel::Operation& operation) const;
  // The same of an instruction, before it is known on which cell or object it works: "read a[...]".
  std::string access_text(const kernel::Execution& execution, const Instruction& instruction) const;
  // Memory as reports name it: "balance", "a[2]", "Node#1.next".
  std::string memory_text(const kernel::Operation& operation) const;
  // The instruction of `declaration`'s code at which a thread is parked.
  const Instruction& parked_at(const kernel::Execution& execution, kernel::ThreadId thread) const;
  std::uint32_t declaration(kernel::ThreadId thread) const { return threads_[thread].declaration; }
  Value self(kernel::ThreadId thread) const { return threads_[thread].self; }
  // For each source whether a thread of any execution so far has come to an instruction of it.
  std::vector<bool> sources_reached() const;
  // Follows locals while runs are told.
  Tracer& tracer() { return tracer_; }
  const Tracer& tracer() const { return tracer_; }
  std::vector<std::uint32_t> declarations() const;  // by thread
  const scenario::Scenario& scenario() const { return scenario_; }
  const vm::Program& program() const { return program_; }

 private:
  struct Thread {
    std::uint32_t declaration = 0;
    Value self = 0;
    std::uint32_t frame = 0;    // offset of its registers among the program's words
    std::uint32_t reached = 0;  // offset of its code in reached_
  };

  Value* frame(kernel::Execution& execution, kernel::ThreadId thread) const;
  Value value(Operand operand, const Value* frame) const {
    return operand.constant() ? program_.constants[operand.index()] : frame[operand.bits];
  }
  // Fills in a fresh operation.
  void announce(const kernel::Execution& execution, const Instruction& instruction,
                const Value* frame, kernel::Operation& operation) const;
  void locate(const kernel::Execution& execution, const Instruction& instruction,
              const Value* frame, kernel::Operation& operation) const;
  void locate_object(const Instruction& instruction, const Value* frame,
                     kernel::Operation& operation) const;

  void advance(kernel::Execution& execution, kernel::ThreadId thread);
  // `kTraced`: the tracer hears of each instruction.
  template <bool kTraced>
  void interpret(kernel::Execution& execution, kernel::ThreadId thread, std::uint32_t pc);
  template <bool kTraced>
  void trace_before(const kernel::Execution& execution, kernel::ThreadId thread, std::uint32_t pc);
  template <bool kTraced>
  void trace_after(const kernel::Execution& execution, kernel::ThreadId thread, std::uint32_t pc);
  bool perform_now(kernel::Execution& execution, kernel::ThreadId thread,
                   const Instruction& instruction, Value*& registers);
  bool perform_local(kernel::Execution& execution, kernel::ThreadId thread,
                     const Instruction& instruction, Value* registers, std::uint32_t& rounds);
  void park(kernel::Execution& execution, kernel::ThreadId thread, const Instruction& instruction);
  void finish(kernel::Execution& execution, kernel::ThreadId thread);
  kernel::Fault compute(const Instruction& instruction, Value* registers, Value self) const;
  // Evaluates a condition without changing anything; false when it cannot be evaluated.
  bool evaluate(const kernel::Execution& execution, const Body& body, std::uint32_t pc,
                Value* registers, Value self, Value& result) const;
  bool holds(const kernel::Execution& execution, const Body& condition);
  // Where the await begins that the thread is parked before, if any.
  std::optional<std::uint32_t> await_pc(const kernel::Execution& execution,
                                        kernel::ThreadId thread) const;

  std::string record_text(std::uint32_t record, Value pointer) const;
  std::string object_text(const kernel::Execution& execution,
                          const kernel::Operation& operation) const;

  Value allocate(kernel::Execution& execution, std::uint32_t record) const;
  void free(kernel::Execution& execution, Value pointer) const;
  void forget_pointers(kernel::Execution& execution, Value pointer) const;

  void add_properties();
  void add_faults();
  void find_assertion_names();
  void add_memory_properties();
  void add_conditions();
  void add_detected(const detect::Detector& detector);
  void add_property(const std::string& kind, const std::string& name = "",
                    std::uint32_t mark = kernel::kNoId);
  bool ignored(const std::string& kind, const std::string& name) const;
  void judge_failure(const kernel::Execution& execution, std::vector<kernel::Defect>& found) const;
  void judge_deadlock(kernel::Execution& execution, std::vector<kernel::Defect>& found) const;
  void judge_leaks(const kernel::Execution& execution, std::vector<kernel::Defect>& found) const;
  std::uint64_t rank_of(std::uint32_t source) const;

  const scenario::Scenario& scenario_;
  const vm::Program& program_;
  detect::Detectors detectors_;
  Conditions conditions_;
  std::vector<Thread> threads_;
  std::vector<std::uint32_t> cell_names_;  // memory name of each cell of the variables
  std::vector<kernel::Property> properties_;
  std::vector<std::uint32_t> always_marks_;
  std::vector<std::uint32_t> final_properties_;
  std::uint32_t fault_properties_[9] = {};
  std::uint32_t deadlock_property_ = kernel::kNoId;
  std::vector<std::uint32_t> leak_properties_;  // by record type
  // Of assertions with a text, by where they stand.
  struct Named {
    std::uint64_t rank = 0;  // of the first with this text
    std::string name;
  };
  std::unordered_map<std::uint32_t, Named> assertion_names_;
  std::uint32_t mark_count_ = 0;
  std::vector<std::uint8_t> reached_;  // instructions that have run, body after body
  std::vector<std::uint32_t> body_reached_;
  std::vector<Value> scratch_;
  std::uint32_t failed_source_ = kNoIndex;  // where local work, or a block inside, has just failed
  bool in_block_ = false;                   // what runs is the inside of an atomic block
  Tracer tracer_;
};

}  // namespace heddle::vm
