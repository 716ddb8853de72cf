// A data race, told by the two threads that are about to access the memory.
#pragma once

#include <string>
#include <vector>

#include "detect/data_race.h"
#include "tell/detected.h"

namespace heddle::tell {

std::string data_race_message(const Detected& race);
// Which locks each holds.
std::string data_race_explanation(const Detected& race, const std::vector<report::Next>& next);
// Of the two.
std::vector<report::Next> data_race_next(const Subject& subject, std::uint32_t property);

inline constexpr DetectedRow kDataRace = {.kind = detect::kDataRace.kind,
                                          .message = data_race_message,
                                          .explanation = data_race_explanation,
                                          .next = data_race_next};

}  // namespace heddle::tell
