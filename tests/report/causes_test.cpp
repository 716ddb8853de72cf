#include "report/causes.h"

#include <gtest/gtest.h>

#include "report/building.h"
#include "report/names.h"
#include "report/samples.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test
using Indexes = std::vector<std::size_t>;
using Sort = Cause::Sort;

// The lost update and what no serial order ends with are one race; with it come the overdraft and
// the wrong balance, which the serial order withdraw, deposit has too.
TEST(Causes, OfTheFirstExample) {
  const auto found = causes(bank());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].sort, Sort::kRace);
  EXPECT_EQ(found[0].lead, 3u);  // lost-update
  EXPECT_EQ(found[0].same, Indexes{2});
  EXPECT_EQ(found[0].races, Indexes{4});
  EXPECT_EQ(found[0].wider, (Indexes{0, 1}));
  EXPECT_EQ(found[1].sort, Sort::kOrder);
  EXPECT_EQ(found[1].lead, 0u);
  EXPECT_EQ(found[1].same, Indexes{1});
  EXPECT_TRUE(found[1].told_before);
  EXPECT_EQ(found[1].outcome, 1u);
  EXPECT_EQ(counted_causes(bank(), found), "1 race, 1 failure without a race");
}

// A race with `delete` and the use of what is freed are one.
TEST(Causes, AUseAfterFreeAndItsRaceAreOne) {
  const auto found = causes(freed());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].sort, Sort::kRace);
  EXPECT_EQ(found[0].lead, 0u);
  EXPECT_EQ(found[0].races, Indexes{1});
}

TEST(Causes, ADeadlockIsNoRace) {
  const auto found = causes(deadlock());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].sort, Sort::kFailure);
  EXPECT_EQ(counted_causes(deadlock(), found), "1 deadlock");
}

// 2 of 10 interleavings fail, all among the 6 that lose an update; 7 end wrong.
Report nested() {
  Report report = race_alone();
  report.exploration = explored("10", 20);
  report.findings = {finding("final", "right", "wrong", "7", "s-1"),
                     finding("assertion", "never", "fails", "2", "s-2"),
                     finding("lost-update", "x", "lost", "6", "s-3")};
  for (Finding& finding : report.findings) finding.serial = false;
  report.findings[1].within = {0, 2};
  report.findings[2].within = {0};
  report.outcomes = {outcome("completed", {}, "6", "s-3"), outcome("completed", {}, "1", "s-1"),
                     outcome("completed", {}, "3", "s-0")};
  report.outcomes[0].findings = {{0, "6"}, {1, "2"}, {2, "6"}};
  report.outcomes[1].findings = {{0, "1"}};
  return report;
}

// What happens only inside a cause is told there. What also happens elsewhere has its own entry,
// even if it comes with a cause.
TEST(Causes, NestByInterleavings) {
  const auto found = causes(nested());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].lead, 0u);  // in the seventh interleaving it has another cause
  EXPECT_EQ(found[1].lead, 2u);
  EXPECT_EQ(found[1].wider, Indexes{0});
  EXPECT_EQ(found[1].narrower, Indexes{1});
}

// Where every end with it has the lost update in all of its interleavings, that is why.
TEST(Causes, WhatOnlyCausesExplainHasNoEntry) {
  Report report = nested();
  report.findings[2].interleavings = "7";
  report.findings[0].interleavings = "8";
  report.outcomes[1].findings = {{0, "1"}, {2, "1"}};
  const auto found = causes(report);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].lead, 2u);
  EXPECT_EQ(found[0].wider, Indexes{0});
}

// A race in every interleaving explains nothing in particular: a deadlock keeps its entry.
TEST(Causes, WhatAlwaysHappensSwallowsNothing) {
  Report report = nested();
  report.findings[2].interleavings = "10";
  report.findings[2].within = {};
  report.findings[1] = finding("deadlock", "a: lock m", "a waits", "2", "s-2");
  report.findings[1].within = {2};
  report.findings[0].within = {2};
  report.outcomes.clear();
  EXPECT_EQ(causes(report).size(), 3u);
}

// Without counts every finding is its own, but for the data race on the variable of a lost update.
TEST(Causes, WithoutCounts) {
  Report report = bank();
  for (Finding& finding : report.findings) {
    finding.interleavings.reset();
    finding.same_as.reset();
    finding.within.clear();
    finding.serial.reset();
  }
  const auto found = causes(report);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].lead, 0u);  // what the author wrote, in its order
  EXPECT_EQ(found[3].races, Indexes{4});
}

// Every finding is told somewhere, once as a cause or with one.
TEST(Causes, TellEveryFinding) {
  for (const auto& [name, report] : all_reports()) {
    std::vector<bool> told(report.findings.size());
    for (const Cause& cause : causes(report)) {
      told[cause.lead] = true;
      for (const auto* list : {&cause.same, &cause.races, &cause.wider, &cause.narrower})
        for (const std::size_t index : *list) told[index] = true;
    }
    EXPECT_EQ(std::count(told.begin(), told.end(), false), 0) << name;
  }
}

}  // namespace
}  // namespace heddle::test
