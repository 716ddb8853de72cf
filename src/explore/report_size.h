// How much memory telling what was found takes: it counts for the limit before it is used.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_set>

#include "base/hash.h"
#include "explore/result.h"

namespace heddle::explore {

// About, for an outcome like this one: in the result, in the report and as text.
inline std::uint64_t bytes_to_tell(const Outcome& outcome) {
  constexpr std::uint64_t kBytesPerOutcome = 512;
  constexpr std::uint64_t kBytesPerValue = 48;
  return kBytesPerOutcome + kBytesPerValue * (outcome.values.size() + outcome.flags.size());
}

inline std::uint64_t hash_of(const Outcome& outcome) {
  std::uint64_t flags = 1 + static_cast<std::uint64_t>(outcome.end);
  for (const bool flag : outcome.flags) flags = mix(2 * flags + (flag ? 1 : 0));
  return hash_bytes(outcome.values.data(), outcome.values.size() * sizeof(Value)) + flags;
}

// Of the outcomes that several threads find, each once.
class ReportSize {
 public:
  void add(const Outcome& outcome) {
    const std::lock_guard lock(mutex_);
    if (seen_.insert(hash_of(outcome)).second) bytes_ += bytes_to_tell(outcome);
  }
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::mutex mutex_;
  std::unordered_set<std::uint64_t> seen_;
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace heddle::explore
