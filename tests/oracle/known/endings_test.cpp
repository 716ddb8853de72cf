// How interleavings end, what local work belongs to, and what is enabled.
#include <gtest/gtest.h>

#include "oracle/known/known.h"

namespace heddle::oracle {
namespace {

TEST(KnownEndings, WrongIndexIsAnAccessOfItsOwn) {
  // a's one access ends it, before or after b's write.
  expect_known(R"j({"name": "k", "shared": {"y": 0, "v": [0]}, "threads": {
                     "a": ["v[1] = 1"], "b": ["y = 1"]}})j",
               {2,
                {{"out-of-bounds y=0 v=0", 1}, {"out-of-bounds y=1 v=0", 1}},
                {{"out-of-bounds /threads/a/0", 2}},
                {}});
}

TEST(KnownEndings, LocalWorkBeforeTheFirstAccessIsDoneAtTheStartInOrder) {
  // a raises its flag and fails at once: b's local work, after a's in the file, is not done.
  expect_known(R"j({"name": "k", "shared": {"y": 0}, "threads": {
                     "a": ["flag fa", "let v = 1 / 0"], "b": ["flag fb", "y = 1"]}})j",
               {1, {{"division-by-zero y=0 fa", 1}}, {{"division-by-zero /threads/a/1", 1}}, {}});
  expect_known(
      R"j({"name": "k", "shared": {"y": 0}, "threads": {
                     "b": ["flag fb", "y = 1"], "a": ["flag fa", "let v = 1 / 0"]}})j",
      {1, {{"division-by-zero y=0 fb fa", 1}}, {{"division-by-zero /threads/a/1", 1}}, {}});
}

TEST(KnownEndings, AtSpawnTheNewThreadsLocalWorkComesFirst) {
  expect_known(R"j({"name": "k", "threads": {"a": ["spawn t", "flag f"],
                                            "t": {"start": false, "do": ["fail \"at once\""]}}})j",
               {1, {{"assertion", 1}}, {{"assertion at once", 1}}, {}});
  expect_known(R"j({"name": "k", "threads": {"a": ["spawn t", "fail \"then\""],
                                            "t": {"start": false, "do": ["flag f"]}}})j",
               {1, {{"assertion f", 1}}, {{"assertion then", 1}}, {}});
}

TEST(KnownEndings, AtACompletedBarrierEachPartysLocalWorkInOrder) {
  // Whoever comes last: a raises fa, b fails, c is not reached.
  expect_known(R"j({"name": "k", "barriers": {"b": 3}, "threads": {
                     "a": ["arrive b", "flag fa"], "f": ["arrive b", "fail \"no\""],
                     "c": ["arrive b", "flag fc"]}})j",
               {6, {{"assertion fa", 6}}, {{"assertion no", 6}}, {}});
}

TEST(KnownEndings, WhatAnAtomicBlockWroteBeforeItFailedStands) {
  expect_known(R"j({"name": "k", "shared": {"x": 0}, "threads": {
                     "t": [{"atomic": ["x = 1", "assert false : \"here\"", "x = 2"]}]},
                   "check": {"always": {"low": "x < 1"}}})j",
               {1, {{"assertion x=1", 1}}, {{"assertion here", 1}}, {}});
}

TEST(KnownEndings, InvariantsAreNotSeenInsideAnAtomicBlock) {
  expect_known(
      R"j({"name": "k", "shared": {"x": 0}, "threads": {"t": [{"atomic": ["x = 5", "x = 0"]}]},
                   "check": {"always": {"zero": "x == 0"}}})j",
      {1, {{"completed x=0", 1}}, {}, {}});
  // Two accesses: the state between is reached.
  expect_known(R"j({"name": "k", "shared": {"x": 0}, "threads": {"t": ["x = 5", "x = 0"]},
                   "check": {"always": {"zero": "x == 0"}}})j",
               {1, {{"completed x=0", 1}}, {{"invariant zero", 1}}, {}});
  // The start is a reached state.
  expect_known(R"j({"name": "k", "shared": {"x": 0}, "threads": {"t": ["x = 1"]},
                   "check": {"always": {"one": "x == 1"}, "finally": {"so": "x == 1"}}})j",
               {1, {{"completed x=1", 1}}, {{"invariant one", 1}}, {}});
}

TEST(KnownEndings, WhatCannotBeEvaluatedIsFalse) {
  expect_known(
      R"j({"name": "k", "records": {"N": ["f"]}, "shared": {"p": {"pointer": "N"}, "x": 0},
                   "threads": {"t": ["let q = new N", "p = q"]},
                   "check": {"always": {"a": "p == null || p.f == 0", "b": "p.f == 0"},
                             "finally": {"c": "1 / x == 0"}, "leaks": true}})j",
      {1, {{"completed p=1 x=0", 1}}, {{"invariant b", 1}, {"final c", 1}, {"leak N", 1}}, {}});
}

TEST(KnownEndings, BackgroundThreadsMayStayBlocked) {
  expect_known(R"j({"name": "k", "shared": {"x": 0}, "threads": {
                     "a": ["skip"], "bg": {"background": true, "do": ["await x == 1"]}}})j",
               {1, {{"completed x=0", 1}}, {}, {}});
  expect_known(
      R"j({"name": "k", "shared": {"x": 0}, "threads": {"a": ["skip"], "bg": ["await x == 1"]}})j",
      {1, {{"deadlock x=0", 1}}, {{"deadlock bg: await x == 1", 1}}, {}});
  // But they run as long as they can.
  expect_known(
      R"j({"name": "k", "threads": {"a": ["skip"], "bg": {"background": true, "do": ["skip"]}}})j",
      {2, {{"completed", 2}}, {}, {}});
}

TEST(KnownEndings, ThreadsThatWereNeverStartedDoNotCount) {
  expect_known(
      R"j({"name": "k", "threads": {"a": ["skip"], "t": {"start": false, "do": ["skip"]}}})j",
      {1, {{"completed", 1}}, {}, {}});
  expect_known(
      R"j({"name": "k", "threads": {"a": ["join t"], "t": {"start": false, "do": ["skip"]}}})j",
      {1, {{"deadlock", 1}}, {{"deadlock a: join t", 1}}, {}});
  expect_known(R"j({"name": "k", "threads": {"a": ["spawn t", "join t"],
                                            "t": {"start": false, "do": ["skip"]}}})j",
               {1, {{"completed", 1}}, {}, {}});
  // t may run before or after the second spawn: it ends the interleaving.
  expect_known(R"j({"name": "k", "threads": {"a": ["spawn t", "spawn t"],
                                            "t": {"start": false, "do": ["skip"]}}})j",
               {2, {{"misuse", 2}}, {{"misuse /threads/a/1", 2}}, {}});
}

TEST(KnownEndings, AwaitThatCannotBeEvaluatedIsEnabledAndEndsIt) {
  expect_known(R"j({"name": "k", "shared": {"x": 0, "y": 0}, "threads": {
                     "a": ["await 1 / x == 1"], "b": ["y = 1"]}})j",
               {2,
                {{"division-by-zero x=0 y=0", 1}, {"division-by-zero x=0 y=1", 1}},
                {{"division-by-zero /threads/a/0", 2}},
                {}});
}

TEST(KnownEndings, AtomicBlockWaitsForTheAwaitThatBeginsIt) {
  // b's write must come first; then a's block sees 1.
  expect_known(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
                     "a": [{"atomic": ["await x > 0", "x = x * 10"]}], "b": ["x = 1"]}})j",
               {1, {{"completed x=10", 1}}, {}, {}});
}

TEST(KnownEndings, PointersAreRenumberedByFirstAppearance) {
  // Real addresses: q holds 1, p holds 2; p stands first.
  expect_known(R"j({"name": "k", "records": {"N": ["f"]},
                   "shared": {"p": {"pointer": "N"}, "q": {"pointer": "N"}, "r": {"pointer": "N"}},
                   "atomics": {"s": {"pointer": "N"}},
                   "threads": {"t": ["let a = new N", "let b = new N", "p = b", "q = a", "s = b",
                                     "delete b"]}})j",
               {1, {{"completed p=1 q=2 r=0 s=1", 1}}, {}, {}});
}

TEST(KnownEndings, SpinningIsUnboundedAndLivelockWhenNobodyHelps) {
  Known spinning{0, {{"completed x=1", 0}}, {}, {}, true};
  expect_known(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
                     "a": [{"while": "x == 0", "do": []}], "b": ["x = 1"]}})j",
               spinning);
  Known stuck{0, {}, {}, {"livelock"}, true};
  expect_known(
      R"j({"name": "k", "atomics": {"x": 0}, "threads": {"a": [{"while": "x == 0", "do": []}]}})j",
      stuck);
  // One choice helps, the other does not.
  Known either{0, {{"completed x=1", 0}}, {}, {"livelock"}, true};
  expect_known(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
                     "a": [{"while": "x == 0", "do": []}], "b": ["let v = choose(0, 1)", "x = v"]
}
})j",
               either);
}

TEST(KnownEndings, LoopThatOnlyOthersCanRepeatHasNoCycle) {
  // b's cas fails only after a changed n: at most once. a: one access. b: read, cas, and once more
  // read, cas when a came between. Orders: a first (1), a between (1), a last (1).
  expect_known(R"j({"name": "k", "atomics": {"n": 0}, "threads": {
                     "a": ["n += 1"],
                     "b": ["let v = n", {"while": "!cas(n, v, v + 1)", "do": ["v = n"]}]
}
})j",
               {3, {{"completed n=2", 3}}, {}, {}});
}

TEST(KnownEndings, PreemptionsAreCountedAnewForEachChoiceOfTheStart) {
  // The start's two values, two orders of arrival, then read y, write y of A among read x, write y
  // of B: B last in 3 of 6 (y = 1), A last having read before B's write in 2 (y = 3: B's is lost),
  // or after it in 1 (y = 4).
  expect_known(R"j({"name": "k", "shared": {"x": 1, "y": 0}, "barriers": {"b": 2}, "threads": {
                     "A": ["arrive b", "y += 3"],
                     "B": ["let pick = choose(0, 1)", {"if": "pick > 0", "then": ["flag late"]},
                           "arrive b", "y = x"]}})j",
               {24,
                {{"completed x=1 y=1", 6},
                 {"completed x=1 y=1 late", 6},
                 {"completed x=1 y=3", 4},
                 {"completed x=1 y=3 late", 4},
                 {"completed x=1 y=4", 2},
                 {"completed x=1 y=4 late", 2}},
                {{"lost-update y", 8}},
                {"data-race y"}});
}

TEST(KnownEndings, CountedThreadsAreSpawnedAndJoinedByIndex) {
  const auto with = [](const std::string& steps) {
    return R"j({"name": "k", "shared": {"x": 0}, "threads": {"a": [)j" + steps +
           R"j(], "t": {"count": 2, "start": false, "do": ["x = self + 1"]}}})j";
  };
  expect_known(with(R"j("spawn t[1]", "join t[1]")j"), {1, {{"completed x=2", 1}}, {}, {}});
  expect_known(with(R"j("spawn t[2]")j"),
               {1, {{"out-of-bounds x=0", 1}}, {{"out-of-bounds /threads/a/0", 1}}, {}});
  // Joining the one that was not started.
  expect_known(with(R"j("spawn t[1]", "join t[0]")j"),
               {1, {{"deadlock x=2", 1}}, {{"deadlock a: join t[0]", 1}}, {}});
}

TEST(KnownEndings, TakingTheMutexAgainWaitsUntilItIsFree) {
  // The notifier first: nobody sleeps yet, and the waiter sleeps for ever. The waiter first: it
  // goes on only after the notifier's unlock. Nothing else: all steps but wait hold the mutex.
  expect_known(R"j({"name": "k", "mutexes": ["m"], "conditions": ["c"], "threads": {
                     "w": ["lock m", "wait c with m", "unlock m"],
                     "n": ["lock m", "notify c", "unlock m"]}})j",
               {2, {{"completed", 1}, {"deadlock", 1}}, {{"deadlock w: wait c", 1}}, {}});
}

TEST(KnownEndings, NotifyAllWakesEveryoneAndNotifyNobodyWhenNoneSleeps) {
  // Both waiters sleep before the notifier is let in: two orders of sleeping. All woken, they take
  // the mutex in two orders: 4. With `notify` in its place each order has two choices, and the
  // other one stays asleep: 4 deadlocks.
  const auto with = [](const std::string& statement) {
    return R"j({"name": "k", "mutexes": ["m"], "conditions": ["c"], "semaphores": {"s": 0},
                "threads": {
                  "w": {"count": 2, "do": ["lock m", {"atomic": ["release s"]}, "wait c with m",
                                           "unlock m"]},
                  "n": ["acquire s", "acquire s", "lock m", )j" +
           statement + R"j(, "unlock m"]}})j";
  };
  // The notifier's two acquires come anywhere after the releases: the first after the first
  // release R1 (the rest up to the second release R2 is W1 L2 R2), the second after R2 beside W2:
  // places of the first: before W1, L2, R2 (second acquire then 2 places beside W2, as `lock m`
  // waits for W2 too), or after R2 (then both acquires and W2: 3 orders). 3 x 2 + 3 = 9 orders for
  // each order of the waiters, times 2 x 2.
  expect_known(with(R"j("notify_all c")j"), {36, {{"completed", 36}}, {}, {}});
  expect_known(with(R"j("notify c")j"), {36, {{"deadlock", 36}}, {{"deadlock w: wait c", 36}}, {}});
}

TEST(KnownEndings, IgnoredKindsStillEndAndNameOutcomes) {
  expect_known(R"j({"name": "k", "shared": {"x": 0}, "threads": {"a": ["x = 1", "fail \"no\""],
                                                               "b": ["x = 2"]},
                   "check": {"ignore": ["assertion", "data-race x"]}})j",
               // The failure belongs to a's write: b's comes first or not at all.
               {2, {{"assertion x=1", 2}}, {}, {}});
}

}  // namespace
}  // namespace heddle::oracle
