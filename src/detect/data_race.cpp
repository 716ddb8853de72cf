#include "detect/data_race.h"

#include <algorithm>

namespace heddle::detect {

using kernel::Execution;
using kernel::Fault;
using kernel::Operation;
using kernel::OperationKind;

namespace {

struct Touch {
  std::uint32_t cell = 0;
  kernel::ThreadId thread = 0;
  bool writes = false;
  bool plain = false;
  bool block = false;  // of an atomic block or an await
};

bool is_block(const Operation& operation) {
  return operation.kind == OperationKind::kAtomic || operation.kind == OperationKind::kAwait;
}

bool race(const Touch& a, const Touch& b) {
  return a.cell == b.cell && a.thread != b.thread && (a.writes || b.writes) &&
         (a.plain || b.plain) && !(a.block && b.block);
}

void touch(Execution& execution, const kernel::Program& program, const PendingOperation& pending,
           std::vector<Touch>& touches) {
  const Operation& operation = pending.operation;
  if (operation.fault != Fault::kNone) return;  // touches nothing
  if (is_memory(operation.kind)) {
    const bool writes = operation.kind != OperationKind::kRead;
    touches.push_back({operation.cell, pending.thread, writes, operation.plain, false});
  } else if (operation.kind == OperationKind::kDelete) {
    std::vector<std::uint32_t> cells;
    program.deleted_cells(execution, operation, cells);
    for (const std::uint32_t cell : cells) {
      touches.push_back({cell, pending.thread, true, true, false});
    }
  } else if (is_block(operation)) {
    std::vector<Execution::Touch> inside;
    execution.footprint(pending.thread, inside);
    for (const auto& each : inside) {
      touches.push_back({each.cell, pending.thread, each.writes, each.plain, true});
    }
  }
}

// Cheap and usually the end of it: whether any two operations could race at all.
bool could_race(const std::vector<PendingOperation>& enabled) {
  int touching = 0;
  bool outside_blocks = false;
  for (const auto& pending : enabled) {
    const Operation& operation = pending.operation;
    const bool block = is_block(operation);
    if (!block && operation.kind != OperationKind::kDelete && !is_memory(operation.kind)) continue;
    ++touching;
    outside_blocks |= !block;
  }
  return touching > 1 && outside_blocks;
}

}  // namespace

void find_data_races(Execution& execution, const kernel::Program& program,
                     const std::vector<PendingOperation>& enabled,
                     std::vector<std::uint32_t>& names) {
  if (!could_race(enabled)) return;
  std::vector<Touch> touches;
  for (const auto& pending : enabled) touch(execution, program, pending, touches);
  std::stable_sort(touches.begin(), touches.end(),
                   [](const Touch& a, const Touch& b) { return a.cell < b.cell; });
  for (std::size_t i = 0; i < touches.size(); ++i) {
    for (std::size_t k = i + 1; k < touches.size() && touches[k].cell == touches[i].cell; ++k) {
      if (!race(touches[i], touches[k])) continue;
      names.push_back(program.memory_name(execution, touches[i].cell));
      break;
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace heddle::detect
