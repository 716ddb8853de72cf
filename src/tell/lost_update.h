// A lost update, told by the write that lost it, and what it lost.
#pragma once

#include <string>
#include <vector>

#include "detect/lost_update.h"
#include "tell/detected.h"

namespace heddle::tell {

std::string lost_update_message(const Detected& detected);
// By which value the thread went.
std::string lost_update_explanation(const Detected& detected,
                                    const std::vector<report::Next>& next);

inline constexpr DetectedRow kLostUpdate = {.kind = detect::kLostUpdate.kind,
                                            .message = lost_update_message,
                                            .explanation = lost_update_explanation};

}  // namespace heddle::tell
