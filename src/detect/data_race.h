// Data races by what is next: two threads, both enabled, whose next accesses touch the same plain
// cell, at least one of them writing it, and not both being atomic blocks or awaits.
#pragma once

#include "detect/detector.h"

namespace heddle::detect {

constexpr bool is_data_race(kernel::NextAccess a, kernel::NextAccess b) {
  return (a.writes || b.writes) && (a.plain || b.plain) && !(a.block && b.block);
}

inline constexpr Detector kDataRace = {
    .kind = "data-race",
    .sentence = "two threads can access {} at the same time",
    .asks = [](const Memory& memory) { return !memory.atomic; },
    .pair = is_data_race,
};

}  // namespace heddle::detect
