#include "explore/states/persistent_sets.h"

#include <algorithm>

#include "kernel/rules.h"

namespace heddle::explore {

using kernel::Operation;
using kernel::PendingOperation;
using kernel::ThreadId;

PersistentSets::PersistentSets(const kernel::Execution& execution,
                               std::unique_ptr<kernel::Foresight> foresight)
    : execution_(execution),
      foresight_(execution.first_agent() == execution.thread_count() ? std::move(foresight)
                                                                     : nullptr),
      next_(foresight_ ? foresight_->things() : 0),
      threads_(execution.thread_count()) {}

void PersistentSets::look(const std::vector<PendingOperation>& enabled) {
  for (ThreadId thread = 0; thread < threads_.size(); ++thread) {
    threads_[thread].alive = !execution_.finished(thread);
    threads_[thread].enabled = threads_[thread].needs_known = false;
  }
  for (const PendingOperation& each : enabled) threads_[each.thread].enabled = true;
}

// Who could come into conflict with the next step of a thread that is enabled, or let one go on
// that is not.
const std::vector<ThreadId>& PersistentSets::needs(ThreadId thread) {
  Thread& self = threads_[thread];
  if (self.needs_known) return self.needs;
  self.needs_known = true;
  self.needs.clear();
  const Operation operation = execution_.pending(thread);
  const bool joins = kernel::rules(operation.kind).waits == kernel::Waits::kForThread;
  if (joins && operation.fault == kernel::Fault::kNone) {
    if (!self.enabled) self.needs.push_back(operation.object);
    return self.needs;
  }
  foresight_->next(execution_, thread, operation, next_);
  for (ThreadId other = 0; other < threads_.size(); ++other) {
    if (other == thread || !threads_[other].alive) continue;
    if (next_.conflicts(foresight_->future(execution_, other))) self.needs.push_back(other);
  }
  return self.needs;
}

std::size_t PersistentSets::close(ThreadId seed, std::size_t enough) {
  in_closure_.assign(threads_.size(), false);
  in_closure_[seed] = true;
  closure_.assign(1, seed);
  std::size_t enabled = 0;
  for (std::size_t i = 0; i < closure_.size(); ++i) {
    if (threads_[closure_[i]].enabled && ++enabled == enough) return enabled;
    for (const ThreadId needed : needs(closure_[i])) {
      if (in_closure_[needed]) continue;
      in_closure_[needed] = true;
      closure_.push_back(needed);
    }
  }
  return enabled;
}

void PersistentSets::reduce(std::vector<PendingOperation>& enabled) {
  if (!foresight_ || enabled.size() < 2) return;
  look(enabled);
  std::size_t smallest = enabled.size();
  for (const PendingOperation& seed : enabled) {
    const std::size_t size = close(seed.thread, smallest);
    if (size >= smallest) continue;
    smallest = size;
    best_ = in_closure_;
    if (smallest == 1) break;
  }
  if (smallest == enabled.size()) return;
  std::erase_if(enabled, [&](const PendingOperation& each) { return !best_[each.thread]; });
}

}  // namespace heddle::explore
