// What reports ask of a scenario: places in its file, names, values of its expressions.
#pragma once

#include <string>
#include <vector>

#include "kernel/words.h"
#include "vm/machine.h"

namespace heddle::vm {

class MachineWords final : public kernel::Words {
 public:
  // The machine must outlive this.
  explicit MachineWords(Machine& machine) : machine_(machine) {}

  kernel::Place place(std::uint32_t source) const override;
  std::string access(const kernel::Execution& execution,
                     const kernel::Operation& operation) const override {
    return machine_.access_text(execution, operation);
  }
  std::string memory(const kernel::Operation& operation) const override {
    return machine_.memory_text(operation);
  }
  std::vector<std::string> records(const kernel::Execution& execution,
                                   const std::string& type) const override;
  std::string flag(std::uint32_t mark) const override { return machine_.scenario().flags[mark]; }
  kernel::VariableName variable(kernel::ObjectId object) const override;
  kernel::LocalName local(kernel::ThreadId thread, std::uint32_t local) const override;
  bool returns(const kernel::Execution& execution, kernel::ThreadId thread) const override;
  std::optional<std::uint32_t> await(const kernel::Execution& execution,
                                     kernel::ThreadId thread) const override;
  std::string wait_text(const kernel::Execution& execution,
                        kernel::ThreadId thread) const override {
    return machine_.wait_text(execution, thread, execution.pending(thread));
  }
  std::string expression(std::uint32_t property) const override;
  std::string values(const kernel::Execution& execution, std::uint32_t property) const override;
  std::string await_values(const kernel::Execution& execution,
                           kernel::ThreadId thread) const override;
  std::string assertion_values(const kernel::Execution& execution,
                               std::uint32_t source) const override;
  std::vector<Access> accesses(const kernel::Execution& execution,
                               kernel::ThreadId thread) const override;
  std::vector<Choice> choices(kernel::ThreadId thread) const override;
  std::vector<Unreached> unreached() const override;
  void listen(kernel::LocalLog* log) override;
  void begin_step(const kernel::Execution& execution, kernel::ThreadId thread) override;

 private:
  const scenario::Condition* condition(std::uint32_t property) const;
  // The instruction of the await that the thread is about to do, if any.
  std::optional<std::uint32_t> await_pc(const kernel::Execution& execution,
                                        kernel::ThreadId thread) const;
  // The choice of a value at this instruction.
  Choice choice(kernel::ThreadId thread, std::uint32_t pc) const;
  const Body& body(kernel::ThreadId thread) const {
    return machine_.program().bodies[machine_.declaration(thread)];
  }

  Machine& machine_;
};

}  // namespace heddle::vm
