// Which writes depend on the variable that they write, from the text alone.
#include "oracle/depends.h"

#include <gtest/gtest.h>

#include <string>

#include "oracle/own/own.h"
#include "scenario/read.h"

namespace heddle::oracle {
namespace {

const std::string kMemory =
    R"j("shared": {"x": 0, "y": 0, "z": 0, "a": [0, 0], "top": {"pointer": "N"}},
        "atomics": {"n": 0, "k": 0}, "channels": {"ch": 1}, "records": {"N": ["v", "w"]},
        "procedures": {"ask": {"params": ["p"], "do": [
            {"if": "p", "then": ["return 1"]}, "return 0"]},
          "leave": {"params": [], "do": [{"if": "x", "then": ["return"]}, "y = 2"]}},)j";

// The variables and fields that some write in this thread may lose updates of: "x N.v".
std::string lost(const std::string& steps) {
  const auto read =
      scenario::read(R"({"name": "k", )" + kMemory + R"("threads": {"t": [)" + steps + "]}}");
  if (!read) return read.error().front().message;
  const auto& scenario = read.value();
  std::set<std::string> names;
  for (const auto target : losing_writes(scenario)) {
    const auto [record, index] = memory_of(scenario, target);
    names.insert(record == kNone ? scenario.variables[index].name
                                 : scenario.records[record].name + "." +
                                       scenario.records[record].fields[index].name);
  }
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

TEST(OracleDepends, ThroughTheRightSideAndLocals) {
  EXPECT_EQ(lost(R"j("x = x + 1")j"), "x");
  EXPECT_EQ(lost(R"j("let v = x", "let w = v * 2", "x = w")j"), "x");
  EXPECT_EQ(lost(R"j("let v = x", "x = 3")j"), "");
  EXPECT_EQ(lost(R"j("x += 1", "n += 1", "cas(k, 0, 1)")j"), "k n x");
  EXPECT_EQ(lost(R"j("exchange(n, 1)", "fetch_add(k, 1)")j"), "k n");
  // A local may be assigned after it was used: the text counts, not the order.
  EXPECT_EQ(lost(R"j("let v = 0", "x = v", "v = x")j"), "x");
  // An array counts as one variable; fields are told apart.
  EXPECT_EQ(lost(R"j("a[0] = a[1]")j"), "a");
  EXPECT_EQ(lost(R"j("let p = top", "p.v = p.w")j"), "");
  EXPECT_EQ(lost(R"j("let p = top", "p.v = p.v + 1")j"), "N.v");
}

TEST(OracleDepends, ThroughIndexesAndPointers) {
  EXPECT_EQ(lost(R"j("a[a[0] & 1] = 1")j"), "a");
  EXPECT_EQ(lost(R"j("top = null")j"), "");
  EXPECT_EQ(lost(R"j("let p = top", "top = p")j"), "top");
}

TEST(OracleDepends, ThroughConditions) {
  EXPECT_EQ(lost(R"j({"if": "x == 0", "then": ["x = 1"]})j"), "x");
  EXPECT_EQ(lost(R"j({"if": "x == 0", "then": [], "else": [{"if": "y", "then": ["x = 1"]}]})j"),
            "x");
  EXPECT_EQ(lost(R"j({"if": "x == 0", "then": ["y = 1"]}, "x = 1")j"), "");
  EXPECT_EQ(lost(R"j({"while": "x == 0", "do": ["x = 1"]})j"), "x");
  EXPECT_EQ(lost(R"j("let v = x", {"repeat": "v", "do": ["x = 1"]})j"), "x");
  EXPECT_EQ(lost(R"j({"atomic": ["await n == 0", "n = 1"]})j"), "n");
  EXPECT_EQ(lost(R"j("await n == 0", "n = 1")j"), "");
  // A local that is assigned under a condition depends on it.
  EXPECT_EQ(lost(R"j("let v = 0", {"if": "x", "then": ["v = 1"]}, "x = v")j"), "x");
}

TEST(OracleDepends, AfterABranchThatMayLeave) {
  EXPECT_EQ(lost(R"j({"if": "x", "then": ["return"]}, "x = 1")j"), "x");
  EXPECT_EQ(lost(R"j({"if": "x", "then": ["return"], "else": ["x = 1"]})j"), "x");
  EXPECT_EQ(lost(R"j({"if": "y", "then": [{"if": "x", "then": ["return"]}], "else": ["x = 1"]})j"),
            "");
  EXPECT_EQ(lost(R"j("x = 1", {"if": "x", "then": ["return"]})j"), "");
  // Up to the loop, for break and continue; a return leaves the loop too.
  const auto loop = [](const std::string& leave, const std::string& in, const std::string& after) {
    return R"j({"while": "y", "do": [{"if": "x", "then": [)j" + leave + "]}" + in + "]}" + after;
  };
  EXPECT_EQ(lost(loop(R"("break")", R"(, "x = 1")", "")), "x");
  EXPECT_EQ(lost(loop(R"("continue")", R"(, {"if": "z", "then": ["x = 1"]})", "")), "x");
  EXPECT_EQ(lost(loop(R"("break")", "", R"(, "x = 1")")), "");
  EXPECT_EQ(lost(loop(R"("return")", "", R"(, "x = 1")")), "x");
  EXPECT_EQ(lost(loop(R"("return")", "", R"(, "y = 1")")), "y");
}

TEST(OracleDepends, ThroughProcedures) {
  EXPECT_EQ(lost(R"j("let v = x", "let w = ask(v)", "x = w")j"), "x");
  EXPECT_EQ(lost(R"j("let v = x", "call ask(v)", "x = 1")j"), "");
  EXPECT_EQ(lost(R"j("call leave()", "x = 1")j"), "");  // the return leaves the procedure only
  EXPECT_EQ(lost(R"j("let v = y", {"if": "v", "then": ["call leave()"]})j"), "y");
}

TEST(OracleDepends, ThroughMemoryThatTheThreadWritesItself) {
  EXPECT_EQ(lost(R"j("y = 1", {"if": "y", "then": ["x = 2"]})j"), "");
  // Each of x and y is written by what was read from the other, whatever the order.
  EXPECT_EQ(lost(R"j("y = x", "let v = y", "x = v")j"), "x y");
  EXPECT_EQ(
      lost(R"j("let v = x", {"if": "v", "then": ["y = 1"]}, {"if": "y", "then": ["x = 2"]})j"),
      "x y");
}

TEST(OracleDepends, WhereWhatWasReadIsKeptElsewhere) {
  EXPECT_EQ(lost(R"j("let v = x", "x = 0", "y += v")j"), "x y");
  EXPECT_EQ(lost(R"j("let v = x", "x = 0", "send ch, v")j"), "x");
  EXPECT_EQ(lost(R"j("let v = x", "x = 0", "fetch_add(n, v)")j"), "n x");
  EXPECT_EQ(lost(R"j("let v = x", "x = 0", "cas(n, 0, v)")j"), "n x");
  EXPECT_EQ(lost(R"j("let v = x", "x = 0", "cas(n, v, 0)")j"), "n");  // compared, not kept
  EXPECT_EQ(lost(R"j("let v = x", "x = 0", "a[v & 1] = 1")j"), "");   // chosen by it, not kept
}

TEST(OracleDepends, OnlySuchWritesLoseUpdates) {
  const std::string blind =
      R"j({"name": "k", "atomics": {"x": 0}, "threads": {"a": ["let v = x", "x = 7"],
          "b": ["x = 5"]}})j";
  EXPECT_EQ(findings_of(blind), Counts{});
  const std::string sighted =
      R"j({"name": "k", "atomics": {"x": 0}, "threads": {"a": ["let v = x", "x = v"],
          "b": ["x = 5"]}})j";
  EXPECT_EQ(findings_of(sighted), (Counts{{"lost-update x", 1}}));
}

}  // namespace
}  // namespace heddle::oracle
