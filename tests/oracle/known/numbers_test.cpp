// The small cases with known numbers of the format page, and counts that combinatorics gives.
#include <gtest/gtest.h>

#include "oracle/known/known.h"

namespace heddle::oracle {
namespace {

TEST(KnownNumbers, DepositAndWithdrawHaveSixInterleavingsAndFourOutcomes) {
  expect_known(
      R"j({"name": "deposit_withdraw",
          "constants": {"deposited": 1000, "withdrawn": 1200, "penalty": 10},
          "shared": {"balance": 1000},
          "threads": {
            "deposit": ["let seen = balance", "balance = seen + deposited"],
            "withdraw": ["let seen = balance", "let fee = 0",
              {"if": "seen < withdrawn", "then": ["flag overdraft", "fee = penalty"]},
              "balance = seen - withdrawn - fee"]},
          "check": {"never": ["overdraft"],
                    "always": {"never below": "balance >= -210"},
                    "finally": {"both count": "balance == 800"},
                    "serializable": true}})j",
      {6,
       {{"completed balance=800", 1},
        {"completed balance=790 overdraft", 1},
        {"completed balance=-210 overdraft", 2},
        {"completed balance=2000 overdraft", 2}},
       {{"flag overdraft", 5},
        {"lost-update balance", 4},
        {"final both count", 5},
        {"not-serializable", 4}},
       {"data-race balance"}});
}

TEST(KnownNumbers, TwoPlainIncrementsLoseOneInFourOfSix) {
  expect_known(
      R"j({"name": "k", "shared": {"c": 0}, "threads": {"a": ["c += 1"], "b": ["c += 1"]}})j",
      {6, {{"completed c=2", 2}, {"completed c=1", 4}}, {{"lost-update c", 4}}, {"data-race c"}});
}

TEST(KnownNumbers, TwoAtomicIncrementsHaveTwoOrders) {
  expect_known(
      R"j({"name": "k", "atomics": {"c": 0}, "threads": {"a": ["c += 1"], "b": ["c += 1"]}})j",
      {2, {{"completed c=2", 2}}, {}, {}});
}

TEST(KnownNumbers, TwoLockedIncrementsHaveTwoOrders) {
  expect_known(R"j({"name": "k", "shared": {"c": 0}, "mutexes": ["m"], "threads": {
                     "a": [{"with": "m", "do": ["c += 1"]}],
                     "b": [{"with": "m", "do": ["c += 1"]}]}})j",
               {2, {{"completed c=2", 2}}, {}, {}});
}

TEST(KnownNumbers, ThreePlainIncrementsHaveNinety) {
  // One after the other in 3! = 6 orders; every other loses at least one update: 84. The last write
  // stores 1 when its thread read 0: before the others' first write W. With the last writer given
  // (3) its read stands before W in 16 of the 30 orders: 48 (the page's number).
  expect_known(R"j({"name": "k", "shared": {"c": 0},
                   "threads": {"t": {"count": 3, "do": ["c += 1"]}}})j",
               {90,
                {{"completed c=3", 6}, {"completed c=2", 36}, {"completed c=1", 48}},
                {{"lost-update c", 84}},
                {"data-race c"}});
}

TEST(KnownNumbers, LocksTakenInOppositeOrderDeadlockInTwoOfSix) {
  expect_known(
      R"j({"name": "k", "mutexes": ["m", "n"], "threads": {
                     "a": ["lock m", "lock n", "unlock n", "unlock m"],
                     "b": ["lock n", "lock m", "unlock m", "unlock n"]}})j",
      {6, {{"completed", 4}, {"deadlock", 2}}, {{"deadlock a: lock n, b: lock m", 2}}, {}});
}

TEST(KnownNumbers, ThreadsWithoutConflictGiveTheMultinomial) {
  // 2, 3 and 2 accesses: 7! / (2! 3! 2!) = 210.
  expect_known(R"j({"name": "k", "threads": {
                     "a": ["skip", "skip"], "b": ["skip", "skip", "skip"], "c": ["skip", "skip"]}})j",
               {210, {{"completed", 210}}, {}, {}});
}

TEST(KnownNumbers, ReadersShareALockAndWritersDoNot) {
  // Readers: all 4! / (2! 2!) orders. Writers: one goes first.
  expect_known(R"j({"name": "k", "rwlocks": ["r"], "threads": {
                     "t": {"count": 2, "do": ["rdlock r", "rdunlock r"]}}})j",
               {6, {{"completed", 6}}, {}, {}});
  expect_known(R"j({"name": "k", "rwlocks": ["r"], "threads": {
                     "t": {"count": 2, "do": ["wrlock r", "wrunlock r"]}}})j",
               {2, {{"completed", 2}}, {}, {}});
  // A writer W w and a reader R r: the writer waits while the reader is inside, and the other way.
  expect_known(R"j({"name": "k", "rwlocks": ["r"], "threads": {
                     "a": ["rdlock r", "rdunlock r"], "b": ["wrlock r", "wrunlock r"]}})j",
               {2, {{"completed", 2}}, {}, {}});
}

TEST(KnownNumbers, ChannelBlocksWhenFullAndWhenEmpty) {
  // Capacity 1: send, receive, send, receive and nothing else. Capacity 2: after the first send,
  // the second may come before or after the first receive.
  const std::string threads =
      R"j("shared": {"x": 0}, "threads": {"p": ["send ch, 1", "send ch, 2"],
                       "c": ["let a = receive ch", "let b = receive ch", "x = a * 10 + b"]}})j";
  expect_known(R"j({"name": "k", "channels": {"ch": 1}, )j" + threads,
               {1, {{"completed x=12", 1}}, {}, {}});
  expect_known(R"j({"name": "k", "channels": {"ch": 2}, )j" + threads,
               {2, {{"completed x=12", 2}}, {}, {}});
}

TEST(KnownNumbers, SemaphoreLetsInAsManyAsItCounts) {
  // Count 2, two threads: no one ever waits, 6 orders. Count 1: 2 orders. Count 0: a deadlock at
  // once, the empty sequence.
  const std::string threads =
      R"j("threads": {"t": {"count": 2, "do": ["acquire s", "release s"]}}})j";
  expect_known(R"j({"name": "k", "semaphores": {"s": 2}, )j" + threads,
               {6, {{"completed", 6}}, {}, {}});
  expect_known(R"j({"name": "k", "semaphores": {"s": 1}, )j" + threads,
               {2, {{"completed", 2}}, {}, {}});
  expect_known(R"j({"name": "k", "semaphores": {"s": 0}, )j" + threads,
               {1, {{"deadlock", 1}}, {{"deadlock t: acquire s, t: acquire s", 1}}, {}});
}

TEST(KnownNumbers, TryLockFailsWhileTheOtherHoldsIt) {
  // T t when it is got: T t T t in both orders of threads, and T1 T2 t1 in both.
  expect_known(R"j({"name": "k", "mutexes": ["m"], "threads": {"t": {"count": 2, "do": [
                     "let got = trylock m", {"if": "got", "then": ["unlock m"]}]}}})j",
               {4, {{"completed", 4}}, {}, {}});
}

TEST(KnownNumbers, SleeperThatNobodyWakesIsADeadlock) {
  // lock, wait, relock, unlock beside one notify: before the lock or between lock and wait nobody
  // sleeps yet (2 interleavings, a deadlock each), after the wait it wakes (1).
  expect_known(R"j({"name": "k", "mutexes": ["m"], "conditions": ["c"], "threads": {
                     "w": [{"with": "m", "do": ["wait c with m"]}], "n": ["notify c"]}})j",
               {3, {{"completed", 1}, {"deadlock", 2}}, {{"deadlock w: wait c", 2}}, {}});
}

TEST(KnownNumbers, EachSleeperThatNotifyMayWakeIsExplored) {
  // Both sleep (2 orders of lock, wait, lock, wait, in which the second cannot lock before the
  // first waits) and then one notify wakes either: 2 x 2 with both asleep, each a deadlock of the
  // other. `go` keeps the notify until both sleep.
  expect_known(R"j({"name": "k", "mutexes": ["m"], "conditions": ["c"], "atomics": {"asleep": 0},
                   "shared": {"woken": 0}, "threads": {
                     "w": {"count": 2, "do": ["lock m", {"atomic": ["asleep += 1"]},
                           "wait c with m", {"atomic": ["woken = self + 1"]}, "unlock m"]},
                     "n": ["lock m", {"if": "asleep == 2", "then": ["notify c"]}, "unlock m"]},
                   "check": {"ignore": ["deadlock"]}})j",
               // The notifier's turn with the lock is one of three places among two others. First
               // or second: it wakes nobody, 2 orders of waiters each. Third: 2 orders x 2 choices.
               // But its read of `asleep` needs no care: it holds the lock, as do all others.
               {8,
                {{"deadlock woken=0 asleep=2", 4},
                 {"deadlock woken=1 asleep=2", 2},
                 {"deadlock woken=2 asleep=2", 2}},
                {},
                {}});
}

TEST(KnownNumbers, BarrierNeedsNoAccessToLeave) {
  // Two arrivals in two orders, then the two writes in two.
  expect_known(R"j({"name": "k", "barriers": {"b": 2}, "atomics": {"x": 0}, "threads": {
                     "t": {"count": 2, "do": ["arrive b", "x += 1"]}}})j",
               {4, {{"completed x=2", 4}}, {}, {}});
  // Reusable: the second time is a new round.
  expect_known(R"j({"name": "k", "barriers": {"b": 2}, "threads": {
                     "t": {"count": 2, "do": ["arrive b", "arrive b"]}}})j",
               {4, {{"completed", 4}}, {}, {}});
  expect_known(R"j({"name": "k", "barriers": {"b": 3}, "threads": {
                     "t": {"count": 2, "do": ["arrive b"]}}})j",
               {2, {{"deadlock", 2}}, {{"deadlock t: arrive b, t: arrive b", 2}}, {}});
}

TEST(KnownNumbers, EqualValuesOfAChoiceAreBranchesOfTheirOwn) {
  expect_known(R"j({"name": "k", "shared": {"x": 0}, "threads": {
                     "t": ["let v = choose(1, 1, 2)", "x = v"]
}
})j",
               {3, {{"completed x=1", 2}, {"completed x=2", 1}}, {}, {}});
  // Only the expression that was chosen is evaluated; one branch of the start ends at once.
  expect_known(
      R"j({"name": "k", "shared": {"x": 0}, "threads": {
                     "t": ["let v = choose(1, 1 / 0)", "x = v"]
  }
  })j",
      {2,
       {{"completed x=1", 1}, {"division-by-zero x=0", 1}},
       {{"division-by-zero /threads/t/0", 1}},
       {}});
}

}  // namespace
}  // namespace heddle::oracle
