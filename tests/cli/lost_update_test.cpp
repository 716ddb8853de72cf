// Lost updates as explored: which interleavings have one, and what of the past is remembered.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "inquiry/inquiry.h"
#include "support/reports.h"

namespace heddle::cli {
namespace {

std::string scenario(const std::string& threads) {
  return R"j({"name": "k", "shared": {"x": 0, "y": 0, "cells": [0, 0]}, "atomics": {"n": 0},
              "check": {"ignore": ["data-race"]}, "threads": {)j" +
         threads + "}}";
}

// The scenario with threads "a" and "b" of these steps.
std::string two(const std::string& a, const std::string& b) {
  return scenario(R"j("a": [)j" + a + R"j(], "b": [)j" + b + "]");
}

report::Report explored(const std::string& json, const std::string& strategy, bool counts = true) {
  inquiry::ExploreOptions options;
  options.strategy = strategy;
  options.counts = counts;
  return test::run(json, options);
}

using Lost = std::map<std::string, std::string>;  // variable -> in how many interleavings

Lost lost_updates(const report::Report& report) {
  Lost result;
  for (const auto& finding : report.findings) {
    if (finding.kind != "lost-update") continue;
    result[finding.name.value_or("")] = finding.interleavings.value_or("");
  }
  return result;
}

// What both engines say, which must be the same.
Lost lost(const std::string& json) {
  const Lost result = lost_updates(explored(json, "stateful"));
  EXPECT_EQ(lost_updates(explored(json, "exhaustive")), result) << json;
  return result;
}

TEST(LostUpdates, ABlindWriteLosesNothing) {
  // a may be interrupted between its read and its write: only in the second it would have written
  // something else.
  EXPECT_EQ(lost(two(R"j("let s = x", "x = 7")j", R"j("x = 5")j")), (Lost{}));
  EXPECT_EQ(lost(two(R"j("let s = x", "x = s + 7")j", R"j("x = 5")j")), (Lost{{"x", "1"}}));
}

TEST(LostUpdates, AnAnnouncementByWhoHasOnceLooked) {
  // x says that a sleeps. Looking at it for another reason does not make the announcement depend.
  const std::string announces = R"j({"if": "x == 1", "then": ["flag awake"]}, "x = 1")j";
  EXPECT_EQ(lost(two(announces, R"j("x = 2")j")), (Lost{}));
  // 1 of 3: b writes between the look and the claim of who leaves when it is claimed.
  const std::string claims = R"j({"if": "x == 1", "then": ["return"]}, "x = 1")j";
  EXPECT_EQ(lost(two(claims, R"j("x = 2")j")), (Lost{{"x", "1"}}));
}

TEST(LostUpdates, ABlindWriteDoesNotMakeWhatWasReadFresh) {
  // Among R W V of a (V depends) b's write at one of four places: lost between R and W, and
  // between W and V.
  EXPECT_EQ(lost(two(R"j("let s = x", "x = 1", "x = s + 2")j", R"j("x = 7")j")),
            (Lost{{"x", "2"}}));
  // Reading again does: lost between the second read and V.
  EXPECT_EQ(lost(two(R"j("let s = x", "x = 1", "let t = x", "x = t + 2")j", R"j("x = 7")j")),
            (Lost{{"x", "1"}}));
}

TEST(LostUpdates, ABlindWriteOfAnotherThreadChangesWhatWasRead) {
  EXPECT_EQ(lost(two(R"j("x += 1")j", R"j("let s = x", "x = 7")j")), (Lost{{"x", "2"}}));
  EXPECT_EQ(lost(two(R"j("x += 1")j", R"j("let s = x", "x = 0")j")), (Lost{}));  // it is 0
}

TEST(LostUpdates, WhatIsKeptElsewhereWasTakenOut) {
  // b's 5 comes between the look into the box and its emptying: 1 of the places among R W r w.
  EXPECT_EQ(lost(two(R"j("let s = x", "x = 0", "y += s")j", R"j("x = 5")j")), (Lost{{"x", "1"}}));
  EXPECT_EQ(lost(two(R"j("let s = x", "x = 0", "y += 1")j", R"j("x = 5")j")), (Lost{}));
}

TEST(LostUpdates, InsideAtomicBlocksAsWell) {
  const std::string looks = R"j({"atomic": ["await n < 9", "let s = n"]})j";
  EXPECT_EQ(lost(two(looks + R"j(, {"atomic": ["n = 7"]})j", R"j("n = 5")j")), (Lost{}));
  EXPECT_EQ(lost(two(R"j({"atomic": ["await n < 9", {"if": "n", "then": ["return"]}]}, "n = 1")j",
                     R"j("n = 5")j")),
            (Lost{{"n", "1"}}));
  // The await of one atomic block is no condition of the next.
  EXPECT_EQ(lost(two(R"j({"atomic": ["await n < 9"]}, "n = 1")j", R"j("n = 5")j")), (Lost{}));
}

TEST(LostUpdates, CellsAreSeparateAndDependTogether) {
  // The array is one variable to the text; lost is what was in the cell itself.
  EXPECT_EQ(lost(two(R"j("let s = cells[1]", "cells[0] = s")j", R"j("cells[0] = 5")j")), (Lost{}));
  EXPECT_EQ(lost(two(R"j("let s = cells[1]", "let t = cells[0]", "cells[0] = s")j",
                     R"j("cells[0] = 5")j")),
            (Lost{{"cells", "1"}}));
}

TEST(LostUpdates, ReadsThatNoDependentWriteFollowsAreNotRemembered) {
  // As many states as without the reads' past: what a has seen does not matter to the future.
  const auto states = [](const std::string& write) {
    return explored(two(R"j("let s = x", "skip", "skip", ")j" + write + R"j(", "skip")j",
                        R"j("x = 5", "skip", "skip")j"),
                    "stateful")
        .exploration.states;
  };
  // a stands at one of 6 places, b at one of 4. The value of x makes no difference: it is given by
  // b's place, or by who wrote last once both have (2 places of a, 3 of b: 6 more).
  EXPECT_EQ(states("x = 7"), 30U);
  EXPECT_LT(states("x = 7"), states("x = s + 7"));
}

TEST(LostUpdates, OfLikeThreadsWithAndWithoutSymmetry) {
  for (const std::string write : {"x = s + 1", "x = 1 - self * 0"}) {
    const auto json = scenario(R"j("w": {"count": 3, "do": ["let s = x", ")j" + write +
                               R"j(", {"if": "s == 2", "then": ["x = 0"]}]})j");
    const auto names = [](const Lost& lost) {
      std::string all;
      for (const auto& [name, count] : lost) all += name + " ";
      return all;
    };
    EXPECT_EQ(names(lost_updates(explored(json, "stateful", false))), names(lost(json))) << write;
  }
}

TEST(LostUpdates, AreShownByAWriteThatChangesSomething) {
  // With one preemption b and c can lose what the other wrote (2 over 2), and each of them what a
  // wrote (2 over 1).
  const std::string json = scenario(R"j("a": ["let s = x", "x = s + 1"], "b": ["let s = x",
      "x = s + 2"], "c": ["let s = x", "x = s + 2"])j");
  for (const auto* strategy : {"stateful", "exhaustive"}) {
    const report::Report report = explored(json, strategy);
    const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                    [](const auto& each) { return each.kind == "lost-update"; });
    ASSERT_NE(found, report.findings.end());
    EXPECT_EQ(found->preemptions, 1);
    const auto step = std::find_if(found->witness.begin(), found->witness.end(),
                                   [](const auto& each) { return !each.findings.empty(); });
    ASSERT_NE(step, found->witness.end());
    EXPECT_EQ(step->access, "write x");
    EXPECT_FALSE(step->changes.empty()) << strategy << " shows a write that changes nothing";
  }
}

}  // namespace
}  // namespace heddle::cli
