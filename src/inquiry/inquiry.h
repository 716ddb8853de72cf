// What can be asked of a scenario, one call for each question, and the answer as a report.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "explore/request.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::inquiry {

struct CheckpointOptions {
  std::string save_to;                           // "": nowhere
  std::string resume_from;                       // "": from nothing
  double seconds = 30;                           // from one save to the next
  std::function<void(const std::string&)> tell;  // what the user should know of it
  // Whatever of the options decides what a search finds, as the user knows it ("--seed", "1"): a
  // search goes on only from a checkpoint of one in which all of that was the same.
  std::vector<std::pair<std::string, std::string>> deciding;
};

struct ExploreOptions : explore::Request {
  std::string strategy = "auto";  // or one of explore::strategies()
  bool outcome_seeds = true;      // false: outcomes have none
  CheckpointOptions checkpoint;
};

// Explores a scenario. Throws explore::CheckpointError when a checkpoint is of no use.
report::Report explore(const scenario::Scenario& scenario, const ExploreOptions& options);

// Why a seed or a number is refused, for the user.
struct Refusal {
  std::string message;
};

// Runs one interleaving: `seed` is what a report printed, or "#N".
Result<report::Replay, Refusal> replay(const scenario::Scenario& scenario, const std::string& seed,
                                       const explore::Limits& limits);

// How big the search may be: an upper bound of the number of interleavings as decimal text, or none
// when the scenario has loops without a bound.
struct Size {
  std::optional<std::string> interleavings_max;
  struct Thread {
    std::string name;                           // "worker[0..3]" for counted threads
    std::optional<std::uint64_t> accesses_max;  // of one such thread
    std::vector<std::string> accesses;          // each access once, in the order of the code:
                                                // "/threads/a/0  read balance"
  };
  std::vector<Thread> threads;
};
Size size(const scenario::Scenario& scenario);

}  // namespace heddle::inquiry
