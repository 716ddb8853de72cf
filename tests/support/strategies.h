// Which strategies a suite is about, by what their rows say: a new one is tested unasked.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "explore/strategies.h"

namespace heddle::explore {

// How GoogleTest names it.
inline void PrintTo(const Strategy& row, std::ostream* out) { *out << row.name; }  // NOLINT

}  // namespace heddle::explore

namespace heddle::test {

// The rows that `which` holds for.
template <class Which>
std::vector<explore::Strategy> strategies(Which which) {
  std::vector<explore::Strategy> rows;
  for (const explore::Strategy& each : explore::strategies())
    if (which(each)) rows.push_back(each);
  return rows;
}

// Their names.
template <class Which>
std::vector<std::string> strategy_names(Which which) {
  std::vector<std::string> names;
  for (const explore::Strategy& each : strategies(which)) names.emplace_back(each.name);
  return names;
}

// All that may stand behind --strategy.
inline std::vector<std::string> strategy_names() {
  std::vector<std::string> names = strategy_names([](const explore::Strategy&) { return true; });
  names.emplace_back("auto");
  return names;
}

// Those that run interleavings, and need no graph of states for it.
inline bool only_runs(const explore::Strategy& row) { return row.runs && !row.graph; }
inline bool is_random(const explore::Strategy& row) { return row.random; }
inline bool draws_without_graph(const explore::Strategy& row) { return row.random && !row.graph; }

// The strategy with what lets it work on and on: many runs, with many changes in each.
inline std::string endless(const explore::Strategy& row) {
  std::string text(row.name);
  if (row.takes(explore::kDepth)) text += " --depth 12";
  if (row.runs) text += " --max-runs 100000000";
  return text;
}
// A bound on preemptions leaves little of any scenario.
inline bool can_be_endless(const explore::Strategy& row) {
  return !row.takes(explore::kPreemptions);
}

}  // namespace heddle::test
