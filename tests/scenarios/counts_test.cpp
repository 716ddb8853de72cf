// Kinds stand in `counts` as their findings do, whatever the strategy.
#include <gtest/gtest.h>

#include <algorithm>

#include "explore/strategies.h"
#include "inquiry/inquiry.h"
#include "scenario/read.h"
#include "scenarios/library.h"
#include "support/sanitized.h"

namespace heddle::scenarios {
namespace {

using Kinds = std::vector<std::string>;

// A flag by its name.
Kinds kinds_of_findings(const report::Report& report) {
  Kinds kinds;
  for (const report::Finding& finding : report.findings) {
    const std::string& kind = finding.kind == "flag" ? *finding.name : finding.kind;
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  return kinds;
}

Kinds kinds_of_counts(const report::Report& report) {
  Kinds kinds;
  for (const report::KindCount& count : report.counts) kinds.push_back(count.kind);
  return kinds;
}

// Explores by each strategy; those that see all interleavings count the same kinds.
void expect_order(const scenario::Scenario& scenario) {
  inquiry::ExploreOptions options;
  options.orderings = false;
  options.limits.states_max = 20'000;
  const auto whole = inquiry::explore(scenario, options);
  options.limits.runs_max = 1'000;
  for (const auto& strategy : explore::strategies()) {
    options.strategy = strategy.name;
    const auto report = inquiry::explore(scenario, options);
    EXPECT_EQ(kinds_of_counts(report), kinds_of_findings(report)) << strategy.name;
    if (!report.exploration.interleavings || !whole.exploration.interleavings) continue;
    EXPECT_EQ(kinds_of_counts(report), kinds_of_counts(whole)) << strategy.name;
  }
}

TEST(Counts, StandInTheOrderOfTheFindingsOverTheLibrary) {
  const std::vector<Entry> all = library();
  for (std::size_t i = 0; i < all.size(); i += test::sanitized<std::size_t>(1, 8)) {
    SCOPED_TRACE(all[i].path);
    expect_order(all[i].scenario);
  }
}

// A livelock is seen in the graph alone; other kinds come before and after it.
TEST(Counts, ALivelockStandsInItsPlace) {
  const auto scenario = scenario::read(R"json({"name": "pulse", "shared": {"hits": 0},
    "atomics": {"signal": 0, "seen": 0}, "threads": {
      "a": ["hits += 1", "signal = 1", "signal = 0", "flag late"],
      "b": ["hits += 1", {"while": "!seen", "do": ["seen = signal"]}]},
    "check": {"never": ["late"]}})json");
  ASSERT_TRUE(scenario);
  inquiry::ExploreOptions options;
  options.strategy = "exhaustive";
  const auto report = inquiry::explore(scenario.value(), options);
  EXPECT_EQ(kinds_of_counts(report), (Kinds{"late", "livelock", "lost-update", "data-race"}));
  expect_order(scenario.value());
}

}  // namespace
}  // namespace heddle::scenarios
