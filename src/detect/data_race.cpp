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

void touch(Execution& execution, const PendingOperation& pending, std::vector<Touch>& touches) {
  const Operation& operation = pending.operation;
  if (operation.fault != Fault::kNone) return;  // touches nothing
  if (is_memory(operation.kind)) {
    const bool writes = operation.kind != OperationKind::kRead;
    touches.push_back({operation.cell, pending.thread, writes, operation.plain, false});
  } else if (operation.kind == OperationKind::kDelete) {
    std::vector<std::uint32_t> cells;
    execution.deleted_cells(operation, cells);
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

// Whether any two operations could race at all.
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

// Up to so many operations are compared pair by pair.
constexpr std::size_t kFewOperations = 16;

bool touches_one_cell(const Operation& operation) {
  return operation.kind != OperationKind::kDelete && !is_block(operation);
}

bool is_few_and_simple(const std::vector<PendingOperation>& enabled) {
  return enabled.size() <= kFewOperations &&
         std::all_of(enabled.begin(), enabled.end(), [](const PendingOperation& pending) {
           return touches_one_cell(pending.operation);
         });
}

bool race(const Operation& a, const Operation& b) {
  return a.cell == b.cell && is_memory(a.kind) && is_memory(b.kind) &&
         (a.kind != OperationKind::kRead || b.kind != OperationKind::kRead) &&
         (a.plain || b.plain) && a.fault == Fault::kNone && b.fault == Fault::kNone;
}

// The common case, without anything to allocate.
void find_races_of_pairs(Execution& execution, const kernel::Program& program,
                         const std::vector<PendingOperation>& enabled,
                         std::vector<std::uint32_t>& names) {
  std::uint32_t last = kernel::kNoId;
  for (std::size_t i = 0; i + 1 < enabled.size(); ++i) {
    for (std::size_t k = i + 1; k < enabled.size(); ++k) {
      if (!race(enabled[i].operation, enabled[k].operation)) continue;
      if (enabled[i].operation.cell == last) continue;
      last = enabled[i].operation.cell;
      names.push_back(program.memory_name(execution, last));
    }
  }
}

// Blocks and deletes touch several cells: all touches, sorted by cell.
void find_races_of_touches(Execution& execution, const kernel::Program& program,
                           const std::vector<PendingOperation>& enabled,
                           std::vector<std::uint32_t>& names) {
  if (!could_race(enabled)) return;
  std::vector<Touch> touches;
  for (const auto& pending : enabled) touch(execution, pending, touches);
  std::stable_sort(touches.begin(), touches.end(),
                   [](const Touch& a, const Touch& b) { return a.cell < b.cell; });
  for (std::size_t i = 0; i < touches.size(); ++i) {
    for (std::size_t k = i + 1; k < touches.size() && touches[k].cell == touches[i].cell; ++k) {
      if (!race(touches[i], touches[k])) continue;
      names.push_back(program.memory_name(execution, touches[i].cell));
      break;
    }
  }
}

}  // namespace

void find_data_races(Execution& execution, const kernel::Program& program,
                     const std::vector<PendingOperation>& enabled,
                     std::vector<std::uint32_t>& names) {
  if (is_few_and_simple(enabled)) {
    find_races_of_pairs(execution, program, enabled, names);
  } else {
    find_races_of_touches(execution, program, enabled, names);
  }
  if (names.size() < 2) return;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace heddle::detect
