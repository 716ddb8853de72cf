// What a search proves or makes likely, as numbers; tell/notes puts them into words.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "base/scaled.h"
#include "explore/number.h"
#include "explore/stop.h"

namespace heddle::explore {

// How many interleavings there are.
struct SizeEstimate {
  std::optional<Number> exact;
  bool unbounded = false;  // the graph has a cycle
  // Knuth's estimate (Math. Comp. 29(129), 1975), and its standard error; 0: there is none. Few
  // runs with many interleavings behind them carry it: as long as none of them was drawn, it is far
  // too low, and so is the error.
  Scaled mean;
  Scaled error;
  std::uint64_t probes = 0;    // random runs behind the estimate
  std::optional<Number> most;  // there are no more than these, and the estimate is not above
};

// The number, rounded to what a double holds.
Scaled scaled(const Number& number);

// So many different interleavings were run, of those there are.
struct Coverage {
  std::uint64_t distinct = 0;
  SizeEstimate size;
};

// Random runs: no more than these were told apart.
struct ToldApart {
  std::uint64_t runs = 0;
};

// So many runs were cut, each after `steps`.
struct RunsCut {
  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
};

// `random`: each step goes evenly to one of the threads that can go on.
struct EvenSteps {};
// `pos`: accesses have random priorities, and no bound on what is missed is known.
struct RandomPriorities {};

// What `pct` promises of a search: each run shows a finding of this depth with a probability of at
// least pct_probability(threads, steps, depth).
struct PctPromise {
  std::uint64_t depth = 1;
  std::uint64_t threads = 0;
  std::optional<std::uint64_t> steps;  // of a run; none: not known
  std::uint64_t pilot_runs = 0;        // random runs that had at most `steps`; 0: every run has
  std::uint64_t runs = 0;              // that were made
};

// 1 / (threads steps^(depth - 1)): how likely a run of pct at least is to show a finding of this
// depth (Burckhardt et al., ASPLOS 2010).
double pct_probability(std::uint64_t threads, std::uint64_t steps, std::uint64_t depth);

// `bounded`: all interleavings within the bound were run, and whether there are others.
struct Bounded {
  std::uint64_t runs = 0;
  std::uint64_t preemptions_max = 0;
  bool others = false;
};

// `uniform`: nothing was run, for the graph of states that it needs ended so; Stop::kCycle: it has
// a cycle.
struct NothingDrawn {
  Stop stop = Stop::kNone;
};

// `uniform`: in each of the runs each of `total` interleavings was equally likely.
struct EvenDraws {
  Number total;
  std::uint64_t runs = 0;
};

using Note = std::variant<Coverage, ToldApart, RunsCut, EvenSteps, RandomPriorities, PctPromise,
                          Bounded, NothingDrawn, EvenDraws>;

}  // namespace heddle::explore
