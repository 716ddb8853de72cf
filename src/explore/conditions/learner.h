// A set of alternatives, as small as can be found, that holds in all samples with the finding and
// in none without it.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "base/random.h"
#include "explore/conditions/conjunctions.h"
#include "explore/conditions/folding.h"

namespace heddle::explore::conditions {

struct Alternative {
  Term term;
  Fold fold;
  std::vector<Term> images;  // the term itself among them; each has to imply the finding
  std::uint32_t cost = 0;
  bool operator==(const Alternative& other) const { return images == other.images; }
};

// Every term that one of them stands for.
std::vector<Term> terms_of(const std::vector<Alternative>& alternatives);

struct Lesson {
  std::vector<Alternative> alternatives;
  bool covers_all = false;  // false: some samples cannot be told from those without the finding
  std::uint64_t work = 0;   // it took: candidates times samples
};

// From what was sampled. Draws from `random` where there are many ways to go.
Lesson learn(const Question& question, Samples& samples, Random& random);

}  // namespace heddle::explore::conditions
