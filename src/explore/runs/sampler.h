// How random strategies choose: one sampler makes the decisions of one run after the other.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/random.h"
#include "detect/shown_properties.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

class Sampler {
 public:
  virtual ~Sampler() = default;
  // A run begins. `random` is its own and outlives it.
  virtual void begin(const kernel::Schedulable& run, Random& random) = 0;
  // The index in `enabled` (by thread, not empty) of the one to go on.
  virtual std::size_t choose(const std::vector<kernel::PendingOperation>& enabled) = 0;
};

// Each of the enabled threads is equally likely, at each step.
std::unique_ptr<Sampler> random_sampler();

}  // namespace heddle::explore
