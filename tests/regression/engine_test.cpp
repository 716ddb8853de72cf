// Faults that the engines had: each test says first what went wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "inquiry/inquiry.h"
#include "scenario/read.h"

namespace heddle::cli {
namespace {

report::Report explore_text(const std::string& json, const std::string& strategy = "stateful") {
  const auto scenario = scenario::read(json);
  EXPECT_TRUE(scenario) << json;
  inquiry::ExploreOptions options;
  options.strategy = strategy;
  return inquiry::explore(scenario.value(), options);
}

bool warns(const report::Report& report, const std::string& part) {
  return std::any_of(report.warnings.begin(), report.warnings.end(), [&](const auto& warning) {
    return warning.text.find(part) != std::string::npos;
  });
}

TEST(Regression, ExhaustiveCarriedPreemptionsFromOneStartToTheNext) {
  // The number of preemptions of the last path was kept when the next choice of the start began.
  const auto report = explore_text(
      R"json({"name": "k", "shared": {"x": 1, "y": 0}, "barriers": {"b": 2},)json"
      R"json( "threads": {"A": ["arrive b", "y += 3"], "B": ["let pick = choose(0, 1)",)json"
      R"json( {"if": "pick > 0", "then": ["flag late"]}, "arrive b", "y = x"]}})json",
      "exhaustive");
  for (const auto& outcome : report.outcomes) {
    if (outcome.values.at(1).cells.at(0).value == 1) {
      EXPECT_EQ(outcome.preemptions, 0U);
    }
  }
}

TEST(Regression, TheLargestValueWasPackedWithSignedOverflow) {
  // 2^63 - 1 came back from the store of states as another value.
  const auto report =
      explore_text(R"json({"name": "k", "constants": {"last": 9223372036854775807},)json"
                   R"json( "atomics": {"next": "last - 1"}, "threads": {"t": {"count": 2,)json"
                   R"json( "do": [{"if": "next < last", "then": ["next += 1"]}]}}})json");
  EXPECT_EQ(report.exploration.interleavings, "6");
  EXPECT_EQ(report.outcomes.at(0).values.at(0).cells.at(0).value, 9223372036854775807);
}

TEST(Regression, AFaultyAccessReachedTheDetectorOfLostUpdates) {
  // A read through a stale pointer has no cell; asking for its name read beyond the state.
  const auto report = explore_text(
      R"json({"name": "k", "records": {"N": ["v"]}, "shared": {"p": {"pointer": "N"}},)json"
      R"json( "threads": {"a": ["let n = new N", "p = n", "delete p", "let q = p",)json"
      R"json( "q.v = q.v + 1"]}})json");
  EXPECT_EQ(report.outcomes.at(0).end, "use-after-free");
}

TEST(Regression, AStepWhoseAccessFailsOrWaitsCountedAsUnreached) {
  const auto misuse = explore_text(
      R"json({"name": "k", "mutexes": ["m"], "threads": {"a": ["skip", "unlock m"]}})json");
  EXPECT_FALSE(warns(misuse, "reaches"));
  const auto barrier =
      explore_text(R"json({"name": "k", "barriers": {"b": 3}, "threads": {"t": {"count": 2,)json"
                   R"json( "do": ["arrive b", "skip"]}}})json");
  EXPECT_FALSE(warns(barrier, "arrive b"));
  EXPECT_TRUE(warns(barrier, "\"skip\""));
}

TEST(Regression, ACallThatNeverFallsOffItsEndCountedAsUnreached) {
  const auto report = explore_text(
      R"json({"name": "k", "atomics": {"x": 1}, "procedures": {"p": {"params": [],)json"
      R"json( "do": [{"while": "true", "do": [{"if": "x == 1", "then": ["return 5"]}]}]}},)json"
      R"json( "threads": {"a": ["let v = p()", "x = v"], "b": ["x = 1"]}})json");
  EXPECT_FALSE(warns(report, "let v = p()"));
}

TEST(Regression, AFailedTryLockIsContention) {
  const auto report = explore_text(
      R"json({"name": "k", "mutexes": ["m"], "threads": {"t": {"count": 2,)json"
      R"json( "do": ["let ok = trylock m", {"if": "ok", "then": ["skip", "unlock m"]}]}}})json");
  EXPECT_FALSE(warns(report, "while another holds it"));
}

TEST(Regression, AnOrderingNamedAnArrivalThatCannotHappen) {
  // A thread inside a barrier was taken to be about to arrive once more.
  const auto report = explore_text(
      R"json({"name": "k", "shared": {"x": 2, "a": {"size": 2}}, "barriers": {"b": 2},)json"
      R"json( "threads": {"A": ["spawn child", "arrive b"], "B": ["a[2] = min(x,)json"
      R"json( len(a))"], "child": {"start": false, "do": ["spawn child"]}}})json");
  for (const auto& finding : report.findings) {
    for (const auto& ordering : finding.orderings) {
      for (const auto& pair : ordering.pairs) {
        EXPECT_FALSE(pair.after.access == "arrive b" && pair.after.occurrence > 1);
      }
    }
  }
}

TEST(Regression, WeakenedPairsLeftOthersThatCouldBeDropped) {
  // The flag needs v1 = 0 (x is read while it is 2), and y == 0 when it is read: three pairs say
  // exactly that, and none of them is more than a part of it.
  const auto report = explore_text(
      R"json({"name": "random_306581", "shared": {"x": 0, "y": 0}, "channels": {"ch": 1},)json"
      R"json( "threads": {"A": ["let v1 = (x <= 1)", "send ch, 0",)json"
      R"json( {"if": "(x < v1 && y == v1)", "then": ["y = x", "flag seen"]}, "v1 ^= x"],)json"
      R"json( "B": ["x += 2", "x = ~(x)", "let got = receive ch", "x = got",)json"
      R"json( "spawn child"], "child": {"start": false, "do": ["y = 2"]}},)json"
      R"json( "check": {"never": ["seen"]}})json");
  for (const auto& finding : report.findings) {
    if (finding.name == "seen") {
      ASSERT_EQ(finding.orderings.size(), 1U);
      EXPECT_EQ(finding.orderings.at(0).pairs.size(), 3U);
      EXPECT_EQ(finding.covered, finding.interleavings);
    }
  }
}

}  // namespace
}  // namespace heddle::cli
