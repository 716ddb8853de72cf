#include "kernel/rules.h"

#include "kernel/objects/barrier.h"
#include "kernel/objects/channel.h"
#include "kernel/objects/code.h"
#include "kernel/objects/condition.h"
#include "kernel/objects/heap.h"
#include "kernel/objects/memory.h"
#include "kernel/objects/mutex.h"
#include "kernel/objects/rw_lock.h"
#include "kernel/objects/semaphore.h"
#include "kernel/objects/thread.h"

namespace heddle::kernel {

namespace {

template <class... Rows>
constexpr auto table_of(const Rows&... files) {
  std::array<Rules, kOperationKinds> table{};
  const auto add = [&](const auto& rows) {
    for (const Row& row : rows) table[static_cast<std::size_t>(row.first)] = row.second;
  };
  (add(files), ...);
  return table;
}

constexpr auto kTable =
    table_of(memory::kRows, mutex::kRows, rw_lock::kRows, condition::kRows, semaphore::kRows,
             barrier::kRows, channel::kRows, thread::kRows, heap::kRows, code::kRows);

// Each kind but kNone, the first, has a row.
static_assert([] {
  for (std::size_t i = 1; i < kTable.size(); ++i) {
    if (*kTable[i].verb == '\0') return false;
  }
  return true;
}());

}  // namespace

constinit const std::array<Rules, kOperationKinds> operation_rules = kTable;

// By ObjectKind.
constinit const std::array<ObjectRules, kObjectKinds> object_rules = {
    memory::kObject,    mutex::kObject,   rw_lock::kObject, condition::kObject,
    semaphore::kObject, barrier::kObject, channel::kObject};

void Effect::let_program_perform(Execution& execution, const Event& event) {
  if (execution.deleted_ != nullptr) {
    execution.deleted_cells(event.operation, *execution.deleted_);
  }
  execution.result_ = execution.states().perform(execution, event.thread, event.operation);
}

}  // namespace heddle::kernel
