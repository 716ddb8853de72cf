#include "explore/strategies.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace heddle::explore {

// A line a strategy, in the order of --help: the function that gives its row, in its file.
// clang-format off
#define HEDDLE_STRATEGIES(row) \
  row(exhaustive_strategy) \
  row(stateful_strategy) \
  row(dpor_strategy) \
  row(bounded_strategy) \
  row(random_walk_strategy) \
  row(pct_strategy) \
  row(pos_strategy) \
  row(uniform_strategy)
// clang-format on

#define HEDDLE_DECLARE(row) Strategy row();
HEDDLE_STRATEGIES(HEDDLE_DECLARE)
#undef HEDDLE_DECLARE

const std::vector<Strategy>& strategies() {
#define HEDDLE_LIST(row) row(),
  static const std::vector<Strategy> list = {HEDDLE_STRATEGIES(HEDDLE_LIST)};
#undef HEDDLE_LIST
  return list;
}

const Strategy* find_strategy(std::string_view name) {
  const auto& all = strategies();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Strategy& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Result SearchFunction::operator()(kernel::Schedulable& run, const Options& options) const {
  if (of_runs()) return std::get<OfRuns>(engine_)(run, options);
  const auto machine = run.states();
  CHECK(machine && "engines of states explore what can be put back");
  return std::get<OfStates>(engine_)(machine->execution, machine->program, options);
}

bool Strategy::takes(const Setting& setting) const {
  return std::find(std::begin(settings), std::end(settings), &setting) != std::end(settings);
}

}  // namespace heddle::explore
