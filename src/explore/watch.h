// Whether a search must stop: time, memory, an interrupt; and its progress, told now and then.
#pragma once

#include <atomic>
#include <chrono>

#include "explore/result.h"

namespace heddle::explore {

// Thrown by Watch::go_on, through work whose half-done results nobody uses.
struct SearchStopped {
  Stop reason = Stop::kNone;
};

class Watch {
 public:
  // `options` must outlive this.
  explicit Watch(const Options& options);

  double seconds() const;

  // Looks at the clock and the rest; kNone: go on. Cheap enough for every few microseconds.
  // `bytes`: memory that the search uses.
  Stop check(const Progress& progress, std::uint64_t bytes);
  // The same of a search that does not know how much memory it uses: all that the process has got
  // since the beginning, and `expected`, which telling what was found will take.
  Stop check_process(const Progress& progress, std::uint64_t expected = 0);
  Stop check(const Progress& progress) { return check_process(progress); }

  // For what follows the search itself, in any thread, as often as it likes: whether it must stop.
  // The memory is that of the process, of which it may have twice what the search may.
  Stop look();
  // Throws SearchStopped when it must.
  void go_on() {
    const Stop reason = look();
    if (reason != Stop::kNone) throw SearchStopped{reason};
  }
  // Whether so much time has passed since a stop was first asked for.
  bool stopped_for(double seconds) const;

  // Looks that were taken, for tests.
  std::uint64_t looks() const { return looks_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  Stop reason_to_stop(Time now, std::uint64_t bytes, std::uint64_t bytes_max);
  std::uint64_t weigh(Time now);
  static std::int64_t ticks(Time time) { return time.time_since_epoch().count(); }

  const Options& options_;
  const Time begin_;
  Time told_;
  const std::uint64_t bytes_at_begin_;
  std::atomic<std::int64_t> weighed_{0};
  std::atomic<std::uint64_t> bytes_{0};      // got since, when it was looked up last
  std::atomic<std::int64_t> stopped_at_{0};  // 0: not
  std::atomic<std::uint64_t> looks_{0};
};

}  // namespace heddle::explore
