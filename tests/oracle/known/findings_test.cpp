// The rules of lost updates, data races, serial orders and determinism.
#include <gtest/gtest.h>

#include "oracle/known/known.h"

namespace heddle::oracle {
namespace {

std::string two(const std::string& memory, const std::string& a, const std::string& b,
                const std::string& check = "") {
  return R"j({"name": "k", )j" + memory + R"j(, "threads": {"a": [)j" + a + R"j(], "b": [)j" + b +
         "]}" + (check.empty() ? "" : R"j(, "check": {)j" + check + "}") + "}";
}

const std::string kIgnoreRaces = R"j("ignore": ["data-race"])j";
const std::string kX = R"j("shared": {"x": 0})j";

TEST(KnownLostUpdates, StoringWhatIsThereAlreadyLosesNothing) {
  // a reads and writes; b writes once, before, between or after.
  expect_known(two(kX, R"j("let v = x", "x = v + 1")j", R"j("x = 0")j", kIgnoreRaces),
               {3, {{"completed x=1", 2}, {"completed x=0", 1}}, {}, {}});
  expect_known(two(kX, R"j("let v = x", "x = v + 1")j", R"j("x = 7")j", kIgnoreRaces),
               {3,
                {{"completed x=8", 1}, {"completed x=1", 1}, {"completed x=7", 1}},
                {{"lost-update x", 1}},
                {}});
}

TEST(KnownLostUpdates, StoringAnotherValueAndTheOldOneAgainDoesLose) {
  // R W of a among 1 0 of b, six orders; lost where a write of b that changes x stands between:
  // R 1 W 0, R 1 0 W, 1 R 0 W. Values: a stores 1 always (R 1 0 W) or 2 (1 R 0 W).
  // RW10: 0. R1W0: 0. R10W: 1. 1RW0: 0. 1R0W: 2. 10RW: 1.
  expect_known(two(kX, R"j("let v = x", "x = v + 1")j", R"j("x = 1", "x = 0")j", kIgnoreRaces),
               {6,
                {{"completed x=0", 3}, {"completed x=1", 2}, {"completed x=2", 1}},
                {{"lost-update x", 3}},
                {}});
}

TEST(KnownLostUpdates, ReadingAgainForgetsTheChange) {
  // b's write at one of four places among R R W: lost only between the last R and W.
  expect_known(two(kX, R"j("let v = x", "let w = x", "x = w + 1")j", R"j("x = 7")j", kIgnoreRaces),
               {4,
                {{"completed x=8", 2}, {"completed x=1", 1}, {"completed x=7", 1}},
                {{"lost-update x", 1}},
                {}});
}

TEST(KnownLostUpdates, OwnWritesAreNoReading) {
  // Among R W W: lost between R and W, and between W and W.
  expect_known(two(kX, R"j("let v = x", "x = v + 1", "x = v + 2")j", R"j("x = 7")j", kIgnoreRaces),
               {4,
                {{"completed x=9", 1}, {"completed x=2", 2}, {"completed x=7", 1}},
                {{"lost-update x", 2}},
                {}});
}

TEST(KnownLostUpdates, ABlindWriteLosesNothing) {
  // As above, but what is stored has nothing to do with what was read.
  expect_known(two(kX, R"j("let v = x", "x = 1", "x = 2")j", R"j("x = 7")j", kIgnoreRaces),
               {4, {{"completed x=2", 3}, {"completed x=7", 1}}, {}, {}});
  // A condition is a dependence, and what is kept elsewhere too.
  expect_known(two(kX, R"j({"if": "x == 0", "then": ["x = 1"]})j", R"j("x = 7")j", kIgnoreRaces),
               {3, {{"completed x=7", 2}, {"completed x=1", 1}}, {{"lost-update x", 1}}, {}});
  expect_known(two(R"j("shared": {"box": 0, "taken": 0})j",
                   R"j("let n = box", "box = 0", "taken += n")j", R"j("box = 7")j", kIgnoreRaces),
               {5,
                {{"completed box=0 taken=7", 1},
                 {"completed box=0 taken=0", 1},
                 {"completed box=7 taken=0", 3}},
                {{"lost-update box", 1}},
                {}});
}

TEST(KnownLostUpdates, IndivisibleOperationsReadAndThenWrite) {
  const std::string memory = R"j("atomics": {"n": 0})j";
  // a's own += loses nothing; b's += changes what a read.
  expect_known(two(memory, R"j("let v = n", "n = v + 1")j", R"j("n += 1")j"),
               {3, {{"completed n=2", 2}, {"completed n=1", 1}}, {{"lost-update n", 1}}, {}});
  // A cas that fails reads: b between it and the write loses b's update, b before it does not.
  expect_known(two(memory, R"j("let v = n", "cas(n, 5, 6)", "n = v + 9")j", R"j("n = 1")j"),
               {4,
                {{"completed n=10", 1}, {"completed n=9", 2}, {"completed n=1", 1}},
                {{"lost-update n", 1}},
                {}});
  // exchange reads and writes at once: nothing between.
  expect_known(two(memory, R"j("exchange(n, 5)")j", R"j("n = 1")j"),
               {2, {{"completed n=5", 1}, {"completed n=1", 1}}, {}, {}});
}

TEST(KnownLostUpdates, OnlyWithinOneTransaction) {
  const std::string reads = R"j({"transaction": "one", "do": ["let v = x"]})j";
  expect_known(two(kX, reads + R"j(, {"transaction": "two", "do": ["x = 1"]})j", R"j("x = 7")j",
                   kIgnoreRaces),
               {3, {{"completed x=1", 2}, {"completed x=7", 1}}, {}, {}});
  // Accesses outside the transactions of a thread that has some are units of their own.
  expect_known(two(kX, R"j({"transaction": "one", "do": ["skip"]}, "let v = x", "x = v + 1")j",
                   R"j("x = 7")j", kIgnoreRaces),
               {4, {{"completed x=8", 2}, {"completed x=1", 1}, {"completed x=7", 1}}, {}, {}});
  expect_known(two(kX, R"j({"transaction": "one", "do": ["let v = x", "x = v + 1"]})j",
                   R"j("x = 7")j", kIgnoreRaces),
               {3,
                {{"completed x=8", 1}, {"completed x=1", 1}, {"completed x=7", 1}},
                {{"lost-update x", 1}},
                {}});
}

TEST(KnownLostUpdates, AwaitAloneIsNoReading) {
  // The write depends on x, though x is never read. b first: x is 7 and a waits forever. Between: a
  // overwrites, but it had not read. After: 7.
  const std::string by_text = R"j("let v = 1", {"if": "false", "then": ["v = x"]}, )j";
  expect_known(two(kX, by_text + R"j("await x == 0", "x = v")j", R"j("x = 7")j", kIgnoreRaces),
               {3,
                {{"deadlock x=7", 1}, {"completed x=1", 1}, {"completed x=7", 1}},
                {{"deadlock a: await x == 0", 1}},
                {}});
  // The await that begins an atomic block reads with it.
  expect_known(
      two(kX, by_text + R"j({"atomic": ["await x == 0"]}, "x = v")j", R"j("x = 7")j", kIgnoreRaces),
      {3,
       {{"deadlock x=7", 1}, {"completed x=1", 1}, {"completed x=7", 1}},
       {{"deadlock a: await x == 0", 1}, {"lost-update x", 1}},
       {}});
}

TEST(KnownLostUpdates, CellsAreSeparateAndNamedByTheirArray) {
  const std::string memory = R"j("shared": {"v": [0, 0]})j";
  expect_known(two(memory, R"j("let w = v[0]", "v[0] = w + 1")j", R"j("v[1] = 7")j"),
               {3, {{"completed v=1,7", 3}}, {}, {}});
  expect_known(two(memory, R"j("let w = v[1]", "v[1] = w + 1")j", R"j("v[1] = 7")j"),
               {3,
                {{"completed v=0,8", 1}, {"completed v=0,1", 1}, {"completed v=0,7", 1}},
                {{"lost-update v", 1}},
                {"data-race v"}});
}

TEST(KnownRaces, NeedTwoEnabledAccessesOfWhichOneWritesPlainMemory) {
  const std::string both = R"j("shared": {"x": 0}, "atomics": {"n": 0}, "mutexes": ["m"])j";
  expect_known(two(both, R"j("let v = x")j", R"j("let v = x")j"),
               {2, {{"completed x=0 n=0", 2}}, {}, {}});
  expect_known(two(both, R"j("let v = x")j", R"j("x = 0")j"),
               {2, {{"completed x=0 n=0", 2}}, {}, {"data-race x"}});
  expect_known(two(both, R"j("n = 1")j", R"j("n = 1")j"), {2, {{"completed x=0 n=1", 2}}, {}, {}});
  // Not enabled together: the lock keeps them apart. b's read of n orders nothing.
  expect_known(
      two(both, R"j({"with": "m", "do": ["x = 1"]})j", R"j({"with": "m", "do": ["x = 1"]})j"),
      {2, {{"completed x=1 n=0", 2}}, {}, {}});
}

TEST(KnownRaces, BlocksAndAwaitsRaceWithWhatTheyWouldTouch) {
  expect_known(two(kX, R"j({"atomic": ["x = 1"]})j", R"j("x = 1")j"),
               {2, {{"completed x=1", 2}}, {}, {"data-race x"}});
  expect_known(two(kX, R"j({"atomic": ["x = 1"]})j", R"j({"atomic": ["x = 1"]})j"),
               {2, {{"completed x=1", 2}}, {}, {}});
  // An await that holds races with the write that follows; one that does not hold is not enabled.
  expect_known(two(kX, R"j("await x == 1")j", R"j("x = 1")j"), {1, {{"completed x=1", 1}}, {}, {}});
  expect_known(two(kX, R"j("await x >= 0")j", R"j("x = 1")j"),
               {2, {{"completed x=1", 2}}, {}, {"data-race x"}});
  expect_known(two(kX, R"j("await x >= 0")j", R"j({"atomic": ["x = 1"]})j"),
               {2, {{"completed x=1", 2}}, {}, {}});
  // Up to where it fails.
  expect_known(two(kX, R"j({"atomic": ["assert false", "x = 1"]})j", R"j("x = 1")j"),
               {2,
                {{"assertion x=0", 1}, {"assertion x=1", 1}},
                {{"assertion /threads/a/0/atomic/0", 2}},
                {}});
  expect_known(
      two(kX, R"j({"atomic": ["x = 2", "assert false"]})j", R"j("x = 1")j"),
      {2, {{"assertion x=2", 2}}, {{"assertion /threads/a/0/atomic/1", 2}}, {"data-race x"}});
}

TEST(KnownRaces, DeleteWritesEveryFieldPlainly) {
  const std::string memory = R"j("records": {"N": {"fields": ["f"], "atomics": ["h"]}},
                                "shared": {"p": {"pointer": "N"}})j";
  // main makes the record and spawns two, each with the pointer read and one use.
  const auto uses = [&](const std::string& first, const std::string& second) {
    return R"j({"name": "k", )j" + memory + R"j(, "threads": {
      "main": ["let n = new N", "p = n", "spawn a", "spawn b"],
      "a": {"start": false, "do": ["let q = p", )j" +
           first + R"j(]},
      "b": {"start": false, "do": ["let q = p", )j" +
           second + "]}}}";
  };
  // After spawn a, its two accesses stand anywhere: among [spawn b, read, use]. The accesses A1 A2

  // q.h += 1 for instance fails in half of them.
  // With A2 = delete and B2 = use: B2 comes after A2 unless A2 is last: A1 at one of 4 places, 4
  // orders in which A2 is last. When B2 is after A2 it ends the interleaving: always the last one.
  expect_known(uses(R"j("delete q")j", R"j("q.h += 1")j"),
               {10,
                {{"completed p=1", 4}, {"use-after-free p=1", 6}},
                {{"use-after-free /threads/b/do/1", 6}},
                {"data-race N.h"}});
  expect_known(uses(R"j("delete q")j", R"j("let v = q.f")j"),
               {10,
                {{"completed p=1", 4}, {"use-after-free p=1", 6}},
                {{"use-after-free /threads/b/do/1", 6}},
                {"data-race N.f"}});
  expect_known(uses(R"j("q.h += 1")j", R"j("q.h += 1")j"), {10, {{"completed p=1", 10}}, {}, {}});
  expect_known(uses(R"j("delete q")j", R"j("delete q")j"),
               {10,
                {{"double-free p=1", 10}},
                {{"double-free /threads/a/do/1", 4}, {"double-free /threads/b/do/1", 6}},
                {"data-race N.f", "data-race N.h"}});
}

TEST(KnownSerialOrders, WholeBodiesOneAfterTheOther) {
  // x = y + 1 and y = x + 1 from 0: serially (1, 2) or (2, 1); both reading first gives (1, 1).
  // Orders of R W and R W: both read before either writes in 4 of 6.
  expect_known(two(R"j("atomics": {"x": 0, "y": 0})j", R"j("x = y + 1")j", R"j("y = x + 1")j",
                   R"j("serializable": true)j"),
               {6,
                {{"completed x=1 y=2", 1}, {"completed x=2 y=1", 1}, {"completed x=1 y=1", 4}},
                {{"not-serializable", 4}},
                {}});
}

TEST(KnownSerialOrders, MarkedTransactionsMayAlternate) {
  // a's two transactions around b's: 1 is reached serially only because a may be interrupted.
  const std::string a =
      R"j({"transaction": "1", "do": ["x = 1"]}, {"transaction": "2", "do": ["x = 2"]})j";
  expect_known(
      two(R"j("atomics": {"x": 0, "y": 0})j", a, R"j("y = x")j", R"j("serializable": true)j"),
      // b reads at 3 places among two writes and writes later: 4! / (2! 2!) = 6 orders;
      // y = 0: read first (3), y = 1: read second (2), y = 2 (1). All serial.
      {6, {{"completed x=2 y=0", 3}, {"completed x=2 y=1", 2}, {"completed x=2 y=2", 1}}, {}, {}});
  // Without the marks a's body is one unit, and y = 1 is not serial.
  expect_known(two(R"j("atomics": {"x": 0, "y": 0})j", R"j("x = 1", "x = 2")j", R"j("y = x")j",
                   R"j("serializable": true)j"),
               {6,
                {{"completed x=2 y=0", 3}, {"completed x=2 y=1", 2}, {"completed x=2 y=2", 1}},
                {{"not-serializable", 2}},
                {}});
}

TEST(KnownSerialOrders, NoneCompletesWhenEachWaitsForTheOther) {
  // x = 1, await x, y = 1, await y: the only interleaving, and in no serial order.
  expect_known(two(R"j("shared": {"x": 0, "y": 0})j", R"j("x = 1", "await y == 1")j",
                   R"j("await x == 1", "y = 1")j", R"j("serializable": true)j"),
               {1, {{"completed x=1 y=1", 1}}, {{"not-serializable", 1}}, {}});
}

TEST(KnownSerialOrders, FlagsAreComparedToo) {
  expect_known(
      two(R"j("atomics": {"x": 0})j", R"j("x = 1", "x = 0")j",
          R"j({"if": "x == 1", "then": ["flag seen"]})j", R"j("serializable": true)j"),
      // b's read at one of three places; in the middle it sees 1.
      {3, {{"completed x=0", 2}, {"completed x=0 seen", 1}}, {{"not-serializable", 1}}, {}});
}

TEST(KnownDeterminism, ComparesValuesOfCompletedInterleavings) {
  expect_known(
      two(R"j("atomics": {"x": 0})j", R"j("x = 1")j", R"j("x = 2")j", R"j("deterministic": true)j"),
      {2, {{"completed x=1", 1}, {"completed x=2", 1}}, {}, {"nondeterministic"}});
  // One that fails does not count, and neither do flags.
  expect_known(two(R"j("atomics": {"x": 0})j", R"j("x = 1")j",
                   R"j({"if": "x == 0", "then": ["flag early"]})j", R"j("deterministic": true)j"),
               {2, {{"completed x=1", 1}, {"completed x=1 early", 1}}, {}, {}});
}

}  // namespace
}  // namespace heddle::oracle
