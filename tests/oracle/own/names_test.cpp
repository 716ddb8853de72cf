// The names of findings: who waits for what, which step is at fault, which text was asserted.
#include <gtest/gtest.h>

#include "oracle/own/own.h"

namespace heddle::oracle {
namespace {

// A scenario with these members.
std::string with(const std::string& members) { return R"({"name": "k", )" + members + "}"; }

// One thread `t` with these steps.
std::string thread(const std::string& steps, const std::string& declarations = "") {
  return with(declarations + R"("threads": {"t": [)" + steps + "]}");
}

TEST(OracleNames, EachCycleOfWaitsIsADeadlockOfItsOwn) {
  // Four locks and four arrivals in any order, each lock before its arrival: 8! / 2^4 = 2520. Each
  // ends with both cycles.
  EXPECT_EQ(
      findings_of(with(R"j("mutexes": ["m", "k", "a", "b"], "barriers": {"all": 4},
      "threads": {"t": ["lock m", "arrive all", "lock k"], "u": ["lock k", "arrive all", "lock m"],
                  "v": ["lock a", "arrive all", "lock b"],
                  "w": ["lock b", "arrive all", "lock a"]})j")),
      (Counts{{"deadlock t: lock k, u: lock m", 2520}, {"deadlock v: lock b, w: lock a", 2520}}));
  // One that is blocked by a cycle without being in it is not named.
  EXPECT_EQ(findings_of(with(R"j("mutexes": ["m", "k"], "barriers": {"both": 2}, "threads": {
      "t": ["lock m", "arrive both", "lock k"], "u": ["lock k", "arrive both", "lock m"],
      "v": ["join t"]})j")),
            (Counts{{"deadlock t: lock k, u: lock m", 6}}));
}

TEST(OracleNames, WithoutACycleAllThatAreBlockedAreNamed) {
  EXPECT_EQ(findings_of(with(R"j("mutexes": [{"m": 2}], "conditions": ["c"], "atomics": {"x": 0},
      "semaphores": {"s": 0}, "channels": {"ch": 1}, "barriers": {"b": 2}, "threads": {
      "a": {"count": 2, "do": ["acquire s"]},
      "b1": ["let v = receive ch"],
      "b2": ["arrive b"],
      "d": {"background": true, "do": ["await x == 7"]},
      "e": [{"atomic": ["await x  ==  1 // for ever", "x = 2"]}]})j")),
            (Counts{{"deadlock a: acquire s, a: acquire s, b1: receive ch, b2: arrive b, "
                     "e: await x  ==  1",
                     1}}));
}

TEST(OracleNames, OneThatSleepsWaitsForTheConditionAndOneThatWokeForItsMutex) {
  EXPECT_EQ(findings_of(with(R"j("mutexes": ["m"], "conditions": [{"c": 2}], "threads": {
      "t": [{"with": "m", "do": ["wait c[1] with m"]}]})j")),
            (Counts{{"deadlock t: wait c[1]", 1}}));
  // b notifies, keeps m and waits for a: a is awake and waits for m. Two: b looks at x before or
  // after a sleeps.
  EXPECT_EQ(findings_of(with(R"j("mutexes": ["m"], "conditions": ["c"], "atomics": {"x": 0},
      "threads": {"a": [{"with": "m", "do": ["x = 1", "wait c with m"]}],
                  "b": ["await x == 1", "lock m", "notify c", "join a"]})j")),
            (Counts{{"deadlock a: relock m, b: join a", 2}}));
}

TEST(OracleNames, CyclesGoThroughJoinsReadersAndTheBackground) {
  EXPECT_EQ(findings_of(with(R"j("threads": {"t": {"count": 2, "do": ["join t[1 - self]"]}})j")),
            (Counts{{"deadlock t: join t[0], t: join t[1]", 1}}));
  EXPECT_EQ(findings_of(thread(R"j("join t")j")), (Counts{{"deadlock t: join t", 1}}));
  // Both readers keep the writer out, each of them waits for it.
  EXPECT_EQ(findings_of(with(R"j("rwlocks": ["r"], "threads": {
      "reader": {"count": 2, "do": ["rdlock r", "join w"]}, "w": ["join x", "wrlock r"],
      "x": {"start": false, "background": true, "do": []},
      "y": ["spawn x"]})j"))
                .count("deadlock reader: join w, w: wrlock r"),
            1U);
  EXPECT_EQ(findings_of(with(R"j("mutexes": ["m"], "atomics": {"x": 0}, "threads": {
      "a": ["await x == 1", "lock m"],
      "b": {"background": true, "do": ["lock m", "x = 1", "join a"]}})j")),
            (Counts{{"deadlock a: lock m, b: join a", 1}}));
}

TEST(OracleNames, AnAssertionIsNamedByItsTextOrItsPlace) {
  EXPECT_EQ(findings_of(thread(R"j("let c = choose(0, 1, 2, 3)",
      {"if": "c == 0", "then": ["fail \"same\""]}, {"if": "c == 1", "then": ["assert 0 : \"same\""]},
      {"if": "c == 2", "then": ["assert false : \"\""]}, "assert false")j")),
            (Counts{{"assertion same", 2},
                    {"assertion /threads/t/3/then/0", 1},
                    {"assertion /threads/t/4", 1}}));
}

TEST(OracleNames, AFaultIsNamedByTheTextAtFault) {
  const std::string memory = R"j("shared": {"z": 0, "a": [1]}, "mutexes": [{"m": 1}], )j";
  const auto only = [&](const std::string& steps) {
    const auto counts = findings_of(thread(steps, memory));
    return counts.size() == 1 ? counts.begin()->first : "not one finding";
  };
  EXPECT_EQ(only(R"j("skip", "a[1] = 0")j"), "out-of-bounds /threads/t/1");
  EXPECT_EQ(only(R"j({"if": "1 / z", "then": []})j"), "division-by-zero /threads/t/0/if");
  EXPECT_EQ(only(R"j({"while": "a[3]", "do": []})j"), "out-of-bounds /threads/t/0/while");
  EXPECT_EQ(only(R"j("let v = z", {"repeat": "1 / v", "do": []})j"),
            "division-by-zero /threads/t/1/repeat");
  EXPECT_EQ(only(R"j({"with": "m[2]", "do": []})j"), "out-of-bounds /threads/t/0/with");
  EXPECT_EQ(only(R"j({"with": "m[0]", "do": ["unlock m[0]"]})j"), "misuse /threads/t/0/with");
  EXPECT_EQ(only(R"j({"repeat": 10001, "do": ["let v = 1"]})j"), "misuse /threads/t/0/repeat");
  EXPECT_EQ(only(R"j({"while": "true", "do": [{"if": "true", "then": []}]})j"),
            "misuse /threads/t/0/while");
  EXPECT_EQ(only(R"j({"atomic": ["z = 1", "z = 1 / (z - 1)"]})j"),
            "division-by-zero /threads/t/0/atomic/1");
  EXPECT_EQ(only(R"j({"atomic": ["await a[1] == 0"]})j"), "out-of-bounds /threads/t/0/atomic/0");
}

TEST(OracleNames, InsideAProcedureTheStepThereIsNamed) {
  EXPECT_EQ(findings_of(with(R"j("procedures": {"p": {"params": ["v"], "do": ["assert v"]}},
      "threads": {"t": [{"if": "true", "then": ["call p(0)"]}]})j")),
            (Counts{{"assertion /procedures/p/do/0", 1}}));
  // In the thread whose local work fails, not in the one that spawns it.
  EXPECT_EQ(findings_of(with(R"j("threads": {"t": ["spawn u"],
      "u": {"start": false, "do": ["let v = 1 << 64"]}})j")),
            (Counts{{"overflow /threads/u/do/0", 1}}));
}

TEST(OracleNames, EachRecordTypeThatLeaksIsAFinding) {
  EXPECT_EQ(findings_of(with(R"j("records": {"A": ["v"], "B": ["v"], "C": ["v"]}, "threads": {
      "t": ["let a = new A", "let b = new B", "let b2 = new B", "let c = new C", "delete c"]},
      "check": {"leaks": true})j")),
            (Counts{{"leak A", 1}, {"leak B", 1}}));
}

TEST(OracleNames, AnInvariantIsNotJudgedWhereAnAtomicBlockFails) {
  const std::string check = R"j(, "check": {"always": {"i": "x == 1"}})j";
  const std::string x = R"j("shared": {"x": 1}, )j";
  EXPECT_EQ(
      findings_of(with(x + R"j("threads": {"a": [{"atomic": ["x = 2", "fail \"q\""]}]})j" + check)),
      (Counts{{"assertion q", 1}}));
  EXPECT_EQ(findings_of(with(x + R"j("threads": {"a": ["x = 2", "fail \"q\""]})j" + check)),
            (Counts{{"assertion q", 1}, {"invariant i", 1}}));
  // What fails comes after the block.
  EXPECT_EQ(
      findings_of(with(x + R"j("threads": {"a": [{"atomic": ["x = 2"]}, "fail \"q\""]})j" + check)),
      (Counts{{"assertion q", 1}, {"invariant i", 1}}));
}

}  // namespace
}  // namespace heddle::oracle
