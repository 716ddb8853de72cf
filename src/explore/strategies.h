// The strategies by name. A new one is a file, which holds its row, and a line in strategies.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "explore/result.h"

namespace heddle::explore {

// What a search knows of all interleavings when it has come to its end by itself.
enum class Reach : std::uint8_t {
  kCounts,  // every one of them: ends and findings, with how many have each
  kAll,     // every end and finding
  kSome,    // those of the interleavings that were run, unless these were all
};

// What explores: any program, run by run, or one whose states can be put back.
class SearchFunction {
 public:
  using OfRuns = Result (*)(kernel::Schedulable&, const Options&);
  using OfStates = Result (*)(kernel::Execution&, kernel::StateProgram&, const Options&);

  constexpr SearchFunction(OfRuns engine)
      : engine_(engine) {}  // NOLINT(google-explicit-constructor)
  constexpr SearchFunction(OfStates engine)
      : engine_(engine) {}  // NOLINT(google-explicit-constructor)

  // Whether it explores what can only be run.
  bool of_runs() const { return std::holds_alternative<OfRuns>(engine_); }
  // Requires: of_runs(), or the run's states can be put back.
  Result operator()(kernel::Schedulable& run, const Options& options) const;

 private:
  std::variant<OfRuns, OfStates> engine_;
};

struct Strategy {
  std::string_view name;
  std::string_view summary;
  SearchFunction explore;
  Reach reach = Reach::kSome;
  bool random = false;  // runs are drawn, so many; it takes kSeed, and never ends by itself
  bool runs = false;    // interleavings are run one by one: limits.runs_max has a meaning
  bool graph = false;   // it keeps the graph of states: in memory, and as a whole or for nothing
  bool may_not_count = false;       // counts has a meaning
  bool checkpoints = false;         // its state can be saved, and gone on from
  const Setting* settings[4] = {};  // that it takes; nullptr: none

  bool takes(const Setting& setting) const;
};

// The row of a strategy that draws runs, as explore_sampled does.
constexpr Strategy random_strategy(std::string_view name, std::string_view summary,
                                   SearchFunction explore, const Setting* setting = nullptr) {
  return {.name = name,
          .summary = summary,
          .explore = explore,
          .random = true,
          .runs = true,
          .checkpoints = true,
          .settings = {&kSeed, setting}};
}

const std::vector<Strategy>& strategies();
// nullptr: there is none of this name.
const Strategy* find_strategy(std::string_view name);

}  // namespace heddle::explore
