#include "explore/automatic.h"

#include <algorithm>

#include "explore/stateful.h"
#include "explore/strategies/dpor.h"
#include "explore/time_left.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

// For a search after the first one. It is in no checkpoint: who resumes makes it again.
Options of_another_search(const Options& options, const Watch& watch) {
  Options left = with_time_left(options, watch);
  left.checkpoint = nullptr;
  return left;
}

}  // namespace

Result explore_automatically(kernel::Execution& execution, kernel::Program& program,
                             const Options& options) {
  if (!program.restorable()) return explore_dpor(execution, program, options);
  const Watch watch(options);
  Result counted = explore_stateful(execution, program, options);
  const bool fits = counted.stop != Stop::kMemory && counted.stop != Stop::kStates;
  if (fits || !options.counts) return counted;
  if (!program.may_cycle()) {
    Options reduced = of_another_search(options, watch);
    reduced.limits.states_max =
        std::min(options.limits.states_max.value_or(kReducedStates), kReducedStates);
    Result traces = explore_dpor(execution, program, reduced);
    if (traces.complete()) return traces;
  }
  Options uncounted_options = of_another_search(options, watch);
  uncounted_options.counts = false;
  Result uncounted = explore_stateful(execution, program, uncounted_options);
  return uncounted.complete() ? uncounted : counted;
}

}  // namespace heddle::explore
