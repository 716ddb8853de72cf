// What a user can ask of a search and hear of it, as plain data.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "explore/settings.h"

namespace heddle::explore {

struct Limits {
  std::optional<double> seconds_max;
  std::optional<std::uint64_t> states_max;
  std::uint64_t memory_bytes_max = std::uint64_t{2048} << 20;
  std::optional<std::uint64_t> runs_max;
  std::uint64_t steps_max = 100'000;  // of one run
};

struct Progress {
  std::uint64_t states = 0;
  std::uint64_t runs = 0;
  double seconds = 0;
  double runs_total = 0;              // 0: not known
  bool runs_total_estimated = false;  // by Knuth's estimate, which may be far too low
  std::uint64_t depth = 0;            // states: distance from the start
  std::uint64_t depth_max = 0;        // no state is further away; 0: not known
  std::uint64_t findings = 0;         // met so far, as far as they are known before the end
};

struct Request {
  Limits limits;
  Settings settings;
  std::uint64_t jobs = 1;  // threads that explore
  bool first = false;      // stop at the first finding
  bool orderings = true;
  bool counts = true;  // false: equivalent interleavings may be left out, and nothing is counted
  const std::atomic<bool>* interrupt = nullptr;   // set by a signal handler: stop soon
  std::function<void(const Progress&)> progress;  // called now and then; may be empty
};

}  // namespace heddle::explore
