#include "explore/expansion.h"

namespace heddle::explore {

using kernel::Fault;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

bool takes_lock(OperationKind kind) {
  switch (kind) {
    case OperationKind::kLock:
    case OperationKind::kReadLock:
    case OperationKind::kWriteLock:
    case OperationKind::kRelock:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Expansion::look() {
  enabled_.clear();
  blocked_.clear();
  if (!execution_.failed()) {
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      detect::PendingOperation& pending = enabled_.emplace_back();
      pending.thread = thread;
      execution_.pending(thread, pending.operation);
      if (execution_.enabled(thread, pending.operation)) continue;
      if (takes_lock(pending.operation.kind)) blocked_.push_back(pending);
      enabled_.pop_back();
    }
  }
  end_ = execution_.end(!enabled_.empty());
}

const std::vector<std::uint32_t>& Expansion::races() {
  races_.clear();
  detect::find_data_races(execution_, program_, enabled_, races_);
  return races_;
}

void Expansion::note_contention(std::vector<bool>& contended) const {
  for (const auto& [thread, operation] : blocked_) {
    const bool relocks = operation.kind == OperationKind::kRelock;
    if (relocks && execution_.status(thread) != kernel::Execution::kNotified) continue;
    contended[relocks ? operation.second : operation.object] = true;
  }
  for (const auto& [thread, operation] : enabled_) {
    const bool tries = operation.kind == OperationKind::kTryLock;
    if ((!tries && operation.kind != OperationKind::kLock) || operation.fault != Fault::kNone)
      continue;
    const bool held = execution_.word(execution_.object(operation.object).word) != 0;
    if (held) contended[operation.object] = true;
  }
}

}  // namespace heddle::explore
