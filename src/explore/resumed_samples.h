// What comes from a checkpoint is believed only where the program does it again.
#pragma once

#include "explore/samples.h"

namespace heddle::explore {

// Whether every way of the samples can be taken, and ends as they say. Leaves the run anywhere.
bool can_be_found(const Samples& samples, kernel::Schedulable& run);

}  // namespace heddle::explore
