// A search that can be left and gone on with, so that several can take turns.
#pragma once

#include <cstdint>

#include "explore/result.h"

namespace heddle::explore {

class PausableSearch {
 public:
  static constexpr std::uint64_t kToTheEnd = ~std::uint64_t{0};

  virtual ~PausableSearch() = default;
  // Goes on until it ends, or until it has visited about so many states in all (the same number for
  // any number of jobs). True: it has ended, by itself or at a limit.
  virtual bool go_on(std::uint64_t states) = 0;
  // Ends a search that has not ended, for this reason.
  virtual void stop(Stop reason) = 0;
  // What it found, once it has ended: the last thing that is asked.
  virtual Result conclude() = 0;
};

}  // namespace heddle::explore
