#include "explore/strategies.h"

#include <algorithm>

#include "explore/exhaustive.h"
#include "explore/sampling.h"
#include "explore/stateful.h"
#include "explore/strategies/dpor.h"
#include "explore/strategies/uniform.h"

namespace heddle::explore {

std::span<const Strategy> strategies() {
  constexpr unsigned kSamples = Strategy::kRuns | Strategy::kSeed | Strategy::kCheckpoints;
  static constexpr Strategy kStrategies[] = {
      {"exhaustive", "every interleaving, one by one", Strategy::kRuns | Strategy::kCheckpoints,
       explore_exhaustive},
      {"stateful", "each state once, interleavings counted",
       Strategy::kCounts | Strategy::kCheckpoints, explore_stateful},
      {"dpor", "one run for each order of dependent accesses",
       Strategy::kRuns | Strategy::kCheckpoints, Strategy::OfRuns(explore_dpor)},
      {"bounded", "all with at most --preemptions N",
       Strategy::kRuns | Strategy::kPreemptions | Strategy::kCheckpoints, explore_bounded},
      {"random", "random runs", kSamples, explore_random},
      {"pct", "random priorities, for findings of --depth D", kSamples | Strategy::kDepth,
       explore_pct},
      {"pos", "random orders of conflicting accesses", kSamples, explore_pos},
      {"uniform", "each interleaving equally likely", kSamples, explore_uniform},
  };
  return kStrategies;
}

const Strategy* find_strategy(std::string_view name) {
  const auto all = strategies();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Strategy& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace heddle::explore
