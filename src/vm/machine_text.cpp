// How the machine's accesses are called in reports.
#include <fmt/format.h>

#include "base/check.h"
#include "kernel/rules.h"
#include "vm/machine.h"

namespace heddle::vm {

using kernel::Execution;
using kernel::Names;
using kernel::Operation;
using kernel::OperationKind;

namespace {

const char* verb(const Operation& operation) {
  using kernel::UpdateKind;
  if (operation.kind == OperationKind::kUpdate) {
    if (operation.update == UpdateKind::kCompareAndSwap) return "cas";
    if (operation.update == UpdateKind::kExchange) return "exchange";
  }
  return kernel::rules(operation.kind).verb;
}

}  // namespace

std::string Machine::record_text(std::uint32_t record, Value pointer) const {
  if (pointer == 0) return "null";
  return fmt::format("{}#{}", program_.records[record].name, kernel::address_of(pointer));
}

std::string Machine::memory_text(const Operation& operation) const {
  if (operation.field != kernel::kNoId) {
    return fmt::format("{}.{}", record_text(operation.object, operation.place),
                       program_.records[operation.object].fields[operation.field]);
  }
  const auto& variable = scenario_.variables[operation.object];
  return variable.is_array ? fmt::format("{}[{}]", variable.name, operation.place) : variable.name;
}

// The object's name, or, when the index is out of bounds, what it would have been.
std::string Machine::object_text(const Execution& execution, const Operation& operation) const {
  const bool thread = kernel::rules(operation.kind).names == Names::kThread;
  const std::string& name =
      thread ? execution.thread(operation.object).name : execution.object(operation.object).name;
  if (operation.fault != kernel::Fault::kOutOfBounds) return name;
  return fmt::format("{}[{}]", name.substr(0, name.find('[')), operation.place);
}

std::string Machine::access_text(const Execution& execution, const Operation& operation) const {
  const kernel::Rules& row = kernel::rules(operation.kind);
  std::string what = verb(operation);
  switch (row.names) {
    case Names::kNothing:
    case Names::kCode:
      return what;
    case Names::kMemory:
      return fmt::format("{} {}", what, memory_text(operation));
    case Names::kRecord:
      return fmt::format("{} {}", what,
                         operation.kind == OperationKind::kDelete
                             ? record_text(operation.object, operation.argument)
                             : program_.records[operation.object].name);
    case Names::kObject:
      if (row.object == kernel::Use::kSleepsOn)
        return fmt::format("{} {}", what, execution.object(operation.second).name);
      break;
    case Names::kThread:
      break;
  }
  return fmt::format("{} {}", what, object_text(execution, operation));
}

std::string Machine::access_text(const Execution& execution, const Instruction& instruction) const {
  Operation operation;
  std::string what;
  const auto indexed = [&](const std::string& name, Operand index) {
    if (index.absent()) return name;
    const std::string family = name.substr(0, name.find('['));
    if (!index.constant()) return family + "[...]";
    return fmt::format("{}[{}]", family, program_.constants[index.index()]);
  };
  switch (instruction.code) {
    case Code::kLoad:
      operation.kind = OperationKind::kRead;
      break;
    case Code::kStore:
      operation.kind = OperationKind::kWrite;
      break;
    case Code::kUpdate:
      operation.kind = OperationKind::kUpdate;
      operation.update = instruction.update;
      break;
    case Code::kSync:
      operation.kind = instruction.sync;
      break;
    case Code::kNew:
      operation.kind = OperationKind::kNew;
      break;
    case Code::kDelete:
      operation.kind = OperationKind::kDelete;
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
  if (is_memory(operation.kind)) {
    const std::string& name = program_.names[instruction.variable].name;
    what = instruction.place == Place::kField ? name : indexed(name, instruction.a);
  } else if (instruction.code == Code::kSync) {
    const bool thread = kernel::rules(operation.kind).names == Names::kThread;
    what = indexed(thread ? execution.thread(instruction.object).name
                          : execution.object(instruction.object).name,
                   instruction.a);
  } else if (instruction.code == Code::kNew || instruction.code == Code::kDelete) {
    what = instruction.object == kNoIndex ? "null" : program_.records[instruction.object].name;
  }
  return what.empty() ? verb(operation) : fmt::format("{} {}", verb(operation), what);
}

kernel::AccessName Machine::access_name(const Execution& execution, kernel::ThreadId thread,
                                        const Operation& operation) const {
  CHECK(execution.started(thread) && !execution.finished(thread));
  return {parked_at(execution, thread).source, access_text(execution, operation)};
}

}  // namespace heddle::vm
