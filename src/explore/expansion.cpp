#include "explore/expansion.h"

#include "kernel/availability.h"

namespace heddle::explore {

using kernel::Fault;
using kernel::ObjectKind;
using kernel::ThreadId;

void Expansion::look() {
  enabled_.clear();
  blocked_.clear();
  if (!execution_.failed()) {
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      detect::PendingOperation& pending = enabled_.emplace_back();
      pending.thread = thread;
      execution_.pending(thread, pending.operation);
      if (execution_.enabled(thread, pending.operation)) continue;
      if (kernel::rules(pending.operation.kind).locks) blocked_.push_back(pending);
      enabled_.pop_back();
    }
  }
  end_ = execution_.end(!enabled_.empty());
}

void Expansion::note_contention(std::vector<bool>& contended) const {
  for (const auto& [thread, operation] : blocked_) {
    if (execution_.status(thread) == kernel::Execution::kAsleep) continue;
    contended[kernel::blocking_object(operation)] = true;
  }
  for (const auto& [thread, operation] : enabled_) {
    if (!kernel::rules(operation.kind).locks || operation.fault != Fault::kNone) continue;
    const bool is_mutex = execution_.object(operation.object).kind == ObjectKind::kMutex;
    if (is_mutex && kernel::availability(execution_, operation.object) == 0)
      contended[operation.object] = true;
  }
}

}  // namespace heddle::explore
