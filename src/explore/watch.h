// Whether a search must stop: time, memory, an interrupt; and its progress, told now and then.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/resident_memory.h"
#include "explore/result.h"

namespace heddle::explore {

class Watch {
 public:
  explicit Watch(const Options& options)
      : options_(options),
        begin_(std::chrono::steady_clock::now()),
        told_(begin_),
        bytes_at_begin_(resident_bytes()) {}

  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  // Looks at the clock and the rest; kNone: go on. Cheap enough for every few microseconds.
  // `bytes`: memory that the search uses.
  Stop check(const Progress& progress, std::uint64_t bytes) {
    return check(std::chrono::steady_clock::now(), progress, bytes);
  }
  // The same of a search that does not know how much memory it uses: all that the process has got
  // since the beginning.
  Stop check(const Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - weighed_ >= std::chrono::milliseconds(5)) {
      weighed_ = now;
      const std::uint64_t bytes = resident_bytes();
      bytes_ = bytes - std::min(bytes, bytes_at_begin_);
    }
    return check(now, progress, bytes_);
  }

 private:
  using Time = std::chrono::steady_clock::time_point;

  Stop check(Time now, const Progress& progress, std::uint64_t bytes) {
    if (options_.interrupt != nullptr && options_.interrupt->load(std::memory_order_relaxed)) {
      return Stop::kInterrupt;
    }
    if (bytes > options_.limits.memory_bytes_max) return Stop::kMemory;
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

  const Options& options_;
  Time begin_;
  Time told_;
  Time weighed_{};
  std::uint64_t bytes_at_begin_;
  std::uint64_t bytes_ = 0;  // got since, when it was looked up last
};

}  // namespace heddle::explore
