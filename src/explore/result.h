// What an exploration found, before anything is put into words.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explore/number.h"
#include "explore/path.h"
#include "kernel/execution.h"
#include "kernel/program.h"

namespace heddle::explore {

using kernel::Value;

struct Limits {
  std::optional<double> seconds_max;
  std::optional<std::uint64_t> states_max;
  std::uint64_t memory_bytes_max = std::uint64_t{2048} << 20;
  std::optional<std::uint64_t> runs_max;
  std::uint64_t steps_max = 100'000;  // of one run
};

struct Progress {
  std::uint64_t states = 0;
  std::uint64_t runs = 0;
  double seconds = 0;
  double runs_total = 0;              // 0: not known
  bool runs_total_estimated = false;  // by Knuth's estimate, which may be far too low
  std::uint64_t depth = 0;            // states: distance from the start
  std::uint64_t depth_max = 0;        // no state is further away; 0: not known
};

// One more execution of the program that is explored, for another thread.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual kernel::Execution& execution() = 0;
  virtual kernel::Program& program() = 0;
};

class Checkpointer;

struct Options {
  Limits limits;
  std::uint64_t seed = 1;             // random strategies
  std::uint64_t depth = 3;            // pct: ordering constraints of the findings it looks for
  std::uint64_t preemptions_max = 2;  // bounded
  std::uint64_t jobs = 1;             // threads that explore
  std::function<std::unique_ptr<Worker>()> make_worker;  // empty: there is only one
  std::optional<std::uint64_t> steps_bound;              // no run is longer, where that is known
  std::optional<Number> interleavings_max;               // there are no more, where that is known
  bool first = false;                                    // stop at the first finding
  bool orderings = true;
  bool counts = true;  // false: equivalent interleavings may be left out, and nothing is counted
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> progress;
  Checkpointer* checkpoint = nullptr;  // where the state of the search is kept; nullptr: nowhere
};

// Why a search did not see everything.
enum class Stop : std::uint8_t {
  kNone,
  kTime,
  kStates,
  kMemory,
  kRuns,
  kSteps,
  kBound,
  kFirst,
  kCycle,
  kInterrupt,
};

// How interleavings end: what makes an outcome, and which properties do not hold.
struct Outcome {
  kernel::End end = kernel::End::kCompleted;
  kernel::Fault fault = kernel::Fault::kNone;
  std::vector<Value> values;
  std::vector<bool> flags;
  bool operator==(const Outcome&) const = default;
};

// A shortest way to something, by preemptions and then by steps.
struct Witness {
  PackedPath path;
  std::uint32_t preemptions = 0;
  bool fewest = false;          // no other way has fewer
  std::size_t cycle_begin = 0;  // livelock: index in `path` of the first step of the round; 0: none
};

// One access of one thread, as orderings name it: the thread, where in the file, what it does, and
// the how-manieth time, from 1.
struct AccessPoint {
  kernel::ThreadId thread = 0;
  std::uint32_t source = 0;
  std::string access;
  std::uint32_t occurrence = 1;
  bool operator==(const AccessPoint&) const = default;
};

struct OrderedPair {
  AccessPoint before;
  AccessPoint after;
};

struct Ordering {
  Count count;
  std::vector<OrderedPair> pairs;
  Witness witness;
};

struct FoundOutcome {
  Outcome outcome;
  Count count;
  Witness witness;
};

struct Finding {
  std::uint32_t property = 0;  // index in Program::properties
  Count count{};
  Witness witness{};
  std::optional<Witness> second{};  // nondeterministic: the other interleaving
  std::vector<Ordering> orderings{};
  std::string orderings_note{};  // why there are none
};

struct KindCount {
  std::string kind;  // a flag by its name
  Count count;
};

struct Result {
  std::string strategy;
  Stop stop = Stop::kNone;
  bool cyclic = false;  // the graph of states has a cycle: counts are unbounded
  Count interleavings;
  std::uint64_t runs = 0;
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t abandoned = 0;         // dpor: runs given up; none where it is optimal
  std::vector<FoundOutcome> outcomes;  // in no particular order
  std::vector<Finding> findings;       // in the order of the properties
  std::vector<KindCount> counts;
  std::vector<std::string> notes;  // what the search proves or makes likely, in sentences
  // When `serializable` is asked and no serial order completes: the thread whose transaction cannot
  // end.
  std::optional<kernel::ThreadId> never_ends;
  // By object: some thread had to wait for it. Empty: not known.
  std::vector<bool> contended;
  bool counted = true;  // false: Options::counts was
  bool complete() const { return stop == Stop::kNone; }
};

}  // namespace heddle::explore
