// What of a state decides how it goes on: which threads can, or how it ended.
#pragma once

#include <cstdint>
#include <vector>

#include "detect/shown_properties.h"
#include "explore/persistent_sets.h"
#include "kernel/execution.h"

namespace heddle::explore {

class Expansion {
 public:
  explicit Expansion(kernel::Execution& execution) : execution_(execution) {}

  // Looks at the state that the execution is in.
  void look();
  const std::vector<detect::PendingOperation>& enabled() const { return enabled_; }
  // Leaves those that are enough.
  void reduce(PersistentSets& sets) { sets.reduce(enabled_); }
  kernel::End end() const { return end_; }
  // Adds the locks that some thread wants while they are held to `contended` (by object).
  void note_contention(std::vector<bool>& contended) const;

 private:
  kernel::Execution& execution_;
  std::vector<detect::PendingOperation> enabled_;
  std::vector<detect::PendingOperation> blocked_;
  kernel::End end_ = kernel::End::kRunning;
};

}  // namespace heddle::explore
