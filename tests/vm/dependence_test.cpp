// Which writes depend on the variable that they write: on the text, rule by rule.
#include "vm/dependence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/read.h"
#include "vm/compile.h"

namespace heddle::vm {
namespace {

const std::string kMemory = R"j(
  "shared": {"v": 0, "x": 0, "y": 0, "a": [0, 0], "b": [0, 0], "top": {"pointer": "Node"}},
  "atomics": {"n": 0, "k": 0, "q": {"pointer": "Node"}},
  "mutexes": ["m", {"ms": 2}], "channels": {"ch": 1},
  "records": {"Node": ["first", "second", {"next": "Node"}], "Other": ["first"]},
  "procedures": {
    "plus": {"params": ["p"], "do": ["return p + 1"]},
    "sign": {"params": ["p"], "do": [{"if": "p > 0", "then": ["return 1"]}, "return 0"]},
    "falls": {"params": ["p"], "do": [{"if": "p > 0", "then": ["return 1"]}]},
    "drop": {"params": ["p"], "do": ["let kept = p", "return 7"]},
    "look": {"params": [], "do": [{"if": "v", "then": ["return"]}, "skip"]},
    "set": {"params": ["p"], "do": ["v = p"]}
  },)j";

// The stores that the thread's text makes, in its order: "v depends, x" says that the one of v
// depends on v, and that the one of x does not depend on x.
std::string stores(const std::string& steps) {
  const auto read =
      scenario::read(R"({"name": "k",)" + kMemory + R"("threads": {"worker": [)" + steps + "]}}");
  if (!read) return read.error().front().message;
  const Program program = compile(read.value());
  std::string result;
  for (const Instruction& instruction : program.bodies.at(0).code) {
    if (instruction.code != Code::kStore) continue;
    result += (result.empty() ? "" : ", ") + program.names.at(instruction.variable).name +
              (instruction.depends ? " depends" : "");
  }
  return result;
}

TEST(Dependence, ThroughTheRightSide) {
  EXPECT_EQ(stores(R"j("v = v + 1")j"), "v depends");
  EXPECT_EQ(stores(R"j("v = 1 - min(3, x * (2 + -v))")j"), "v depends");
  EXPECT_EQ(stores(R"j("v = x == 0 || v == 0")j"), "v depends");
  EXPECT_EQ(stores(R"j("v = 1")j"), "v");
  EXPECT_EQ(stores(R"j("v = x + 1")j"), "v");
  EXPECT_EQ(stores(R"j("let seen = v", "v = 1")j"), "v");
  EXPECT_EQ(stores(R"j("let seen = v", "v = 1", "v = seen + 1")j"), "v, v depends");
}

TEST(Dependence, AnArrayIsOneVariableAndAFieldIsItsRecordTypes) {
  EXPECT_EQ(stores(R"j("a[0] = a[1]")j"), "a depends");
  EXPECT_EQ(stores(R"j("a[0] = len(a)")j"), "a");  // no access
  EXPECT_EQ(stores(R"j("a[0] = 1", "let w = b[0]")j"), "a");
  const std::string nodes = R"j("let p = new Node", "let r = new Node", "let o = new Other",)j";
  EXPECT_EQ(stores(nodes + R"j("p.first = r.first")j"), "Node.first depends");
  EXPECT_EQ(stores(nodes + R"j("p.first = r.second")j"), "Node.first");
  EXPECT_EQ(stores(nodes + R"j("p.first = o.first")j"), "Node.first");
}

TEST(Dependence, ThroughIndexAndPointer) {
  EXPECT_EQ(stores(R"j("a[a[0]] = 1")j"), "a depends");
  EXPECT_EQ(stores(R"j("let at = a[0]", "a[at] = 1")j"), "a depends");
  EXPECT_EQ(stores(R"j("a[x] = 1", "let w = a[0]")j"), "a");
  EXPECT_EQ(stores(R"j("let i = a[v]", "v = i")j"), "v depends");  // the index of a read
  EXPECT_EQ(stores(R"j("let p = top", "top = p")j"), "top depends");
  EXPECT_EQ(stores(R"j("let p = top", "let r = p.next", "r.next = null")j"), "Node.next depends");
  EXPECT_EQ(stores(R"j("let p = top", "p.next = null", "let r = p.next")j"), "Node.next");
}

TEST(Dependence, UpdatesDependAlways) {
  EXPECT_EQ(stores(R"j("v += 1", "a[0] *= 2", "v = 3")j"), "v depends, a depends, v");
}

TEST(Dependence, ThroughTheOperandsOfIndivisibleOperations) {
  EXPECT_EQ(stores(R"j("let old = exchange(n, 1)", "n = old")j"), "n depends");
  EXPECT_EQ(stores(R"j("let old = fetch_add(n, 1)", "n = 3")j"), "n");
  EXPECT_EQ(stores(R"j("let won = cas(n, 0, 1)", {"if": "won", "then": ["n = 0"]})j"), "n depends");
  EXPECT_EQ(stores(R"j("cas(n, 0, 1)", "n = 0")j"), "n");
  // What n is compared with decides what n is, but nothing of k is kept in n.
  EXPECT_EQ(stores(R"j("cas(n, k, 1)", "k = n")j"), "k depends");
  EXPECT_EQ(stores(R"j("cas(n, k, 1)", "k = 2")j"), "k");
}

TEST(Dependence, ThroughLocals) {
  EXPECT_EQ(stores(R"j("let s = v", "let t = s * 2", "v = t")j"), "v depends");
  // Anywhere in its scope, in whatever order.
  EXPECT_EQ(stores(R"j("let s = 0", "v = s", "s = v")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = 0", "v = s", "s += v")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = choose(1, 2)", "let t = v", "v = s")j"), "v");
  // Another local of the same name, in a list beside it.
  EXPECT_EQ(stores(R"j({"if": "x", "then": ["let s = v"], "else": ["let s = 1", "v = s"]})j"), "v");
}

TEST(Dependence, LocalsDependOnTheConditionsOfTheirAssignments) {
  EXPECT_EQ(stores(R"j("let s = 0", {"if": "v", "then": ["s = 1"]}, "v = s")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = 0", {"if": "v", "then": ["let t = 1"]}, "v = s")j"), "v");
  EXPECT_EQ(
      stores(R"j("let s = 0", "let r = v", {"repeat": "r", "as": "i", "do": ["s = i"]}, "v = s")j"),
      "v depends");
  EXPECT_EQ(stores(R"j("let s = 0", {"if": "v", "then": ["s = trylock m"]}, "v = s")j"),
            "v depends");
  EXPECT_EQ(stores(R"j("let s = 0", {"if": "v", "then": ["s = receive ch"]}, "v = s")j"),
            "v depends");
  EXPECT_EQ(stores(R"j("let s = v", "let t = trylock ms[s]", "v = t")j"), "v");
}

TEST(Dependence, ThroughWhatTheThreadItselfWritesElsewhere) {
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["x = 1"]}, "v = x")j"), "x depends, v depends");
  EXPECT_EQ(stores(R"j("v = x", {"if": "v", "then": ["x = 1"]})j"), "v depends, x depends");
  EXPECT_EQ(stores(R"j("a[v] = 1", "v = a[0]")j"), "a depends, v depends");
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["x = 1"]}, "v = y")j"), "x, v");
  // Through an indivisible operation of its own, by its condition.
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["fetch_add(n, 1)"]}, "v = n")j"), "v depends");
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["fetch_add(n, 1)"]}, "v = k")j"), "v");
}

TEST(Dependence, WhatIsKeptElsewhereMakesEveryWriteDepend) {
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "x += s")j"), "v depends, x depends");
  EXPECT_EQ(stores(R"j("x = v", "v = 0")j"), "x, v depends");
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "send ch, s + 1")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "exchange(n, s)")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "fetch_add(n, s)")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "cas(n, 0, s)")j"), "v depends");
  // Through another variable, and through the condition of a local.
  EXPECT_EQ(stores(R"j("x = v", "v = 0", "y = x")j"), "x depends, v depends, y");
  EXPECT_EQ(stores(R"j("let s = 0", {"if": "v", "then": ["s = 1"]}, "v = 0", "x = s")j"),
            "v depends, x");
  // Only a right side or new value keeps: no index, comparison, condition, assert or flag does.
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "a[s] = 1")j"), "v, a");
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "cas(n, s, 1)")j"), "v");
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["x = 1", "send ch, 1"]}, "v = 0")j"), "x, v");
  EXPECT_EQ(stores(R"j("let s = v", "v = 0", "assert s == 0", "lock ms[s]")j"), "v");
  // In the variable itself, which is no other one.
  EXPECT_EQ(stores(R"j("v = v + 1", "v = 0")j"), "v depends, v");
  EXPECT_EQ(stores(R"j("let s = n", "n = 0", "exchange(n, s)")j"), "n");
}

TEST(Dependence, ThroughTheConditionsAround) {
  EXPECT_EQ(stores(R"j({"if": "v == 0", "then": ["v = 1"]})j"), "v depends");
  EXPECT_EQ(stores(R"j({"if": "v == 0", "then": [], "else": ["v = 1"]})j"), "v depends");
  EXPECT_EQ(stores(R"j({"while": "v == 0", "do": ["v = 1"]})j"), "v depends");
  EXPECT_EQ(stores(R"j("let r = v", {"repeat": "r", "do": ["v = 1"]})j"), "v depends");
  EXPECT_EQ(
      stores(R"j({"if": "v", "then": [{"with": "m", "do": [{"if": "x", "then": ["v = 1"]}]}]})j"),
      "v depends");
  EXPECT_EQ(stores(R"j({"if": "v == 0", "then": ["skip"]}, "v = 1")j"), "v");
  EXPECT_EQ(stores(R"j({"while": "v == 0", "do": ["skip"]}, "v = 1")j"), "v");
  EXPECT_EQ(stores(R"j({"if": "v == 0", "then": ["v = 1"]}, "v = 2")j"), "v depends, v");
}

TEST(Dependence, OnlyAnAwaitThatBeginsAnAtomicIsACondition) {
  EXPECT_EQ(stores(R"j({"atomic": ["await v == 0", {"if": "x", "then": ["v = 1"]}]})j"),
            "v depends");
  EXPECT_EQ(stores(R"j({"atomic": ["await v == 0"]}, "v = 1")j"), "v");
  EXPECT_EQ(stores(R"j("await v == 0", "v = 1")j"), "v");
  EXPECT_EQ(stores(R"j({"atomic": ["let s = v", "v = 1"]})j"), "v");
}

TEST(Dependence, WhatComesAfterAReturnInAnIf) {
  const std::string leaves = R"j({"if": "v", "then": ["return"]})j";
  EXPECT_EQ(stores(leaves + R"j(, "v = 1")j"), "v depends");
  EXPECT_EQ(stores(leaves + R"j(, {"with": "m", "do": [{"if": "x", "then": ["v = 1"]}]})j"),
            "v depends");
  EXPECT_EQ(stores(R"j("v = 1", )j" + leaves), "v");
  // In the lists around, with the condition of each block on the way out.
  EXPECT_EQ(stores(R"j({"if": "x", "then": [)j" + leaves + R"j(]}, "v = 1")j"), "v depends");
  EXPECT_EQ(stores(R"j({"if": "v", "then": [{"if": "x", "then": ["return"]}]}, "v = 1")j"),
            "v depends");
  EXPECT_EQ(stores(R"j({"with": "m", "do": [)j" + leaves + R"j(]}, "v = 1")j"), "v depends");
  EXPECT_EQ(stores(R"j({"while": "x", "do": [)j" + leaves + R"j(]}, "v = 1")j"), "v depends");
  EXPECT_EQ(stores(R"j({"while": "v", "do": [{"if": "x", "then": ["return"]}]}, "v = 1")j"),
            "v depends");
  EXPECT_EQ(stores(R"j("let r = v", {"repeat": "r", "do": ["return"]}, "v = 1")j"), "v depends");
  // An `else` does not come after its `then`, and a return without a condition is none.
  EXPECT_EQ(stores(R"j({"if": "x", "then": [)j" + leaves + R"j(], "else": ["v = 1"]})j"), "v");
  EXPECT_EQ(stores(R"j("let s = v", {"with": "m", "do": ["return"]}, "v = 1")j"), "v");
}

TEST(Dependence, WhatComesAfterABreakOrContinueUpToItsLoop) {
  for (const std::string leave : {"break", "continue"}) {
    const std::string leaves = R"j({"if": "v", "then": [")j" + leave + R"j("]})j";
    const auto loop = [&](const std::string& steps) {
      return R"j({"while": "x", "do": [)j" + steps + "]}";
    };
    EXPECT_EQ(stores(loop(leaves + R"j(, "v = 1")j")), "v depends");
    EXPECT_EQ(stores(loop(R"j({"with": "m", "do": [)j" + leaves + R"j(]}, "v = 1")j")),
              "v depends");
    EXPECT_EQ(stores(loop(R"j({"if": "y", "then": [)j" + leaves + R"j(]}, "v = 1")j")),
              "v depends");
    EXPECT_EQ(stores(loop(R"j("v = 1", )j" + leaves)), "v");
    EXPECT_EQ(stores(loop(leaves) + R"j(, "v = 1")j"), "v");
    EXPECT_EQ(stores(loop(loop(leaves) + R"j(, "v = 1")j")), "v");
    EXPECT_EQ(stores(R"j({"while": "v", "do": [")j" + leave + R"j("]}, "v = 1")j"), "v");
  }
}

TEST(Dependence, OfTheValueOfACall) {
  EXPECT_EQ(stores(R"j("let s = plus(v)", "v = s")j"), "v depends");
  EXPECT_EQ(stores(R"j("let s = sign(v)", "v = s")j"), "v depends");   // when it returns
  EXPECT_EQ(stores(R"j("let s = falls(v)", "v = s")j"), "v depends");  // that it falls off its end
  EXPECT_EQ(stores(R"j("let s = drop(v)", "v = s")j"), "v");
  EXPECT_EQ(stores(R"j("let s = 0", {"if": "v", "then": ["s = drop(1)"]}, "v = s")j"), "v depends");
  // Each call has parameters of its own.
  EXPECT_EQ(stores(R"j("let s = plus(v)", "let t = plus(x)", "v = t")j"), "v");
  EXPECT_EQ(stores(R"j("call set(v)", "call set(1)")j"), "v depends, v");
}

TEST(Dependence, AReturnEndsItsProcedureOnly) {
  EXPECT_EQ(stores(R"j("call look()", "v = 1")j"), "v");
  EXPECT_EQ(stores(R"j({"while": "x", "do": ["call look()", "v = 1"]})j"), "v");
}

TEST(Dependence, ThePagesExamples) {
  EXPECT_EQ(stores(R"j("let seen = v", "v = seen + 1")j"), "v depends");
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["return"]}, "v = 1")j"), "v depends");
  EXPECT_EQ(stores(R"j({"if": "v", "then": ["flag looked"]}, "v = 1")j"), "v");
}

TEST(Dependence, IsLinearInTheText) {
  // 10,000 locals, each under the conditions of all `if`s before it, in one chain.
  std::string steps = R"j("let l0 = v")j";
  for (int i = 1; i <= 10'000; ++i) {
    const std::string last = "l" + std::to_string(i - 1);
    steps += R"j(, {"if": ")j" + last + R"j(", "then": ["return"]}, "let l)j" + std::to_string(i) +
             " = " + last + R"j( + 1")j";
  }
  EXPECT_EQ(stores(steps + R"j(, "v = l10000")j"), "v depends");
}

// Which memory a thread is said to be able to lose an update of.
std::vector<std::string> losable(const std::string& steps) {
  const auto read =
      scenario::read(R"({"name": "k",)" + kMemory + R"("threads": {"worker": [)" + steps + "]}}");
  EXPECT_TRUE(read) << steps;
  std::vector<std::string> names;
  for (const MemoryName& name : compile(read.value()).names) {
    if (name.lost_update) names.push_back(name.name);
  }
  return names;
}

TEST(Losable, OnlyWhatIsReadAndThenWrittenByADependentWrite) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(losable(R"j("let s = v", "v = s", "x = 1", "let t = x")j"), Names{"v"});
  EXPECT_EQ(losable(R"j("let s = v", "v = 1")j"), Names{});
  EXPECT_EQ(losable(R"j("n += 1", "fetch_add(k, 1)")j"), Names{});  // they read at once
  EXPECT_EQ(losable(R"j({"transaction": "t", "do": ["let s = v"]}, "v = v + 1")j"), Names{});
}

TEST(Losable, AReadIsRememberedWhileADependentWriteMayFollow) {
  const auto read =
      scenario::read(R"({"name": "k",)" + kMemory +
                     R"("threads": {"worker": ["let s = v", "skip", "v = s", "v = 0", "skip"]}})");
  ASSERT_TRUE(read);
  const Program program = compile(read.value());
  std::vector<bool> remembered;
  for (const auto& names : program.bodies.at(0).may_lose) remembered.push_back(names.at(0));
  // Before the read; behind it up to the write; no more at the blind one.
  EXPECT_EQ(remembered, (std::vector<bool>{false, true, true, false, false}));
}

}  // namespace
}  // namespace heddle::vm
