// Mazurkiewicz traces by brute force: every interleaving is run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "explore/end_classes.h"
#include "kernel/schedulable.h"

namespace heddle::oracle {

struct AllRuns {
  std::uint64_t interleavings = 0;
  std::uint64_t traces = 0;  // interleavings with the same accesses, each after the same ones it
                             // depends on, are one
  std::map<std::string, std::uint64_t> ends;  // by explore::key_of: how many interleavings
};

// nullopt: there are more than `interleavings_max`, or one has more than 1,000 steps. Goes back to
// a state by putting it back where that can be, else by running to it again.
std::optional<AllRuns> run_all(kernel::Schedulable& run, std::uint64_t interleavings_max);

}  // namespace heddle::oracle
