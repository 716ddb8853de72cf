// The options, each once: the parser, --help, what is refused, what a checkpoint is of and the
// command that goes on from it all go by this list. A new one is a row of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "explore/strategies.h"

namespace heddle::cli {

// Options that have a meaning for the same commands, as bits.
enum OptionGroup : unsigned {
  kEvery = 1U << 0,      // what every command has
  kSet = 1U << 1,        // constants of the scenario
  kSearch = 1U << 2,     // how to explore
  kThreads = 1U << 3,    // with how many threads
  kOrderings = 1U << 4,  // whether to look for orderings
  kOneRun = 1U << 5,     // limits of one run
  kFirst = 1U << 6,
  kCheckpoint = 1U << 7,
  kEntry = 1U << 8,  // entries of a report in place of a seed: options of a search, if at all
  kFiles = 1U << 9,  // of `check`: many files
  kInterleavings = 1U << 10,  // listing them
  kColor = 1U << 11,
  kQuiet = 1U << 12,
  kExploreReport = 1U << 13,  // formats that have one
  kReplayReport = 1U << 14,
  kCheckReport = 1U << 15,
  kDiffReport = 1U << 16,
  kSides = 1U << 17,  // of `diff`: what is for one side alone
};

// Where an option of the command has no meaning all the same, as bits.
enum Situation : unsigned { kReplayOfSeed = 1, kExploreList = 2, kCheckList = 4 };

struct Option {
  std::string name;     // "--seed"
  std::string value{};  // what stands for its value in --help; "": a flag
  std::string text{};   // of --help
  unsigned groups = 0;  // of OptionGroup: commands with one of them have it
  // Takes the value, of a flag whether it is set. Throws UsageError. Empty: the parser's own.
  std::function<void(Options&, const std::string&)> take{};
  std::string opposite{};              // the flag that unsets it
  std::string opposite_text{};         // of --help
  std::vector<std::string> more = {};  // lines of --help below it
  unsigned idle = 0;                   // of Situation: refused there
  // Whether it has a meaning for a strategy (nullptr: auto), and is not refused; empty: for all.
  std::function<bool(const explore::Strategy*)> fits{};
  // What decides the result of a search: whoever goes on from a checkpoint must say the same.
  // Empty: it decides nothing.
  std::function<std::string(const Options&)> deciding{};
  bool resumes = false;  // the command that goes on from a checkpoint says it again
  bool repeats = false;  // it may be given several times
};

// In the order of --help.
const std::vector<Option>& options();

// "stateful, dpor": the strategies that an option has a meaning for, all and auto without one.
std::string strategy_names(const Option* option = nullptr);

}  // namespace heddle::cli
