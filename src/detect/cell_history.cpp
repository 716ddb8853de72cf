#include "detect/cell_history.h"

#include <bit>

namespace heddle::detect {

using kernel::Execution;
using kernel::ThreadId;
using kernel::Value;

void CellHistory::on_set_up(const Execution& execution) {
  cell_shift_ = 1 + static_cast<int>(std::bit_width(execution.thread_count()));
}

void CellHistory::remember(Execution& execution, std::uint32_t cell, ThreadId thread) const {
  const Value fresh = entry(cell, thread);
  const auto all = entries(execution);
  const auto at = std::lower_bound(all.begin(), all.end(), fresh);
  if (at != all.end() && (*at & ~kFlag) == fresh) {
    *at = fresh;
  } else {
    execution.insert_history(slot(), static_cast<std::size_t>(at - all.begin()), fresh);
  }
}

void CellHistory::on_unit_end(Execution& execution, ThreadId thread) {
  forget_if(execution, [&](Value each) { return thread_of(each) == thread; });
}

void CellHistory::on_freed(Execution& execution, std::uint32_t first, std::uint32_t last) {
  forget_if(execution, [&](Value each) { return cell_of(each) >= first && cell_of(each) < last; });
}

void CellHistory::describe(const Execution& execution, ThreadId thread,
                           std::vector<Value>& words) const {
  for (const Value each : execution.history(slot())) {
    if (thread_of(each) != thread) continue;
    words.push_back(entry(cell_of(each), 0) | (each & kFlag));
  }
}

void CellHistory::rename(Execution& execution, const std::vector<ThreadId>& new_name) {
  const auto all = entries(execution);
  for (Value& each : all) {
    const ThreadId thread = new_name[thread_of(each)];
    each = entry(cell_of(each), thread) | (each & kFlag);
  }
  std::sort(all.begin(), all.end());
}

bool CellHistory::can_remember(const Execution& execution, std::span<const Value> words,
                               const IsCell& is_cell) const {
  Value before = -1;
  for (const Value each : words) {
    const std::uint32_t cell = cell_of(each);
    const ThreadId thread = thread_of(each);
    const bool whole = each > before && entry(cell, thread) == (each & ~kFlag);
    if (!whole || thread >= execution.thread_count() || !is_cell(cell)) return false;
    before = each | kFlag;
  }
  return true;
}

}  // namespace heddle::detect
