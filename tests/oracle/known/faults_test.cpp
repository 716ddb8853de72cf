// Inputs on which the program was once wrong (tests/regression/faults), each with what is right of
// it: outcomes, findings with their names and numbers, and exactly when they happen.
#include <gtest/gtest.h>

#include <filesystem>

#include "inquiry/inquiry.h"
#include "oracle/agreement/compare.h"
#include "oracle/known/known.h"
#include "scenario/read.h"
#include "support/texts.h"

namespace heddle::oracle {
namespace {

std::string input(const std::string& name) {
  const std::string path =
      std::string(HEDDLE_SOURCE_DIR) + "/tests/regression/faults/" + name + ".json";
  EXPECT_TRUE(std::filesystem::exists(path)) << name;
  return test::contents(path);
}

report::Report explored(const std::string& name, const std::string& strategy = "stateful") {
  const auto scenario = scenario::read(input(name));
  EXPECT_TRUE(scenario) << name;
  inquiry::ExploreOptions options;
  options.strategy = strategy;
  return inquiry::explore(scenario.value(), options);
}

// "b read x before a write x" for the single pair of the single condition of the first finding.
std::string only_pair(const std::string& name) {
  const auto report = explored(name);
  if (report.findings.empty()) return "no finding";
  const auto& finding = report.findings.front();
  if (finding.orderings.size() != 1) return std::to_string(finding.orderings.size()) + " of them";
  if (finding.covered != finding.interleavings) return "not exact";
  std::string text;
  for (const auto& pair : finding.orderings.front().pairs) {
    if (pair.choice) return "a choice";
    text += pair.before.thread + " " + pair.before.access + " before " + pair.after.thread + " " +
            pair.after.access;
  }
  return text;
}

// The first step of a witness at which the first finding happens; -1: the start.
int moment_of(const std::string& name) {
  const auto report = explored(name);
  if (report.findings.empty()) return -2;
  const auto& moment = report.findings.front().moment;
  return moment ? static_cast<int>(*moment) : -1;
}

TEST(Faults, AFailingLockUnderDporHidNoOutcome) {
  // q fails at one of five places among the accesses of p.
  expect_known(
      input("dpor_failed_lock_hides_outcome"),
      {5,
       {{"out-of-bounds x=0 y=0", 2}, {"out-of-bounds x=1 y=0", 1}, {"out-of-bounds x=1 y=1", 2}},
       {{"out-of-bounds /threads/q/0", 5}},
       {}});
  for (const auto* strategy : {"dpor", "exhaustive", "stateful"})
    EXPECT_EQ(explored("dpor_failed_lock_hides_outcome", strategy).outcomes.size(), 3U) << strategy;
}

TEST(Faults, AnInvariantIsJudgedWhereItIsFalse) {
  expect_known(input("invariant_values"),
               {1, {{"completed x=0", 1}}, {{"invariant small", 1}}, {}});
  EXPECT_EQ(moment_of("invariant_values"), 0);
  expect_known(input("invariant_at_start_mark"),
               {1, {{"completed x=0", 1}}, {{"invariant small", 1}}, {}});
  EXPECT_EQ(moment_of("invariant_at_start_mark"), -1);
  expect_known(input("invariant_in_failed_atomic"),
               {1, {{"assertion x=2", 1}}, {{"assertion q", 1}}, {}});
}

TEST(Faults, AConditionSaysWhichOfTwoWrites) {
  expect_known(input("ordering_place_dropped"),
               {4,
                {{"assertion x=2", 1}, {"completed x=1", 2}, {"completed x=2", 1}},
                {{"assertion /threads/b/1", 1}},
                {}});
  // y, then a reads y and writes x, then b reads x: one of six.
  expect_known(input("ordering_place_dropped2"),
               {6,
                {{"assertion x=2 y=1", 1}, {"completed x=1 y=1", 3}, {"completed x=2 y=1", 2}},
                {{"assertion /threads/b/2", 1}},
                {}});
}

TEST(Faults, AConditionIsOnTheVariableThatDecides) {
  expect_known(input("ordering_wrong_variable"),
               {3,
                {{"assertion y=0 z=0", 1}, {"assertion y=0 z=1", 1}, {"completed y=1 z=1", 1}},
                {{"assertion /threads/r/0", 2}},
                {}});
  EXPECT_EQ(only_pair("ordering_wrong_variable"), "r read y before w write y");
  expect_known(
      input("ordering_wrong_block"),
      {3, {{"completed y=1 a=1", 1}, {"completed y=1 a=1 late", 2}}, {{"flag late", 2}}, {}});
  EXPECT_EQ(only_pair("ordering_wrong_block"), "w write y before r atomic");
}

TEST(Faults, TheOrderDecidesWhereOneChoiceNeverWrites) {
  expect_known(
      input("no_orderings_choice"),
      {3, {{"assertion x=0", 2}, {"completed x=1", 1}}, {{"assertion /threads/b/0", 2}}, {}});
  EXPECT_EQ(only_pair("no_orderings_choice"), "b read x before a write x");
}

TEST(Faults, TwoAssertionsAreTwoFindings) {
  expect_known(input("two_assertions"),
               {5,
                {{"assertion x=1", 1}, {"assertion x=2", 2}, {"completed x=2", 2}},
                {{"assertion saw one", 1}, {"assertion saw two", 2}},
                {}});
}

TEST(Faults, TwoDeadlocksAreTwoFindings) {
  const auto scenario = scenario::read(input("two_deadlocks"));
  ASSERT_TRUE(scenario);
  Result graph;  // there are too many interleavings to list
  explore_graph(scenario.value(), {}, graph);
  std::vector<std::string> names;
  for (const auto& [name, found] : graph.findings) names.push_back(text_of(name));
  EXPECT_EQ(names, (std::vector<std::string>{"deadlock t: lock k, u: lock m",
                                             "deadlock v: lock b, w: lock a"}));
  std::vector<std::string> reported;
  for (const auto& finding : explored("two_deadlocks").findings)
    reported.push_back(text_of(name_of(finding)));
  EXPECT_EQ(reported, names);
}

TEST(Faults, WhatIsAwaitedIsNamed) {
  expect_known(input("atomic_await_text"),
               {1, {{"deadlock x=0", 1}}, {{"deadlock a: await x == 1", 1}}, {}});
  const auto report = explored("atomic_await_text");
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_NE(report.findings[0].message.find("x == 1"), std::string::npos)
      << report.findings[0].message;
}

TEST(Faults, AFailedAssertionIsNamedByItsStep) {
  expect_known(input("atomic_update_text"),
               {1, {{"assertion x=6", 1}}, {{"assertion /threads/a/0/atomic/1", 1}}, {}});
  expect_known(input("cas_failed_text"),
               {1, {{"assertion x=7", 1}}, {{"assertion /threads/a/1", 1}}, {}});
}

TEST(Faults, AWordOfTheLanguageIsNoPlace) {
  const auto scenario = scenario::read(input("assign_to_word"));
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().front().pointer, "/threads/a/do/0");
}

TEST(Faults, AnUnknownNameIsLocated) {
  const auto scenario = scenario::read(input("error_line_is_broken"));
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().front().pointer, "/threads/a/0");
}

TEST(Faults, ANumberWiderThanTheTerminalIsCounted) {
  // Two threads of 112 accesses: C(224, 112).
  EXPECT_EQ(explored("check_wide_terminal").exploration.interleavings.value_or("null").size(), 67U);
}

}  // namespace
}  // namespace heddle::oracle
