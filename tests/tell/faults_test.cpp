// What reports once said wrongly, each for its kind.
#include <gtest/gtest.h>

#include "tell/told.h"

namespace heddle::test {
namespace {

// The invariant is false after the first step, and repaired by the second.
TEST(ToldFaults, InvariantTellsTheMomentAtWhichItIsFalse) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 0},
    "threads": {"a": ["x = 2", "x = 0"]}, "check": {"always": {"small": "x <= 1"}}})json");
  const auto invariant = finding(report, "invariant");
  EXPECT_EQ(invariant.message, "\"small\" does not always hold: x <= 1 is false: 2 <= 1");
  EXPECT_EQ(invariant.moment, 0u);
}

TEST(ToldFaults, InvariantThatIsFalseAtTheStartHasNoStep) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 5},
    "threads": {"a": ["x = 0"]}, "check": {"always": {"small": "x <= 1"}}})json");
  const auto invariant = finding(report, "invariant");
  EXPECT_EQ(invariant.message,
            "\"small\" does not hold from the start on: x <= 1 is false: 5 <= 1");
  EXPECT_EQ(invariant.moment, std::nullopt);
  for (const auto& step : invariant.witness) EXPECT_TRUE(step.findings.empty());
}

TEST(ToldFaults, BlockThatBeginsWithAnAwaitTellsTheAwaitAndItsValues) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 0},
    "threads": {"a": [{"atomic": ["await x == 1", "x = 2"]}]}})json");
  const auto deadlock = finding(report, "deadlock");
  EXPECT_EQ(deadlock.message, "a waits until x == 1 (now 0 == 1)");
  ASSERT_EQ(deadlock.next.size(), 1u);
  EXPECT_EQ(deadlock.next[0].waits, "waits until x == 1 (now 0 == 1)");
}

TEST(ToldFaults, UpdateInsideABlockTellsWhatItWrites) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 5},
    "threads": {"a": [{"atomic": ["x += 1", "assert x == 5"]}]}})json");
  const auto assertion = finding(report, "assertion");
  ASSERT_EQ(assertion.witness.size(), 1u);
  ASSERT_EQ(assertion.witness[0].accesses.size(), 2u);
  EXPECT_EQ(assertion.witness[0].accesses[0].value->value, 6);
  ASSERT_EQ(assertion.witness[0].changes.size(), 1u);
  EXPECT_EQ(assertion.witness[0].changes[0].before.value, 5);
  EXPECT_EQ(assertion.witness[0].changes[0].after.value, 6);
  EXPECT_EQ(assertion.message, "a in line 2: \"assert x == 5\" fails: 6 == 5");
}

TEST(ToldFaults, FailedCompareAndSwapTellsWhatItSaw) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 7},
    "threads": {"a": ["let got = cas(x, 1, 2)", "assert got"]
  }})json");
  const auto assertion = finding(report, "assertion");
  ASSERT_EQ(assertion.witness.size(), 1u);
  EXPECT_EQ(assertion.witness[0].remark, "is 7, not 1");
  EXPECT_EQ(assertion.witness[0].value->value, 0);
  ASSERT_EQ(assertion.witness[0].locals.size(), 1u);
  EXPECT_EQ(assertion.witness[0].locals[0].name, "got");
}

// Who freed it last, also when its address was in use again since.
TEST(ToldFaults, UseOfWhatIsFreedTellsWhoDeletedIt) {
  const auto use = finding(told(R"json({"name": "f", "records": {"Node": ["v"]}, "threads": {
    "a": ["let p = new Node", "delete p", "let q = new Node", "delete q", "skip",
          "p.v = 1"]}})json"),
                           "use-after-free");
  EXPECT_EQ(use.explanation, "a uses Node#1, which it deleted in step 4 (line 2)");
  const auto twice = finding(told(R"json({"name": "f", "records": {"Node": ["v"]},
    "atomics": {"p": {"pointer": "Node"}}, "threads": {
    "a": ["let n = new Node", "p = n", "spawn b", "join b", {"atomic": ["delete p"]}],
    "b": {"start": false, "do": [{"atomic": ["delete p"]}]}}})json"),
                             "double-free");
  EXPECT_EQ(twice.explanation, "a deletes Node#1, which b deleted in step 4 (line 4)");
}

// Quotes do not stand inside quotes.
TEST(ToldFaults, TheTextOfAnAssertionIsSaidByItsNameAlone) {
  const auto assertion = finding(told(R"json({"name": "f", "atomics": {"x": 5}, "threads": {
    "a": ["assert x == 6 : \"six\""]}})json"),
                                 "assertion");
  EXPECT_EQ(assertion.message, "a in line 2: \"assert x == 6\" fails: 5 == 6");
  EXPECT_EQ(assertion.name, "six");
  const auto fail = finding(told(R"json({"name": "f", "atomics": {"x": 5}, "threads": {
    "a": ["x = 6", "fail \"here\""]}})json"),
                            "assertion");
  EXPECT_EQ(fail.message, "a in line 2: fail \"here\"");
}

// One that swaps has nothing to say, whichever value is there; pointers are said as pointers.
TEST(ToldFaults, OnlyAFailedCompareAndSwapHasARemark) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 7, "p": {"pointer": "Node"}},
    "records": {"Node": ["next"]}, "threads": {"a": ["cas(x, 7, 2)", "let n = new Node",
      {"atomic": ["cas(p, n, null)", "cas(x, 2, 3)"]}, "fail \"here\""]}})json");
  const auto assertion = finding(report, "assertion");
  ASSERT_EQ(assertion.witness.size(), 3u);
  EXPECT_EQ(assertion.witness[0].remark, "");
  EXPECT_EQ(assertion.witness[2].remark, "");
  ASSERT_EQ(assertion.witness[2].accesses.size(), 2u);
  EXPECT_EQ(assertion.witness[2].accesses[0].remark, "is null, not #1");
  EXPECT_EQ(assertion.witness[2].accesses[1].remark, "");
}

TEST(ToldFaults, ChoicesNameTheLocalAndTheValue) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 0}, "threads": {
    "a": ["let c = choose(0, 7)", {"if": "c", "then": ["x = 1"]}],
    "b": ["assert x == 1"]
  }})json");
  const auto assertion = finding(report, "assertion");
  ASSERT_FALSE(assertion.witness.empty());
  ASSERT_EQ(assertion.witness[0].choices.size(), 1u);
  const report::Choice& choice = assertion.witness[0].choices[0];
  EXPECT_EQ(choice.thread, "a");
  EXPECT_EQ(choice.local, "c");
  EXPECT_EQ(choice.value.value, choice.alternative == 1 ? 0 : 7);
}

TEST(ToldFaults, EachDeadlockIsToldByItsOwnThreads) {
  const auto report = told(R"json({"name": "f", "mutexes": ["m", "k", "a", "b"], "threads": {
    "t": [{"with": "m", "do": [{"with": "k", "do": []}]}],
    "u": [{"with": "k", "do": [{"with": "m", "do": []}]}],
    "v": [{"with": "a", "do": [{"with": "b", "do": []}]}],
    "w": [{"with": "b", "do": [{"with": "a", "do": []}]}]}})json");
  EXPECT_EQ(finding(report, "deadlock", "t: lock k, u: lock m").message,
            "t waits for k, held by u; u waits for m, held by t");
  const auto second = finding(report, "deadlock", "v: lock b, w: lock a");
  EXPECT_EQ(second.message, "v waits for b, held by w; w waits for a, held by v");
  ASSERT_EQ(second.next.size(), 2u);
  EXPECT_EQ(second.next[0].holds, std::vector<std::string>{"a"});
}

TEST(ToldFaults, LostUpdateBlamesTheWriteAndWhatItLost) {
  const auto report = told(R"json({"name": "f", "shared": {"balance": 1000}, "threads": {
    "deposit": ["let seen = balance", "balance = seen + 500"],
    "withdraw": ["let seen = balance", "balance = seen - 200"]}})json");
  const auto lost = finding(report, "lost-update", "balance");
  const report::Step& last = lost.witness[*lost.moment];
  ASSERT_EQ(last.stale.size(), 1u);
  EXPECT_EQ(last.stale[0].local, "seen");
  EXPECT_EQ(last.stale[0].memory, "balance");
  EXPECT_EQ(lost.witness[last.stale[0].since].access, "write balance");
  EXPECT_NE(lost.explanation.find("still has seen = 1000: what "), std::string::npos)
      << lost.explanation;
  const auto race = finding(report, "data-race", "balance");
  EXPECT_EQ(race.next.size(), 2u);
  EXPECT_EQ(race.explanation, "neither holds a lock");
}

TEST(ToldFaults, ReplayCountsPreemptions) {
  const auto scenario = scenario::read(R"json({"name": "f", "shared": {"c": 0}, "threads": {
    "a": ["c += 1"], "b": ["c += 1"]}})json");
  const auto report = inquiry::explore(scenario.value(), {});
  const auto lost = finding(report, "lost-update");
  const auto replayed = inquiry::replay(scenario.value(), lost.seed, {});
  ASSERT_TRUE(replayed);
  EXPECT_EQ(replayed.value().report.findings.front().preemptions, lost.preemptions);
  EXPECT_EQ(lost.preemptions, 1u);
}

TEST(ToldFaults, OneDeadBranchIsOneWarning) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 0}, "threads": {
    "a": [{"if": "x == 9", "then": ["x = 1", "x = 2", {"if": "x == 3", "then": ["x = 4"]},
           "flag late"]}], "b": ["x = 5"]}, "check": {"never": ["late"]}})json");
  std::vector<std::string> texts;
  for (const auto& warning : report.warnings)
    if (warning.text.find("no interleaving") == 0) texts.push_back(warning.text);
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0],
            "no interleaving reaches \"x = 1\", nor the 4 steps after or inside it, so that the "
            "flag late is never raised");
}

// What closes a list is no part of its last step: here a jump to the end, which is reached.
TEST(ToldFaults, TheLastStepOfADeadBranchIsDead) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 0}, "threads": {
    "a": [{"if": "x < 9", "then": [{"if": "x == 9", "then": ["flag late"]}], "else": ["x = 2"]}],
    "b": ["x = 5"]}})json");
  std::string texts;
  for (const auto& warning : report.warnings) texts += warning.text + "\n";
  EXPECT_NE(texts.find("no interleaving raises the flag late"), std::string::npos) << texts;
}

// A round may need a preemption that the way to it does not need.
TEST(ToldFaults, ALivelockCountsThePreemptionsOfItsRound) {
  const auto scenario = scenario::read(R"json({"name": "f", "atomics": {"x": 2}, "threads": {
    "a": ["x = 0", "x = 0", "x = 0"],
    "b": [{"while": "true", "do": ["let got = x", {"if": "got != 0", "then": ["break"]}]}]}})json");
  const auto livelock = finding(inquiry::explore(scenario.value(), {}), "livelock");
  const auto replayed = inquiry::replay(scenario.value(), livelock.seed, {});
  ASSERT_TRUE(replayed);
  EXPECT_EQ(replayed.value().report.findings.front().preemptions, livelock.preemptions);
}

// With 0 chosen b fails too, but nothing is seen of the write that should have come before.
TEST(ToldFaults, AWitnessShowsTheOrderAndNotOnlyAChoice) {
  const auto report = told(R"json({"name": "f", "atomics": {"x": 0}, "threads": {
    "a": ["let c = choose(0, 1)", {"if": "c", "then": ["x = 1"]}],
    "b": ["assert x == 1"]}})json");
  const auto assertion = finding(report, "assertion");
  ASSERT_EQ(assertion.witness[0].choices.size(), 1u);
  EXPECT_EQ(assertion.witness[0].choices[0].value.value, 1);
  EXPECT_EQ(assertion.preemptions, 0u);
}

}  // namespace
}  // namespace heddle::test
