#include "tell/limits.h"

#include <fmt/format.h>

#include "base/words.h"
#include "explore/runs/sampling.h"
#include "explore/strategies.h"

namespace heddle::tell {

using explore::Stop;

namespace {

bool is_random(const std::string& strategy) {
  const explore::Strategy* const found = explore::find_strategy(strategy);
  return found != nullptr && found->random;
}

// Whether it counts unless it is told not to, as auto does.
bool may_not_count(const std::string& strategy) {
  const explore::Strategy* const found = explore::find_strategy(strategy);
  return found == nullptr || found->may_not_count;
}

std::string memory_text(const explore::Limits& limits) {
  return option_text("--max-memory", limits.memory_bytes_max >> 20,
                     explore::Limits().memory_bytes_max >> 20);
}

// A larger limit; or, where the search was saved, from where it stopped.
std::string larger(const char* option, const Asked& asked) {
  if (!asked.checkpoint.empty())
    return fmt::format("a larger {} and --resume {}: it goes on where it stopped", option,
                       asked.checkpoint);
  return fmt::format("a larger {}, or smaller constants with --set", option);
}

}  // namespace

const char* name(Stop stop) {
  constexpr const char* kNames[] = {"",      "time",  "states", "memory", "runs",
                                    "steps", "bound", "first",  "cycle",  "interrupt"};
  return kNames[static_cast<std::size_t>(stop)];
}

std::string limit_text(Stop stop, const Asked& asked) {
  const explore::Limits& limits = asked.options.limits;
  switch (stop) {
    case Stop::kTime:
      return fmt::format("--max-time {}", *limits.seconds_max);
    case Stop::kStates:
      return fmt::format("--max-states {}", *limits.states_max);
    case Stop::kMemory:
      return memory_text(limits);
    case Stop::kRuns:
      return option_text("--max-runs", limits.runs_max.value_or(explore::kSampledRuns),
                         is_random(asked.strategy) ? explore::kSampledRuns : 0);
    case Stop::kSteps:
      return option_text("--max-steps", limits.steps_max, explore::Limits().steps_max);
    case Stop::kFirst:
      return "--first";
    case Stop::kBound:
      return option_text("--preemptions", asked.options.settings[explore::kPreemptions],
                         explore::kPreemptions.otherwise);
    case Stop::kCycle:
      return "a cycle: the scenario can come back to a state it was in";
    default:
      return "";
  }
}

std::string help_text(Stop stop, const Asked& asked, const std::string& strategy) {
  switch (stop) {
    case Stop::kTime:
      return larger("--max-time", asked);
    case Stop::kStates:
      return larger("--max-states", asked);
    case Stop::kMemory:
      return larger("--max-memory", asked);
    case Stop::kRuns:
      if (is_random(strategy)) return "a search that proves something: --strategy auto";
      return "a larger --max-runs, or --strategy stateful";
    case Stop::kBound:
      return "a larger --preemptions, or a search without a bound: --strategy auto";
    case Stop::kCycle:
      return "a strategy that keeps the states: --strategy stateful";
    case Stop::kSteps:
      return "a larger --max-steps";
    case Stop::kFirst:
      return "leave out --first";
    default:
      if (!asked.checkpoint.empty())
        return "the same command with --resume " + asked.checkpoint +
               ": it goes on where it stopped";
      return "run it again and let it finish; with --checkpoint FILE it can go on later";
  }
}

std::string reason_not_to_count(const Asked& asked, const explore::Result& result) {
  if (!may_not_count(asked.strategy)) return "";  // it never counts
  if (!asked.options.counts) return "--no-counts was given";
  if (result.counting_left_at) {
    return fmt::format(
        "{} came to its end first, when the search that counts had visited {} states; --strategy "
        "stateful goes on with it",
        result.strategy, grouped(*result.counting_left_at));
  }
  std::string limit = memory_text(asked.options.limits);
  if (asked.options.limits.states_max)
    limit += fmt::format(" and --max-states {}", *asked.options.limits.states_max);
  return "the graph of states that counts them does not fit in " + limit;
}

}  // namespace heddle::tell
