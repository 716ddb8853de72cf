// Which code has run in any of the executions of several threads: Program::coverage of all of them.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "base/archive.h"
#include "kernel/program.h"

namespace heddle::explore {

class SharedCoverage {
 public:
  explicit SharedCoverage(kernel::Program& program)
      : bytes_(program.coverage().begin(), program.coverage().end()) {}

  // Adds what has run in the calling thread's execution.
  void add(kernel::Program& program) {
    const std::lock_guard lock(mutex_);
    const auto more = program.coverage();
    for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] |= more[i];
  }
  // Hands all of it to a program that no other thread runs.
  void give(kernel::Program& program) {
    const std::lock_guard lock(mutex_);
    const auto to = program.coverage();
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
