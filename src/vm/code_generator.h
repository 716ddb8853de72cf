// The instructions of one thread or one condition, statement by statement.
#pragma once

#include <map>
#include <unordered_set>
#include <vector>

#include "base/stop.h"
#include "scenario/scenario.h"
#include "vm/compile.h"
#include "vm/program.h"

namespace heddle::vm {

// What a statement about an object does to it; kNone: it is about no object.
kernel::OperationKind operation_of(scenario::StepKind kind);

class CodeGenerator {
 public:
  CodeGenerator(const scenario::Scenario& scenario, Program& program, StopLooks& stop);

  Body thread(const scenario::Thread& thread);
  Body condition(scenario::ExpressionId value);

 private:
  using ExpressionId = scenario::ExpressionId;
  using Step = scenario::Step;
  using Label = std::uint32_t;

  // What must be undone on the way out of a list by break, continue or return.
  struct Scope {
    enum Kind { kLoop, kProcedure, kWith, kAtomic, kUnit } kind = kLoop;
    Label leave = 0;                  // loop: its end; procedure: its end
    Label again = 0;                  // loop: where `continue` goes
    std::uint32_t result = kNoIndex;  // procedure: register of the returned value
    std::uint32_t local = kNoIndex;   // procedure: the local that it is
    Instruction unlock{};             // with
  };
  // Which registers are taken; a block gives back what it took.
  struct Registers {
    std::uint32_t integers = 0;
    std::uint32_t pointers = 0;
  };

  void start_body(bool in_unit);
  Body finish_body();

  // Statements
  void list(const std::vector<Step>& steps);
  void step(const Step& step);
  void simple_step(const Step& step);
  void sleep(const Step& step);
  void send(const Step& step);
  void assign_local(const Step& step);
  void assign(const Step& step);
  void choose(const Step& step);
  void alternatives(const Step& step, Operand chosen, Operand below, std::uint32_t first,
                    std::uint32_t last, Label end);
  void call(const Step& step);
  void branch(const Step& step);
  void while_loop(const Step& step);
  void repeat(const Step& step);
  void loop(const Step& step, Label again, Label end, Operand counter = {});
  void atomic(const Step& step);
  void with(const Step& step);
  void transaction(const Step& step);
  void wait_for(const Step& step);
  void leave(const Step& step);
  void unwind(std::size_t depth);
  void undo(const Scope& scope);
  void sync(kernel::OperationKind kind, const Step& step, std::uint32_t dst = kNoIndex);
  Instruction sync_instruction(kernel::OperationKind kind, const scenario::ObjectRef& object);

  // Expressions. `into` is where the value should go if it needs a register at all.
  Operand expression(ExpressionId id, std::uint32_t into = kNoIndex);
  Operand node(ExpressionId id, std::uint32_t into);
  Operand spine(ExpressionId id, std::uint32_t into);
  Operand binary(scenario::Operator op, Operand left, const scenario::Expression& node,
                 std::uint32_t dst);
  Operand logical(scenario::Operator op, Operand left, ExpressionId right, std::uint32_t result);
  Operand unary(const scenario::Expression& node, std::uint32_t into);
  Operand indivisible(const scenario::Expression& node, std::uint32_t into);
  void evaluate_to(std::uint32_t dst, ExpressionId id);
  void memory(Instruction& instruction, ExpressionId target, Operand index);
  Operand index_of(ExpressionId target);
  void compare(Code code, Operand a, Operand b, std::uint32_t dst);

  Operand constant(Value value);
  static Operand in_register(std::uint32_t index) { return {index}; }
  std::uint32_t fresh(scenario::Type type);
  std::uint32_t fresh_or(std::uint32_t into, scenario::Type type);
  std::uint32_t local_register(std::uint32_t local);

  Instruction& emit(Instruction instruction);
  // The instruction that was emitted last gives this local its value.
  void gives(std::uint32_t local, bool chosen = false);
  void jump(Label label);
  void jump_if_zero(Operand condition, Label label);
  Label label();
  void bind(Label label);
  std::uint32_t source_index(std::uint32_t source);
  void assertion(Operand value, const std::string& text);

  const scenario::Expression& at(ExpressionId id) const { return scenario_.expressions[id]; }

  const scenario::Scenario& scenario_;
  Program& program_;
  StopLooks& stop_;
  Numbering numbering_;
  std::map<Value, std::uint32_t> constant_index_;
  std::map<std::string, std::uint32_t> source_by_pointer_;
  const scenario::Thread* thread_ = nullptr;
  std::unordered_set<const Step*> dependent_writes_;
  Body body_;
  Registers taken_;
  Registers most_;
  std::vector<std::uint32_t> local_registers_;
  std::vector<Scope> scopes_;
  std::vector<std::uint32_t> labels_;
  std::uint32_t source_ = kNoIndex;
  bool now_ = false;
  bool awaiting_ = false;
  bool in_unit_ = false;
  std::uint32_t unit_ = kNoIndex;  // index in Program::unit_names
};

}  // namespace heddle::vm
