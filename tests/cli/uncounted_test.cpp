// Searches that do not count: how much smaller they are, that they find what the others find, and
// when `auto` takes to one.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "inquiry/inquiry.h"
#include "support/reports.h"

namespace heddle::cli {
namespace {

using test::read;

report::Report explored(const scenario::Scenario& scenario, bool counts) {
  inquiry::ExploreOptions options;
  options.strategy = "stateful";
  options.counts = counts;
  return inquiry::explore(scenario, options);
}

std::string text(const report::Outcome& outcome) {
  std::string text = outcome.end;
  for (const auto& value : outcome.values) {
    for (const auto& cell : value.cells) text += " " + std::to_string(cell.value);
  }
  for (const auto& flag : outcome.flags) text += " " + flag;
  return text;
}

std::string text(const report::Finding& finding) {
  return finding.kind + " " + finding.name.value_or("");
}

template <class List>
std::set<std::string> texts(const List& list) {
  std::set<std::string> all;
  for (const auto& each : list) all.insert(text(each));
  return all;
}

// Explores both ways; both must find the same, and seeds must show it. Returns the uncounted one.
report::Report same_both_ways(const std::string& json) {
  const auto scenario = read(json);
  const auto counted = explored(scenario, true);
  const auto uncounted = explored(scenario, false);
  EXPECT_TRUE(uncounted.exploration.complete);
  EXPECT_EQ(uncounted.verdict, counted.verdict);
  EXPECT_EQ(uncounted.exploration.interleavings, std::nullopt);
  EXPECT_EQ(texts(uncounted.outcomes), texts(counted.outcomes));
  EXPECT_EQ(texts(uncounted.findings), texts(counted.findings));
  for (const auto& outcome : uncounted.outcomes) {
    const auto run = inquiry::replay(scenario, outcome.seed, {});
    EXPECT_TRUE(run && texts(run.value().report.outcomes).count(text(outcome)) == 1);
  }
  for (const auto& finding : uncounted.findings) {
    if (finding.kind == "nondeterministic") continue;
    const auto run = inquiry::replay(scenario, finding.seed, {});
    EXPECT_TRUE(run && texts(run.value().report.findings).count(text(finding)) == 1);
  }
  return uncounted;
}

bool finds(const report::Report& report, const std::string& finding) {
  return texts(report.findings).count(finding) == 1;
}

constexpr const char* kFourApart =
    R"({"name": "k", "atomics": {"w": 0, "x": 0, "y": 0, "z": 0}, "threads": {
        "a": ["w = 1", "w = 2", "w = 3"], "b": ["x = 1", "x = 2", "x = 3"],
        "c": ["y = 1", "y = 2", "y = 3"], "d": ["z = 1", "z = 2", "z = 3"]}})";

constexpr const char* kLockers =
    R"({"name": "k", "shared": {"c": 0}, "mutexes": ["m"], "threads": {
        "t": {"count": 5, "do": [{"with": "m", "do": ["c += 1"]}]}}})";

TEST(Uncounted, IndependentThreadsAreALineInsteadOfAGrid) {
  // Four threads of three accesses: 4^4 places against 1 + 4 * 3.
  EXPECT_EQ(explored(read(kFourApart), true).exploration.states, 256U);
  EXPECT_EQ(same_both_ways(kFourApart).exploration.states, 13U);
}

TEST(Uncounted, LikeThreadsAreNotToldApart) {
  // Each is before or after its lock, and at most one is at one of three places inside: 2^5 +
  // 5 * 2^4 * 3. How many are after it is all that counts: 6 + 5 * 3.
  EXPECT_EQ(explored(read(kLockers), true).exploration.states, 272U);
  EXPECT_EQ(same_both_ways(kLockers).exploration.states, 21U);
}

TEST(Uncounted, SaysNothingOfLocksThatNobodyWaitsFor) {
  EXPECT_TRUE(same_both_ways(kLockers).warnings.empty());
}

TEST(Uncounted, FindsAnInvariantOverTwoVariables) {
  EXPECT_TRUE(finds(same_both_ways(R"({"name": "k", "atomics": {"x": 0, "y": 0}, "threads": {
      "a": ["x = 1"], "b": ["y = 1"]}, "check": {"always": {"x first": "y <= x"}}})"),
                    "invariant x first"));
}

TEST(Uncounted, FindsAFaultInAnotherThreadWithAllOutcomes) {
  const auto report = same_both_ways(R"({"name": "k", "atomics": {"x": 0, "y": 0}, "threads": {
      "a": ["x = 1", "x = 2"], "b": ["y = 1"], "c": ["assert y == 0"]}})");
  EXPECT_TRUE(finds(report, "assertion /threads/c/0"));
  EXPECT_EQ(report.outcomes.size(), 4U);  // the assertion fails with each x; or x = 2 in the end
}

TEST(Uncounted, FindsADataRaceBesideAnIndependentThread) {
  EXPECT_TRUE(finds(same_both_ways(R"({"name": "k", "shared": {"x": 0}, "atomics": {"y": 0},
      "threads": {"a": ["y = 1", "y = 2"], "b": ["skip", "x = 1"], "c": ["skip", "let s = x"]}})"),
                    "data-race x"));
}

TEST(Uncounted, FindsADeadlockBesideAnIndependentThread) {
  EXPECT_TRUE(finds(same_both_ways(R"({"name": "k", "atomics": {"y": 0}, "mutexes": ["m", "n"],
      "threads": {"a": ["y = 1", "y = 2"], "b": ["lock m", "lock n", "unlock n", "unlock m"],
      "c": ["lock n", "lock m", "unlock m", "unlock n"]}})"),
                    "deadlock b: lock n, c: lock m"));
}

TEST(Uncounted, FindsWhatAnAwaitOverTwoVariablesSees) {
  const auto report = same_both_ways(R"({"name": "k", "atomics": {"x": 0, "y": 1}, "threads": {
      "a": ["x = 1"], "b": ["y = 0"], "c": ["await x == 1 && y == 1", "flag seen"]},
      "check": {"never": ["seen"]}})");
  EXPECT_TRUE(finds(report, "flag seen"));
  EXPECT_TRUE(finds(report, "deadlock c: await x == 1 && y == 1"));
}

TEST(Uncounted, WaitsForWhoCanLetAConflictingThreadGoOn) {
  // x = 2 may come first, though its thread still waits: for an end, to be spawned, for a message.
  for (const std::string others :
       {R"("b": ["join c", "x = 2"], "c": ["y = 1"])",
        R"("b": {"start": false, "do": ["x = 2"]}, "c": ["y = 1", "spawn b"])",
        R"("b": ["let v = receive ch", "x = 2"], "c": ["y = 1", "send ch, 1"])"}) {
    const auto report = same_both_ways(
        R"({"name": "k", "atomics": {"x": 0, "y": 0}, "channels": {"ch": 1}, "threads": {)"
        R"("a": ["x = 1"], )" +
        others + "}}");
    EXPECT_EQ(report.outcomes.size(), 2U) << others;
  }
}

TEST(Uncounted, FindsALivelockInTheWholeGraph) {
  EXPECT_TRUE(finds(same_both_ways(R"({"name": "k", "atomics": {"x": 0, "y": 0}, "threads": {
      "a": ["y = 1", "x = 1"], "b": [{"while": "x == 0", "do": []}],
      "c": [{"if": "y == 0", "then": [{"while": "true", "do": ["skip"]}]}]}})"),
                    "livelock "));
}

TEST(Uncounted, KeepsTheOrderOfSleepersAmongLikeThreads) {
  const auto report = same_both_ways(R"({"name": "k", "atomics": {"order": 0}, "mutexes": ["m"],
      "conditions": ["c"], "shared": {"go": 0}, "threads": {
      "t": {"count": 3, "do": ["lock m", {"while": "go == 0", "do": ["wait c with m"]},
                               "go -= 1", "unlock m"]},
      "n": [{"repeat": 3, "do": [{"with": "m", "do": ["go += 1", "notify c"]}]}]}})");
  EXPECT_EQ(report.verdict, "race-free");
}

TEST(Uncounted, FindsLostUpdatesOfLikeThreads) {
  EXPECT_TRUE(finds(same_both_ways(R"({"name": "k", "shared": {"c": 0}, "threads": {
      "t": {"count": 3, "do": ["c += 1"]}}})"),
                    "lost-update c"));
}

TEST(Uncounted, RenamesReadersAndWritersOfALock) {
  const auto report = same_both_ways(R"({"name": "k", "shared": {"c": 0}, "rwlocks": ["r"],
      "threads": {"w": {"count": 2, "do": ["wrlock r", "c += 1", "wrunlock r"]},
      "t": {"count": 2, "do": ["rdlock r", "let s = c", "rdunlock r", {"if": "s == 1", "then":
      ["flag between"]}]}}, "check": {"never": ["between"]}})");
  EXPECT_TRUE(finds(report, "flag between"));
}

TEST(Uncounted, TellsApartThreadsThatUseTheirNumberOrAreNamed) {
  same_both_ways(R"({"name": "k", "shared": {"a": [0, 0]}, "atomics": {"last": 0}, "threads": {
      "t": {"count": 2, "do": ["a[self] = self + 1", "last = self"]}}})");
  same_both_ways(R"({"name": "k", "atomics": {"x": 0, "y": 0}, "threads": {
      "t": {"count": 2, "start": false, "do": ["x += 1", "x += 1"]},
      "s": ["spawn t[0]", "join t[0]", "y = x", "spawn t[1]"]}})");
}

TEST(Uncounted, TellsApartLikeThreadsWhereABarrierOrdersTheirFaults) {
  // The local work behind a barrier is done in the order of the file: a fault of the first keeps
  // the second from raising its flag, but not the other way round.
  const auto report = same_both_ways(R"({"name": "k", "barriers": {"b": 2}, "threads": {
      "t": {"count": 2, "do": ["skip", "let pick = choose(0, 1) ", "arrive b",
            {"if": "pick > 0", "then": ["flag raised"], "else": ["fail \"no\""]}]}}})");
  EXPECT_EQ(report.outcomes.size(), 3U);  // failed with and without the flag, completed with it
}

TEST(Uncounted, AutoGoesOnWithoutCountingWhereTheGraphDoesNotFit) {
  inquiry::ExploreOptions options;
  options.limits.states_max = 100;
  const auto report = inquiry::explore(read(kFourApart), options);
  EXPECT_TRUE(report.exploration.complete);
  EXPECT_EQ(report.verdict, "race-free");
  EXPECT_EQ(report.exploration.interleavings, std::nullopt);
  EXPECT_NE(report.exploration.uncounted.find("--max-states 100"), std::string::npos);
  options.limits.states_max = 10;
  EXPECT_EQ(inquiry::explore(read(kFourApart), options).verdict, "incomplete");
  options = {};
  EXPECT_EQ(inquiry::explore(read(kFourApart), options).exploration.interleavings, "369600");
}

TEST(Uncounted, AutoDoesNotCountLongWhereTracesAreFew) {
  // Threads that share one variable at their end: about 1.8 million states, 6 traces.
  const auto report = inquiry::explore(read(R"({"name": "k", "atomics": {"c": 0},
      "shared": {"a": 0, "b": 0, "d": 0}, "threads": {
        "one": [{"repeat": 60, "do": ["a += 1"]}, "c += 1"],
        "two": [{"repeat": 60, "do": ["b += 1"]}, "c += 1"],
        "three": [{"repeat": 60, "do": ["d += 1"]}, "c += 1"]}})"),
                                       {});
  EXPECT_EQ(report.verdict, "race-free");
  EXPECT_EQ(report.exploration.strategy, "dpor");
  EXPECT_EQ(report.exploration.runs, 6U);
  EXPECT_EQ(report.exploration.uncounted,
            "dpor came to its end first, when the search that counts had visited 1,000,000 states; "
            "--strategy stateful goes on with it");
}

}  // namespace
}  // namespace heddle::cli
