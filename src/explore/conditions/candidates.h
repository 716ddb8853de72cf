// The literals that a condition may be made of, with the samples in which each holds.
#pragma once

#include <cstdint>
#include <vector>

#include "explore/conditions/samples.h"

namespace heddle::explore::conditions {

struct Candidate {
  Literal literal;
  std::uint32_t cost = 0;
  Bits with;     // samples with the finding in which it holds
  Bits without;  // and those without it
};

// Those that hold in some sample with the finding and not in all without it; of several that hold
// in the same samples the cheapest.
std::vector<Candidate> find_candidates(const Question& question, const Samples& samples);

}  // namespace heddle::explore::conditions
