// What is an access, in which order accesses come, and where an error ends an interleaving.
#include <gtest/gtest.h>

#include "oracle/known/known.h"

namespace heddle::oracle {
namespace {

const std::string kMemory =
    R"j("shared": {"x": 0, "y": 1, "i": 0, "a": [5, 6]}, "atomics": {"n": 0, "c": [7, 8]}, )j";
const std::string kNodes =
    R"j("records": {"Node": {"fields": ["value", {"next": "Node"}], "atomics": ["hits"]}},
       "shared": {"p": {"pointer": "Node"}, "y": 1}, "atomics": {"head": {"pointer": "Node"}}, )j";

std::string accesses(const std::string& declarations, const std::string& steps) {
  return only_interleaving(one_thread(declarations, steps));
}

TEST(KnownAccesses, RightSideThenIndexThenWrite) {
  EXPECT_EQ(accesses(kMemory, R"j("a[i] = y")j"), "read y, read i, write a[0]");
  EXPECT_EQ(accesses(kMemory, R"j("a[i] += y")j"), "read y, read i, read a[0], write a[0]");
  EXPECT_EQ(accesses(kMemory, R"j("c[i] += y")j"), "read y, read i, update c[0]");
  EXPECT_EQ(accesses(kMemory, R"j("c[i] = y")j"), "read y, read i, write c[0]");
  EXPECT_EQ(accesses(kMemory, R"j("x = a[a[i] - 5]")j"), "read i, read a[0], read a[0], write x");
}

TEST(KnownAccesses, RightSideThenPointerThenWrite) {
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "p = o", "p.value = y")j"),
            "new Node, write p, read y, read p, write Node#1.value");
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "o.next = o", "o.next.value += y")j"),
            "new Node, write Node#1.next, read y, read Node#1.next, read Node#1.value, "
            "write Node#1.value");
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "o.hits += y", "o.hits = 2")j"),
            "new Node, read y, update Node#1.hits, write Node#1.hits");
}

TEST(KnownAccesses, IndivisibleOperationsEvaluateIndexThenOperands) {
  EXPECT_EQ(accesses(kMemory, R"j("x = cas(c[i], x, y)")j"),
            "read i, read x, read y, cas c[0], write x");
  EXPECT_EQ(
      accesses(kMemory, R"j("exchange(c[i], y)", "let f = fetch_add(n, y)", "assert f == 0")j"),
      "read i, read y, exchange c[0], read y, update n");
  EXPECT_EQ(
      accesses(kNodes, R"j("let o = new Node", "cas(head, p, o)", "p = exchange(head, null)")j"),
      "new Node, read p, cas head, exchange head, write p");
}

TEST(KnownAccesses, OperandsFromLeftToRightAndOnlyWhenNeeded) {
  EXPECT_EQ(accesses(kMemory, R"j("let v = x + y * i")j"), "read x, read y, read i");
  EXPECT_EQ(accesses(kMemory, R"j("let v = min(y, x) - max(i, y)")j"),
            "read y, read x, read i, read y");
  EXPECT_EQ(accesses(kMemory, R"j("let v = x && y")j"), "read x");
  EXPECT_EQ(accesses(kMemory, R"j("let v = y && x")j"), "read y, read x");
  EXPECT_EQ(accesses(kMemory, R"j("let v = y || x")j"), "read y");
  EXPECT_EQ(accesses(kMemory, R"j("let v = len(a) + len(c)")j"), "");
}

TEST(KnownAccesses, ArgumentsComeBeforeTheBody) {
  const auto procedures =
      kMemory +
      R"j("procedures": {"f": {"params": ["b", "d"], "do": ["n = b", "return d + i"]}}, )j";
  EXPECT_EQ(accesses(procedures, R"j("let v = f(x, y)", "assert v == 1")j"),
            "read x, read y, write n, read i");
  EXPECT_EQ(accesses(procedures, R"j("let v = 3", "v = f(y, 4)", "assert v == 4")j"),
            "read y, write n, read i");
}

TEST(KnownAccesses, WithEvaluatesItsIndexOnceAndLeavesOnEveryWay) {
  const auto locks = kMemory +
                     R"j("mutexes": [{"m": 2}], "rwlocks": ["r"], "semaphores": {"s": 1}, )j"
                     R"j("procedures": {"f": {"do": [{"with": "m[1]", "do": ["return x"]}]}}, )j";
  EXPECT_EQ(accesses(locks, R"j({"with": "m[i]", "do": ["i = 1"]})j"),
            "read i, lock m[0], write i, unlock m[0]");
  EXPECT_EQ(accesses(locks, R"j("let v = f()")j"), "lock m[1], read x, unlock m[1]");
  EXPECT_EQ(accesses(locks, R"j({"while": "y", "do": [{"with": "rdlock r", "do": ["break"]}]})j"),
            "read y, rdlock r, rdunlock r");
  EXPECT_EQ(accesses(locks, R"j({"repeat": 2, "do": [{"with": "acquire s", "do": ["continue"]},
                                                     "x = 1"]})j"),
            "acquire s, release s, acquire s, release s");
  EXPECT_EQ(accesses(locks, R"j({"with": "wrlock r", "do": ["return"]}, "x = 1")j"),
            "wrlock r, wrunlock r");
  // An error inside leaves nothing.
  EXPECT_EQ(accesses(locks, R"j({"with": "m[1]", "do": ["fail \"now\""]})j"),
            "lock m[1]; assertion");
}

TEST(KnownAccesses, BlocksAreOneAccess) {
  EXPECT_EQ(accesses(kMemory, R"j({"atomic": ["x = y", "n += x", "let v = a[0]"]}, "skip")j"),
            "atomic, skip");
  EXPECT_EQ(accesses(kMemory, R"j("await x == 0 && y == 1")j"), "await");
  EXPECT_EQ(accesses(kMemory, R"j({"atomic": ["await y == 1", "x = 1"]})j"), "atomic");
  EXPECT_EQ(accesses(kMemory, R"j({"while": "true", "do": [{"atomic": ["break"]}]}, "x = 1")j"),
            "atomic, write x");
  // An empty one is an access too.
  EXPECT_EQ(accesses(kMemory, R"j({"atomic": []})j"), "atomic");
}

TEST(KnownAccesses, ObjectsAndRecords) {
  EXPECT_EQ(accesses(kNodes + R"j("channels": {"ch": 1}, "conditions": ["c"], )j",
                     R"j("send ch, y", "let v = receive ch", "notify c", "notify_all c")j"),
            "read y, send ch, receive ch, notify c, notify_all c");
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "delete o", "delete null")j"),
            "new Node, delete Node#1, delete null");
  EXPECT_EQ(accesses(kNodes, R"j("delete p")j"), "read p, delete null");
}

TEST(KnownAccesses, LoopsEvaluateTheirConditionEachTimeAndRoundsOnce) {
  EXPECT_EQ(accesses(kMemory, R"j({"while": "x < 2", "do": ["x += 1"]})j"),
            "read x, read x, write x, read x, read x, write x, read x");
  EXPECT_EQ(accesses(kMemory,
                     R"j("let r = 2", {"repeat": "r", "as": "k", "do": ["r = 0", "a[k] = 1"]})j"),
            "write a[0], write a[1]");
  EXPECT_EQ(accesses(kMemory, R"j({"repeat": "0 - 3", "do": ["skip"]})j"), "");
}

TEST(KnownAccesses, LocalWorkFailsWithTheAccessBeforeIt) {
  EXPECT_EQ(accesses(kMemory, R"j("x = 9223372036854775807 + y")j"), "read y; overflow");
  EXPECT_EQ(accesses(kMemory, R"j("x = y / (y - 1)")j"), "read y, read y; division-by-zero");
  EXPECT_EQ(accesses(kMemory, R"j("x %= 0")j"), "read x; division-by-zero");
  EXPECT_EQ(accesses(kMemory, R"j("let v = 1 << 64")j"), "; overflow");
  EXPECT_EQ(accesses(kMemory, R"j("let v = 1 >> -1")j"), "; overflow");
  EXPECT_EQ(accesses(kMemory, R"j("let v = -9223372036854775807 - 1", "v = v / -1")j"),
            "; overflow");
  EXPECT_EQ(accesses(kMemory, R"j("let v = -9223372036854775807 - 1", "v = v % -1")j"),
            "; overflow");
  EXPECT_EQ(accesses(kMemory, R"j("let v = -9223372036854775807 - 1", "v = -v")j"), "; overflow");
  EXPECT_EQ(accesses(kMemory, R"j("let v = -1 << 63", "assert v == -9223372036854775807 - 1",
                                 "assert -7 / 2 == -3 && -7 % 2 == -1 && -1 >> 1 == -1")j"),
            "");
}

TEST(KnownAccesses, ErrorsOfAnAccessHappenAtTheAccess) {
  EXPECT_EQ(accesses(kMemory, R"j("x = 1", "n += 9223372036854775807", "n += y")j"),
            "write x, update n, read y, update n; overflow");
  EXPECT_EQ(accesses(kNodes, R"j("p.value = y")j"),
            "read y, read p, write null.value; null-dereference");
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "delete o", "y = o.value")j"),
            "new Node, delete Node#1, read Node#1.value; use-after-free");
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "delete o", "delete o")j"),
            "new Node, delete Node#1, delete Node#1; double-free");
  const auto locks = kMemory + R"j("mutexes": ["m"], "rwlocks": ["r"], "conditions": ["cv"], )j";
  EXPECT_EQ(accesses(locks, R"j("unlock m")j"), "unlock m; misuse");
  EXPECT_EQ(accesses(locks, R"j("lock m", "lock m")j"), "lock m, lock m; misuse");
  EXPECT_EQ(accesses(locks, R"j("lock m", "let g = trylock m")j"), "lock m, trylock m; misuse");
  EXPECT_EQ(accesses(locks, R"j("wait cv with m")j"), "wait cv; misuse");
  EXPECT_EQ(accesses(locks, R"j("rdlock r", "rdlock r")j"), "rdlock r, rdlock r; misuse");
  EXPECT_EQ(accesses(locks, R"j("rdlock r", "wrlock r")j"), "rdlock r, wrlock r; misuse");
  EXPECT_EQ(accesses(locks, R"j("rdlock r", "wrunlock r")j"), "rdlock r, wrunlock r; misuse");
  EXPECT_EQ(accesses(locks, R"j("wrlock r", "rdunlock r")j"), "wrlock r, rdunlock r; misuse");
}

TEST(KnownAccesses, AddressesAreReusedAndStalePointersAreNot) {
  // The second record gets address 1 again: the pointers are equal, but the old one is stale.
  EXPECT_EQ(
      accesses(kNodes, R"j("let o = new Node", "delete o", "let q = new Node", "assert o == q",
                                 "q.value = 1", "o.value = 2")j"),
      "new Node, delete Node#1, new Node, write Node#1.value, write Node#1.value; "
      "use-after-free");
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "delete o", "let q = new Node", "delete o")j"),
            "new Node, delete Node#1, new Node, delete Node#1; double-free");
  // cas compares addresses alone, and stores the pointer that it was given.
  EXPECT_EQ(accesses(kNodes, R"j("let o = new Node", "head = o", "delete o", "let q = new Node",
                                 "let ok = cas(head, q, q)", "assert ok", "let h = head",
                                 "h.value = 1")j"),
            "new Node, write head, delete Node#1, new Node, cas head, read head, "
            "write Node#1.value");
  // The lowest free address first.
  EXPECT_EQ(accesses(kNodes, R"j("let a = new Node", "let b = new Node", "delete a",
                                 "let d = new Node", "let e = new Node", "delete e")j"),
            "new Node, new Node, delete Node#1, new Node, new Node, delete Node#3");
}

TEST(KnownAccesses, RoundsWithoutAnAccessAreLimited) {
  EXPECT_EQ(accesses(kMemory, R"j({"repeat": 10000, "do": []}, "skip")j"), "skip");
  EXPECT_EQ(accesses(kMemory, R"j({"repeat": 10001, "do": []}, "skip")j"), "; misuse");
  EXPECT_EQ(accesses(kMemory, R"j("skip", {"while": "true", "do": []})j"), "skip; misuse");
  // An access starts the count anew; an atomic block has its own; nested loops add up.
  EXPECT_EQ(
      accesses(kMemory, R"j({"repeat": 6000, "do": []}, "skip", {"repeat": 6000, "do": []})j"),
      "skip");
  EXPECT_EQ(
      accesses(kMemory, R"j({"repeat": 6000, "do": []}, {"atomic": [{"repeat": 6000, "do": []}]},
                                 {"repeat": 6000, "do": []})j"),
      "atomic");
  EXPECT_EQ(accesses(kMemory, R"j({"repeat": 99, "do": [{"repeat": 100, "do": []}]})j"), "");
  EXPECT_EQ(accesses(kMemory, R"j({"repeat": 100, "do": [{"repeat": 100, "do": []}]})j"),
            "; misuse");
  // The round that is one too many is not run.
  expect_known(one_thread(R"j("shared": {"x": 0}, )j",
                          R"j({"atomic": [{"repeat": 10001, "do": ["x += 1"]}]})j"),
               {1, {{"misuse x=10000", 1}}, {{"misuse /threads/t/0/atomic/0/repeat", 1}}, {}});
}

}  // namespace
}  // namespace heddle::oracle
