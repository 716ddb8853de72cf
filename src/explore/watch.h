// Whether a search must stop: time, memory, an interrupt; and its progress, told now and then.
#pragma once

#include <chrono>

#include "explore/result.h"

namespace heddle::explore {

class Watch {
 public:
  explicit Watch(const Options& options)
      : options_(options), begin_(std::chrono::steady_clock::now()), told_(begin_) {}

  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  // Looks at the clock and the rest; kNone: go on. Cheap enough for every few microseconds.
  Stop check(const Progress& progress, std::uint64_t bytes) {
    if (options_.interrupt != nullptr && options_.interrupt->load(std::memory_order_relaxed)) {
      return Stop::kInterrupt;
    }
    if (bytes > options_.limits.memory_bytes_max) return Stop::kMemory;
    const auto now = std::chrono::steady_clock::now();
    const double elapsed = std::chrono::duration<double>(now - begin_).count();
    if (options_.limits.seconds_max && elapsed >= *options_.limits.seconds_max) return Stop::kTime;
    if (options_.progress && now - told_ >= std::chrono::milliseconds(100)) {
      told_ = now;
      Progress told = progress;
      told.seconds = elapsed;
      options_.progress(told);
    }
    return Stop::kNone;
  }

 private:
  const Options& options_;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point told_;
};

}  // namespace heddle::explore
