// What of a state decides how it goes on: which threads can, or how it ended.
#pragma once

#include <cstdint>
#include <vector>

#include "kernel/rules.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

class Expansion {
 public:
  // `run` must outlive this.
  explicit Expansion(const kernel::Schedulable& run) : run_(run) {}

  // Looks at the state that the run is in.
  void look() {
    run_.look(enabled_, blocked_);
    end_ = run_.end(!enabled_.empty());
  }

  const std::vector<kernel::PendingOperation>& enabled() const { return enabled_; }
  // For who leaves some of them out.
  std::vector<kernel::PendingOperation>& enabled() { return enabled_; }
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
  const kernel::Schedulable& run_;
  std::vector<kernel::PendingOperation> enabled_;
  std::vector<kernel::PendingOperation> blocked_;  // and about to take a lock
  kernel::End end_ = kernel::End::kRunning;
};

}  // namespace heddle::explore
