// How many different findings a search has met, for its progress.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>

#include "explore/samples.h"
#include "kernel/program.h"

namespace heddle::explore {

// Of those that several threads find, each once.
class FindingsSoFar {
 public:
  void add(const kernel::Defect& defect) {
    const std::lock_guard lock(mutex_);
    if (seen_.insert(defect).second) ++count_;
  }
  void add(const Samples& samples) {
    for (const Samples::End& end : samples.ends)
      for (const kernel::Defect& defect : end.defects) add(defect);
    for (std::uint32_t i = 0; i < samples.findings.size(); ++i)
      if (samples.findings[i]) add({.property = i});
  }
  std::uint64_t count() const { return count_; }

 private:
  std::mutex mutex_;
  std::set<kernel::Defect> seen_;
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace heddle::explore
