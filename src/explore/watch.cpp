#include "explore/watch.h"

#include <algorithm>

#include "base/memory_reserve.h"
#include "base/resident_memory.h"

namespace heddle::explore {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenWeighings = std::chrono::milliseconds(5);
constexpr auto kBetweenTellings = std::chrono::milliseconds(100);

double seconds_of(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::uint64_t twice(std::uint64_t bytes) {
  return bytes > ~std::uint64_t{0} / 2 ? ~std::uint64_t{0} : 2 * bytes;
}

}  // namespace

Watch::Watch(const Options& options)
    : options_(options), begin_(Clock::now()), told_(begin_), bytes_at_begin_(resident_bytes()) {}

double Watch::seconds() const { return seconds_of(Clock::now() - begin_); }

Stop Watch::check(const Progress& progress, std::uint64_t bytes) {
  const Time now = Clock::now();
  const Stop reason = reason_to_stop(now, bytes, options_.limits.memory_bytes_max);
  if (reason != Stop::kNone) return reason;
  if (options_.progress && now - told_ >= kBetweenTellings) {
    told_ = now;
    Progress told = progress;
    told.seconds = seconds_of(now - begin_);
    options_.progress(told);
  }
  return Stop::kNone;
}

Stop Watch::check_process(const Progress& progress, std::uint64_t expected) {
  return check(progress, weigh(Clock::now()) + expected);
}

Stop Watch::look() {
  const Time now = Clock::now();
  return reason_to_stop(now, weigh(now), twice(options_.limits.memory_bytes_max));
}

bool Watch::stopped_for(double seconds) const {
  const std::int64_t at = stopped_at_;
  return at != 0 && seconds_of(Clock::duration(ticks(Clock::now()) - at)) >= seconds;
}

Stop Watch::reason_to_stop(Time now, std::uint64_t bytes, std::uint64_t bytes_max) {
  looks_.fetch_add(1, std::memory_order_relaxed);
  Stop reason = Stop::kNone;
  if (options_.interrupt != nullptr && options_.interrupt->load(std::memory_order_relaxed)) {
    reason = Stop::kInterrupt;
  } else if (bytes > bytes_max || memory_is_short()) {
    reason = Stop::kMemory;
  } else if (options_.limits.seconds_max &&
             seconds_of(now - begin_) >= *options_.limits.seconds_max) {
    reason = Stop::kTime;
  }
  if (reason != Stop::kNone && stopped_at_ == 0) stopped_at_ = ticks(now);
  return reason;
}

// What the process has got since the beginning.
std::uint64_t Watch::weigh(Time now) {
  if (ticks(now) - weighed_ >= Clock::duration(kBetweenWeighings).count()) {
    weighed_ = ticks(now);
    const std::uint64_t bytes = resident_bytes();
    bytes_ = bytes - std::min(bytes, bytes_at_begin_);
  }
  return bytes_;
}

}  // namespace heddle::explore
