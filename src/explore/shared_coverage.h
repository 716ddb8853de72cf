// Which code has run in any of the executions of several threads: Program::coverage of all of them.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "base/archive.h"

namespace heddle::explore {

class SharedCoverage {
 public:
  explicit SharedCoverage(std::span<const std::uint8_t> coverage)
      : bytes_(coverage.begin(), coverage.end()) {}

  // Adds what has run in the calling thread's execution.
  void add(std::span<const std::uint8_t> more) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] |= more[i];
  }
  // Hands all of it to an execution that no other thread runs.
  void give(std::span<std::uint8_t> to) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < bytes_.size(); ++i) to[i] |= bytes_[i];
  }
  // As put_coverage of saved.h.
  void put(ArchiveWriter& to) const {
    const std::lock_guard lock(mutex_);
    to.put(std::span<const std::uint8_t>(bytes_));
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace heddle::explore
