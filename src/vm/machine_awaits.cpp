// Awaits, alone or at the beginning of an atomic block: whether they can happen, and what they
// read.
#include <algorithm>

#include "vm/machine.h"

namespace heddle::vm {

using kernel::Execution;
using kernel::Fault;
using kernel::kNoId;
using kernel::Operation;
using kernel::ThreadId;

std::optional<std::uint32_t> Machine::await_pc(const Execution& execution, ThreadId thread) const {
  const Body& body = program_.bodies[threads_[thread].declaration];
  std::uint32_t pc = body.parks[execution.location(thread)];
  if (body.code[pc].code == Code::kAtomic) ++pc;
  if (body.code[pc].code != Code::kAwait) return std::nullopt;
  return pc;
}

bool Machine::ready(const Execution& execution, ThreadId thread) {
  const auto pc = await_pc(execution, thread);
  if (!pc) return true;
  const Thread& owner = threads_[thread];
  const Body& body = program_.bodies[owner.declaration];
  const Value* const registers = execution.words().data() + execution.program_word() + owner.frame;
  std::copy_n(registers, body.registers, scratch_.data());
  Value result = 0;
  if (!evaluate(execution, body, *pc + 1, scratch_.data(), owner.self, result)) return true;
  return result != 0;
}

std::uint32_t Machine::awaited_condition(const Execution& execution, ThreadId thread) const {
  const auto pc = await_pc(execution, thread);
  return pc ? conditions_.of_await(threads_[thread].declaration, *pc) : kNoId;
}

bool Machine::awaits(const Execution& execution, ThreadId thread, std::uint32_t& cell) const {
  cell = kNoId;
  const auto await = await_pc(execution, thread);
  if (!await) return false;
  const Thread& owner = threads_[thread];
  const Body& body = program_.bodies[owner.declaration];
  const Value* const frame = execution.words().data() + execution.program_word() + owner.frame;
  std::vector<Value> registers(frame, frame + body.registers);
  for (std::uint32_t pc = *await + 1;;) {
    const Instruction& instruction = body.code[pc++];
    switch (instruction.code) {
      case Code::kLoad: {
        Operation load;
        announce(execution, instruction, registers.data(), load);
        if (load.fault == Fault::kNone) cell = load.cell;
        return true;
      }
      case Code::kJump:
        pc = instruction.target;
        break;
      case Code::kJumpIfZero:
        if (value(instruction.a, registers.data()) == 0) pc = instruction.target;
        break;
      case Code::kJumpIfNotZero:
        if (value(instruction.a, registers.data()) != 0) pc = instruction.target;
        break;
      case Code::kAwaitEnd:
        return true;
      default:
        if (compute(instruction, registers.data(), owner.self) != Fault::kNone) return true;
        break;
    }
  }
}

}  // namespace heddle::vm
