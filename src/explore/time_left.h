// The limits of what follows a search: only the time that is left.
#pragma once

#include <algorithm>

#include "explore/watch.h"

namespace heddle::explore {

// `options`, of which `watch` has watched the search so far.
inline Options with_time_left(const Options& options, const Watch& watch) {
  Options left = options;
  if (auto& seconds_max = left.limits.seconds_max) {
    seconds_max = std::max(0.0, *seconds_max - watch.seconds());
  }
  return left;
}

}  // namespace heddle::explore
