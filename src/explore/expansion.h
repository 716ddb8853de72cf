// What of a state decides how it goes on: which threads can, or how it ended.
#pragma once

#include <cstdint>
#include <vector>

#include "detect/shown_properties.h"
#include "kernel/schedulable.h"
#include "kernel/scheduled_program.h"

namespace heddle::explore {

template <class Run>
class ExpansionOf {
 public:
  // `run` must outlive this.
  explicit ExpansionOf(const Run& run) : run_(run) {}

  // Looks at the state that the run is in.
  void look() {
    enabled_.clear();
    blocked_.clear();
    if (run_.fault() == kernel::Fault::kNone) {
      const std::uint32_t threads = run_.thread_count();
      for (kernel::ThreadId thread = 0; thread < threads; ++thread) {
        detect::PendingOperation& pending = enabled_.emplace_back();
        pending.thread = thread;
        run_.pending(thread, pending.operation);
        if (run_.enabled(thread, pending.operation)) continue;
        if (kernel::rules(pending.operation.kind).locks) blocked_.push_back(pending);
        enabled_.pop_back();
      }
    }
    end_ = run_.end(!enabled_.empty());
  }

  const std::vector<detect::PendingOperation>& enabled() const { return enabled_; }
  // For who leaves some of them out.
  std::vector<detect::PendingOperation>& enabled() { return enabled_; }
  kernel::End end() const { return end_; }

  // Adds the locks that some thread wants while they are held to `contended` (by object).
  void note_contention(std::vector<bool>& contended) const {
    for (const auto* pending : {&blocked_, &enabled_}) {
      for (const auto& [thread, operation] : *pending) {
        if (!kernel::rules(operation.kind).locks) continue;
        const kernel::ObjectId object = run_.contended(thread, operation);
        if (object == kernel::kNoId) continue;
        if (object >= contended.size()) contended.resize(object + 1);
        contended[object] = true;
      }
    }
  }

 private:
  const Run& run_;
  std::vector<detect::PendingOperation> enabled_;
  std::vector<detect::PendingOperation> blocked_;  // and about to take a lock
  kernel::End end_ = kernel::End::kRunning;
};

// Whatever is run; and what is known to be the kernel's, where nothing is dispatched.
using Expansion = ExpansionOf<kernel::Schedulable>;
using StateExpansion = ExpansionOf<kernel::ScheduledProgram>;

}  // namespace heddle::explore
