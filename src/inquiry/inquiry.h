// What can be asked of a scenario, one call for each question, and the answer as a report.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::inquiry {

struct Limits {
  std::optional<double> seconds_max;
  std::optional<std::uint64_t> states_max;
  std::uint64_t memory_max_mib = 2048;
  std::optional<std::uint64_t> runs_max;
  std::uint64_t steps_max = 100'000;  // of one run
};

struct ProgressReport {
  std::uint64_t states = 0;
  std::uint64_t runs = 0;
  double seconds = 0;
  double runs_total = 0;              // 0: not known
  bool runs_total_estimated = false;  // by Knuth's estimate, which may be far too low
  std::uint64_t depth = 0;            // states: distance from the start
  std::uint64_t depth_max = 0;        // no state is further away; 0: not known
  std::uint64_t findings = 0;         // met so far, as far as they are known before the end
};

struct CheckpointOptions {
  std::string save_to;                           // "": nowhere
  std::string resume_from;                       // "": from nothing
  double seconds = 30;                           // from one save to the next
  std::function<void(const std::string&)> tell;  // what the user should know of it
};

struct ExploreOptions {
  std::string strategy = "auto";  // or one of explore::strategies()
  Limits limits;
  std::uint64_t seed = 1;         // random strategies
  std::uint64_t depth = 3;        // pct
  std::uint64_t preemptions = 2;  // bounded
  std::uint64_t jobs = 1;         // threads that explore
  bool first = false;
  bool orderings = true;
  bool counts = true;                                   // false: stateful and auto only
  bool outcome_seeds = true;                            // false: outcomes have none
  const std::atomic<bool>* interrupt = nullptr;         // set by a signal handler: stop soon
  std::function<void(const ProgressReport&)> progress;  // called now and then; may be empty
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
                                       const Limits& limits);

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
