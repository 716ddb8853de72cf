#include "vm/machine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace heddle::vm {

using kernel::Execution;
using kernel::Fault;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

constexpr std::uint32_t kRoundsMax = 10'000;

Fault fault_of(ArithmeticError error) {
  switch (error) {
    case ArithmeticError::kNone:
      return Fault::kNone;
    case ArithmeticError::kOverflow:
      return Fault::kOverflow;
    case ArithmeticError::kDivisionByZero:
      return Fault::kDivisionByZero;
  }
  __builtin_unreachable();
}

}  // namespace

Machine::Machine(const scenario::Scenario& scenario, const vm::Program& program,
                 detect::Detectors detectors)
    : scenario_(scenario),
      program_(program),
      detectors_(detectors),
      conditions_(program, scenario.check.always.size()) {
  for (std::uint32_t i = 0; i < scenario.variables.size(); ++i) {
    cell_names_.insert(cell_names_.end(), scenario.variables[i].initial.size(), i);
  }
  std::uint32_t frame = 0;
  std::uint32_t registers_max = 0;
  for (std::uint32_t d = 0; d < scenario.threads.size(); ++d) {
    const Body& body = program.bodies[d];
    const auto reached = static_cast<std::uint32_t>(reached_.size());
    body_reached_.push_back(reached);
    reached_.resize(reached + body.code.size());
    registers_max = std::max(registers_max, body.registers);
    for (std::uint32_t i = 0; i < scenario.threads[d].count; ++i) {
      threads_.push_back({d, static_cast<Value>(i), frame, reached});
      frame += body.registers;
    }
  }
  for (const Body& condition : program.conditions) {
    registers_max = std::max(registers_max, condition.registers);
  }
  scratch_.resize(registers_max);
  add_properties();
}

void Machine::set_up(Execution& execution) {
  using kernel::ObjectKind;
  for (const auto& variable : scenario_.variables) {
    execution.add_object({.kind = ObjectKind::kMemory,
                          .name = variable.name,
                          .size = static_cast<std::uint32_t>(variable.initial.size()),
                          .initial = variable.initial});
  }
  for (const auto& family : scenario_.objects) {
    constexpr ObjectKind kKinds[] = {ObjectKind::kMutex,     ObjectKind::kRwLock,
                                     ObjectKind::kCondition, ObjectKind::kSemaphore,
                                     ObjectKind::kBarrier,   ObjectKind::kChannel};
    for (std::size_t i = 0; i < family.initial.size(); ++i) {
      kernel::Object object{.kind = kKinds[static_cast<std::size_t>(family.object_class)],
                            .name = family.name,
                            .parameter = family.initial[i]};
      if (family.is_array) object.name = fmt::format("{}[{}]", family.name, i);
      if (object.kind == ObjectKind::kSemaphore) object.initial = {family.initial[i]};
      execution.add_object(std::move(object));
    }
  }
  std::uint32_t registers = 0;
  for (const Thread& thread : threads_) {
    const auto& declaration = scenario_.threads[thread.declaration];
    std::string name = declaration.name;
    if (declaration.counted) name = fmt::format("{}[{}]", name, thread.self);
    execution.add_thread({std::move(name), declaration.start, declaration.background});
    registers += program_.bodies[thread.declaration].registers;
  }
  execution.add_words(registers);
  detect::listen(detectors_, *this, execution);
}

// ---- Operations ---------------------------------------------------------------------------------

Value* Machine::frame(Execution& execution, ThreadId thread) const {
  return execution.mutable_words().data() + execution.program_word() + threads_[thread].frame;
}

const Instruction& Machine::parked_at(const Execution& execution, ThreadId thread) const {
  const Body& body = program_.bodies[threads_[thread].declaration];
  return body.code[body.parks[execution.location(thread)]];
}

void Machine::announced(const Execution& execution, ThreadId thread, Operation& operation) const {
  const Value* registers =
      execution.words().data() + execution.program_word() + threads_[thread].frame;
  announce(execution, parked_at(execution, thread), registers, operation);
}

void Machine::announce(const Execution& execution, const Instruction& instruction,
                       const Value* frame, Operation& operation) const {
  switch (instruction.code) {
    case Code::kLoad:
      operation.kind = OperationKind::kRead;
      locate(execution, instruction, frame, operation);
      break;
    case Code::kStore:
      operation.kind = OperationKind::kWrite;
      locate(execution, instruction, frame, operation);
      operation.argument = value(instruction.b, frame);
      break;
    case Code::kUpdate:
      operation.kind = OperationKind::kUpdate;
      operation.update = instruction.update;
      locate(execution, instruction, frame, operation);
      operation.argument = value(instruction.b, frame);
      if (!instruction.c.absent()) operation.argument2 = value(instruction.c, frame);
      break;
    case Code::kSync:
      operation.kind = instruction.sync;
      locate_object(instruction, frame, operation);
      if (!instruction.b.absent()) operation.argument = value(instruction.b, frame);
      break;
    case Code::kNew:
      operation.kind = OperationKind::kNew;
      operation.object = instruction.object;
      break;
    case Code::kDelete:
      operation.kind = OperationKind::kDelete;
      operation.object = instruction.object;
      operation.argument = operation.place = value(instruction.a, frame);
      if ((operation.argument & 1) != 0) operation.fault = Fault::kDoubleFree;
      break;
    case Code::kAwait:
      operation.kind = OperationKind::kAwait;
      break;
    case Code::kAtomic:
      operation.kind = OperationKind::kAtomic;
      break;
    default:
      operation.kind = OperationKind::kSkip;
      break;
  }
}

void Machine::locate(const Execution& execution, const Instruction& instruction, const Value* frame,
                     Operation& operation) const {
  operation.plain = instruction.plain;
  operation.pointer = instruction.pointer;
  operation.tracked = instruction.tracked;
  if (instruction.place == Place::kField) {
    const Value pointer = value(instruction.a, frame);
    operation.object = instruction.object;
    operation.field = instruction.target;
    operation.place = pointer;
    if (pointer == 0) {
      operation.fault = Fault::kNullDereference;
    } else if ((pointer & 1) != 0) {
      operation.fault = Fault::kUseAfterFree;
    }
    const auto record = static_cast<std::uint32_t>(kernel::address_of(pointer)) - 1;
    operation.cell =
        execution.heap_begin() + record * program_.record_words + 1 + instruction.target;
    return;
  }
  operation.object = instruction.object;
  const kernel::Object& object = execution.object(instruction.object);
  operation.cell = object.word;
  if (instruction.place == Place::kCell) {
    const Value index = value(instruction.a, frame);
    operation.place = index;
    if (index < 0 || index >= object.size) {
      operation.fault = Fault::kOutOfBounds;
      return;
    }
    operation.cell += static_cast<std::uint32_t>(index);
  }
}

void Machine::locate_object(const Instruction& instruction, const Value* frame,
                            Operation& operation) const {
  operation.object = instruction.object;
  operation.second = instruction.second;
  if (!instruction.a.absent()) {
    const Value index = value(instruction.a, frame);
    operation.place = index;
    if (index < 0 || index >= instruction.count) {
      operation.fault = Fault::kOutOfBounds;
      return;
    }
    operation.object += static_cast<std::uint32_t>(index);
  }
  if (!instruction.c.absent()) {
    const Value index = value(instruction.c, frame);
    if (index < 0 || index >= instruction.second_count) {
      operation.fault = Fault::kOutOfBounds;
      return;
    }
    operation.second += static_cast<std::uint32_t>(index);
  }
}

// ---- Running ------------------------------------------------------------------------------------

void Machine::run(Execution& execution, ThreadId thread) {
  for (;;) {
    advance(execution, thread);
    execution.park();
  }
}

void Machine::advance(Execution& execution, ThreadId thread) {
  const bool traced = tracer_.listening();
  std::uint32_t next = 0;
  if (!execution.starting(thread)) {
    const Body& body = program_.bodies[threads_[thread].declaration];
    const std::uint32_t pc = body.parks[execution.location(thread)];
    in_block_ = body.code[pc].code == Code::kAtomic;
    const std::uint32_t dst = body.code[pc].dst;
    if (dst != kNoIndex) frame(execution, thread)[dst] = execution.result();
    if (traced) trace_after<true>(execution, thread, pc);
    next = pc + 1;
  }
  if (traced) return interpret<true>(execution, thread, next);
  interpret<false>(execution, thread, next);
}

// Before an instruction that does not park.
template <bool kTraced>
void Machine::trace_before(const Execution& execution, ThreadId thread, std::uint32_t pc) {
  if constexpr (!kTraced) return;
  const Instruction& instruction = program_.bodies[threads_[thread].declaration].code[pc];
  Operation operation;
  if (instruction.code == Code::kLoad || instruction.code == Code::kUpdate) {
    const Value* const registers =
        execution.words().data() + execution.program_word() + threads_[thread].frame;
    locate(execution, instruction, registers, operation);
  }
  tracer_.before(thread, pc, operation.cell);
}

template <bool kTraced>
void Machine::trace_after(const Execution& execution, ThreadId thread, std::uint32_t pc) {
  if constexpr (!kTraced) return;
  const Instruction& instruction = program_.bodies[threads_[thread].declaration].code[pc];
  const Operand given = instruction.dst == kNoIndex ? instruction.a : Operand{instruction.dst};
  const Value* const registers =
      execution.words().data() + execution.program_word() + threads_[thread].frame;
  tracer_.after(thread, pc, given.absent() ? 0 : value(given, registers));
}

template <bool kTraced>
void Machine::interpret(Execution& execution, ThreadId thread, std::uint32_t pc) {
  const Thread& owner = threads_[thread];
  const std::vector<Instruction>& code = program_.bodies[owner.declaration].code;
  std::uint8_t* const reached = reached_.data() + owner.reached;
  Value* registers = frame(execution, thread);
  std::uint32_t rounds = 0;
  failed_source_ = kNoIndex;
  for (;;) {
    const Instruction& instruction = code[pc];
    reached[pc++] = 1;
    if (instruction.code <= Code::kAtomic && !instruction.now) {
      return park(execution, thread, instruction);
    }
    const std::uint32_t at = pc - 1;
    trace_before<kTraced>(execution, thread, at);
    switch (instruction.code) {
      case Code::kLoad:
      case Code::kStore:
      case Code::kUpdate:
      case Code::kSync:
      case Code::kNew:
      case Code::kDelete:
        if (!perform_now(execution, thread, instruction, registers)) return;
        break;
      case Code::kJump:
        pc = instruction.target;
        break;
      case Code::kJumpIfZero:
        if (value(instruction.a, registers) == 0) pc = instruction.target;
        break;
      case Code::kJumpIfNotZero:
        if (value(instruction.a, registers) != 0) pc = instruction.target;
        break;
      case Code::kEnd:
        return finish(execution, thread);
      case Code::kMove:
        registers[instruction.dst] = value(instruction.a, registers);
        break;
      default:
        if (!perform_local(execution, thread, instruction, registers, rounds)) return;
        break;
    }
    trace_after<kTraced>(execution, thread, at);
  }
}

// An access inside an atomic block; false when it ended the execution. `registers` follow the state
// when it grows.
bool Machine::perform_now(Execution& execution, ThreadId thread, const Instruction& instruction,
                          Value*& registers) {
  Operation operation;
  announce(execution, instruction, registers, operation);
  const Value result = execution.perform_now(thread, operation);
  registers = frame(execution, thread);
  if (execution.failed()) {
    if (failed_source_ == kNoIndex) failed_source_ = instruction.source;
    return false;
  }
  if (instruction.dst != kNoIndex) registers[instruction.dst] = result;
  return true;
}

// Local work that is no jump; false when it ended the execution.
bool Machine::perform_local(Execution& execution, ThreadId thread, const Instruction& instruction,
                            Value* registers, std::uint32_t& rounds) {
  switch (instruction.code) {
    case Code::kAwait:
    case Code::kAwaitEnd:
      break;
    case Code::kAtomicEnd:
      in_block_ = false;
      rounds = 0;
      break;
    case Code::kRound:
      if (++rounds > kRoundsMax) {
        execution.fail(Fault::kMisuse, "runs more than 10,000 loop rounds without an access");
      }
      break;
    case Code::kChoose:
      registers[instruction.dst] = execution.choose(instruction.target, instruction.source);
      break;
    case Code::kFlag:
      execution.mark(instruction.object);
      break;
    case Code::kAssert:
      if (value(instruction.a, registers) == 0) execution.fail(Fault::kAssertion);
      break;
    case Code::kUnitBegin:
      execution.cross_unit_border(thread);
      break;
    case Code::kUnitEnd:
      execution.end_unit(thread);
      break;
    default: {
      const Fault fault = compute(instruction, registers, threads_[thread].self);
      if (fault != Fault::kNone) execution.fail(fault);
      break;
    }
  }
  if (!execution.failed()) return true;
  failed_source_ = instruction.source;
  return false;
}

void Machine::park(Execution& execution, ThreadId thread, const Instruction& instruction) {
  const Body& body = program_.bodies[threads_[thread].declaration];
  Value* const registers = frame(execution, thread);
  for (const std::uint32_t dead : body.dead[instruction.location]) registers[dead] = 0;
  execution.announce_at(thread, instruction.location);
}

void Machine::finish(Execution& execution, ThreadId thread) {
  std::fill_n(frame(execution, thread), program_.bodies[threads_[thread].declaration].registers, 0);
  execution.finish(thread);
}

Fault Machine::compute(const Instruction& instruction, Value* registers, Value self) const {
  Value& dst = registers[instruction.dst];
  const Value a = instruction.a.absent() ? 0 : value(instruction.a, registers);
  const Value b = instruction.b.absent() ? 0 : value(instruction.b, registers);
  switch (instruction.code) {
    case Code::kMove:
      dst = a;
      break;
    case Code::kSelf:
      dst = self;
      break;
    case Code::kArithmetic: {
      Value result = 0;
      const ArithmeticError error = calculate(instruction.arithmetic, a, b, result);
      if (error != ArithmeticError::kNone) return fault_of(error);
      dst = result;
      break;
    }
    case Code::kEqual:
      dst = a == b;
      break;
    case Code::kNotEqual:
      dst = a != b;
      break;
    case Code::kLess:
      dst = a < b;
      break;
    case Code::kLessEqual:
      dst = a <= b;
      break;
    case Code::kEqualPointer:
      dst = kernel::address_of(a) == kernel::address_of(b);
      break;
    case Code::kNotEqualPointer:
      dst = kernel::address_of(a) != kernel::address_of(b);
      break;
    case Code::kMinimum:
      dst = std::min(a, b);
      break;
    case Code::kMaximum:
      dst = std::max(a, b);
      break;
    case Code::kNegate: {
      Value result = 0;
      if (__builtin_sub_overflow(Value{0}, a, &result)) return Fault::kOverflow;
      dst = result;
      break;
    }
    case Code::kNot:
      dst = a == 0;
      break;
    case Code::kComplement:
      dst = ~a;
      break;
    default:
      CHECK(false);
      break;
  }
  return Fault::kNone;
}

bool Machine::evaluate(const Execution& execution, const Body& body, std::uint32_t pc,
                       Value* registers, Value self, Value& result) const {
  for (;;) {
    const Instruction& instruction = body.code[pc++];
    switch (instruction.code) {
      case Code::kLoad: {
        Operation load;
        announce(execution, instruction, registers, load);
        if (load.fault != Fault::kNone) return false;
        registers[instruction.dst] = execution.word(load.cell);
        break;
      }
      case Code::kJump:
        pc = instruction.target;
        break;
      case Code::kJumpIfZero:
        if (value(instruction.a, registers) == 0) pc = instruction.target;
        break;
      case Code::kJumpIfNotZero:
        if (value(instruction.a, registers) != 0) pc = instruction.target;
        break;
      case Code::kAwaitEnd:
      case Code::kEnd:
        result = value(instruction.a, registers);
        return true;
      default:
        if (compute(instruction, registers, self) != Fault::kNone) return false;
        break;
    }
  }
}

// ---- The heap -----------------------------------------------------------------------------------

Value Machine::perform(Execution& execution, ThreadId, const Operation& operation) {
  if (operation.kind == OperationKind::kNew) return allocate(execution, operation.object);
  if (operation.argument != 0) free(execution, operation.argument);
  return operation.argument;
}

Value Machine::allocate(Execution& execution, std::uint32_t record) const {
  const std::uint32_t stride = program_.record_words;
  const std::uint32_t size = execution.heap_size();
  std::uint32_t at = 0;
  while (at < size && execution.word(execution.heap_begin() + at) != 0) at += stride;
  if (at == size) execution.resize_heap(size + stride);
  execution.set_word(execution.heap_begin() + at, static_cast<Value>(record) + 1);
  return (static_cast<Value>(at / stride) + 1) << 1;
}

void Machine::free(Execution& execution, Value pointer) const {
  const std::uint32_t stride = program_.record_words;
  const std::uint32_t begin = execution.heap_begin();
  const auto at = static_cast<std::uint32_t>(kernel::address_of(pointer) - 1) * stride;
  execution.forget_history(begin + at, begin + at + stride);
  for (std::uint32_t i = 0; i < stride; ++i) execution.set_word(begin + at + i, 0);
  std::uint32_t size = execution.heap_size();
  while (size > 0 && execution.word(begin + size - stride) == 0) size -= stride;
  execution.resize_heap(size);
  forget_pointers(execution, pointer);
}

// Every pointer to the record becomes one to freed memory, and stays so.
void Machine::forget_pointers(Execution& execution, Value pointer) const {
  const auto forget = [&](std::uint32_t word) {
    if (execution.word(word) == pointer) execution.set_word(word, pointer | 1);
  };
  for (std::size_t i = 0; i < scenario_.variables.size(); ++i) {
    if (!scenario_.variables[i].type.is_pointer()) continue;
    const kernel::Object& object = execution.object(static_cast<kernel::ObjectId>(i));
    for (std::uint32_t cell = 0; cell < object.size; ++cell) forget(object.word + cell);
  }
  for (const Thread& thread : threads_) {
    const Body& body = program_.bodies[thread.declaration];
    for (std::uint32_t r = body.integers; r < body.registers; ++r) {
      forget(execution.program_word() + thread.frame + r);
    }
  }
  const std::uint32_t begin = execution.heap_begin();
  for (std::uint32_t at = 0; at < execution.heap_size(); at += program_.record_words) {
    const Value type = execution.word(begin + at);
    if (type == 0) continue;
    const RecordType& record = program_.records[static_cast<std::size_t>(type) - 1];
    for (std::uint32_t f = 0; f < record.fields.size(); ++f) {
      if (record.pointer[f]) forget(begin + at + 1 + f);
    }
  }
}

void Machine::deleted_cells(const Execution& execution, const Operation& operation,
                            std::vector<std::uint32_t>& cells) const {
  if (operation.argument == 0 || operation.fault != Fault::kNone) return;
  const auto record = static_cast<std::uint32_t>(kernel::address_of(operation.argument)) - 1;
  const std::uint32_t at = execution.heap_begin() + record * program_.record_words;
  const auto type = static_cast<std::size_t>(execution.word(at)) - 1;
  for (std::uint32_t f = 0; f < program_.records[type].fields.size(); ++f)
    cells.push_back(at + 1 + f);
}

}  // namespace heddle::vm
