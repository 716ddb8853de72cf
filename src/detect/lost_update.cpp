#include "detect/lost_update.h"

#include <algorithm>
#include <bit>

namespace heddle::detect {

using kernel::Event;
using kernel::Execution;
using kernel::OperationKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

// An entry says that a thread has read a cell in its transaction; it is stale when another thread
// has changed the cell since. Entries are sorted by cell, then thread. They are small numbers, for
// they are part of every state.
constexpr Value kStale = 1;

class Entries {
 public:
  explicit Entries(const Execution& execution)
      : cell_shift_(1 + static_cast<int>(std::bit_width(execution.thread_count()))) {}

  Value entry(std::uint32_t cell, ThreadId thread) const {
    return static_cast<Value>(cell) << cell_shift_ | static_cast<Value>(thread) << 1;
  }
  std::uint32_t cell_of(Value entry) const {
    return static_cast<std::uint32_t>(entry >> cell_shift_);
  }
  ThreadId thread_of(Value entry) const {
    return static_cast<ThreadId>((entry & ((Value{1} << cell_shift_) - 1)) >> 1);
  }

 private:
  int cell_shift_;
};

using Iterator = std::vector<Value>::iterator;

Iterator first(Execution& execution) {
  return execution.mutable_words().begin() + execution.history_begin();
}

template <class Predicate>
void erase_if(Execution& execution, Predicate predicate) {
  auto& words = execution.mutable_words();
  words.erase(std::remove_if(first(execution), words.end(), predicate), words.end());
}

void remember(Execution& execution, std::uint32_t cell, ThreadId thread) {
  auto& words = execution.mutable_words();
  const Value fresh = Entries(execution).entry(cell, thread);
  const auto at = std::lower_bound(first(execution), words.end(), fresh);
  if (at != words.end() && (*at & ~kStale) == fresh) {
    *at = fresh;
  } else {
    words.insert(at, fresh);
  }
}

}  // namespace

void LostUpdate::on_event(Execution& execution, const Event& event) {
  const auto& operation = event.operation;
  const bool reads = operation.kind != OperationKind::kWrite;
  if (reads && operation.tracked) {
    const std::uint32_t mark =
        program_.lost_update_mark(program_.memory_name(execution, operation.cell));
    if (!execution.marked(mark)) remember(execution, operation.cell, event.thread);
  }
  if (!event.wrote || execution.words().size() == execution.history_begin()) return;
  const Entries entries(execution);
  const bool changed = !same_value(operation, event.before, event.after);
  bool lost = false;  // a write that does not depend on the cell leaves what was read as it was
  for (auto at = first(execution); at != execution.mutable_words().end(); ++at) {
    if (entries.cell_of(*at) != operation.cell) continue;
    if (entries.thread_of(*at) != event.thread) {
      if (changed) *at |= kStale;
    } else if (operation.tracked && (*at & kStale) != 0) {
      lost = true;
    }
  }
  if (!lost) return;
  const std::uint32_t name = program_.memory_name(execution, operation.cell);
  execution.mark(program_.lost_update_mark(name));
  // Once is enough: what was read of this name no longer matters.
  erase_if(execution, [&](Value each) {
    return program_.memory_name(execution, entries.cell_of(each)) == name;
  });
}

void LostUpdate::on_unit_end(Execution& execution, ThreadId thread) {
  if (execution.words().size() == execution.history_begin()) return;
  const Entries entries(execution);
  erase_if(execution, [&](Value each) { return entries.thread_of(each) == thread; });
}

void LostUpdate::on_parked(Execution& execution, ThreadId thread) {
  const Entries entries(execution);
  erase_if(execution, [&](Value each) {
    return entries.thread_of(each) == thread &&
           !program_.may_lose(execution, thread,
                              program_.memory_name(execution, entries.cell_of(each)));
  });
}

void LostUpdate::on_freed(Execution& execution, std::uint32_t first, std::uint32_t last) {
  const Entries entries(execution);
  erase_if(execution, [&](Value each) {
    return entries.cell_of(each) >= first && entries.cell_of(each) < last;
  });
}

void LostUpdate::describe(const Execution& execution, ThreadId thread,
                          std::vector<Value>& words) const {
  const Entries entries(execution);
  const auto& all = execution.words();
  for (std::size_t i = execution.history_begin(); i < all.size(); ++i) {
    if (entries.thread_of(all[i]) != thread) continue;
    words.push_back(entries.entry(entries.cell_of(all[i]), 0) | (all[i] & kStale));
  }
}

void LostUpdate::rename(Execution& execution, const std::vector<ThreadId>& new_name) {
  const Entries entries(execution);
  auto& words = execution.mutable_words();
  for (auto at = first(execution); at != words.end(); ++at) {
    const ThreadId thread = new_name[entries.thread_of(*at)];
    *at = entries.entry(entries.cell_of(*at), thread) | (*at & kStale);
  }
  std::sort(first(execution), words.end());
}

}  // namespace heddle::detect
