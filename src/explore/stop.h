// Why a search did not see everything.
#pragma once

#include <cstdint>

namespace heddle::explore {

enum class Stop : std::uint8_t {
  kNone,
  kTime,
  kStates,
  kMemory,
  kRuns,
  kSteps,
  kBound,
  kFirst,
  kCycle,
  kInterrupt,
};

}  // namespace heddle::explore
