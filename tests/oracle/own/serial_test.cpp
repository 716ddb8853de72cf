// Serial orders, and which findings come together.
#include "oracle/serial.h"

#include <gtest/gtest.h>

#include "oracle/own/own.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"

namespace heddle::oracle {
namespace {

const std::string kDeposit = R"j({"name": "k",
  "constants": {"deposited": 1000, "withdrawn": 1200, "penalty": 10}, "shared": {"balance": 1000},
  "threads": {
    "deposit": ["let seen = balance", "balance = seen + deposited"],
    "withdraw": ["let seen = balance", "let fee = 0",
      {"if": "seen < withdrawn", "then": ["flag overdraft", "fee = penalty"]},
      "balance = seen - withdrawn - fee"]},
  "check": {"never": ["overdraft"], "finally": {"both count": "balance == 800"},
            "serializable": true}})j";

// "completed 790: withdraw, deposit" for each outcome; "no" where no serial order has it.
std::set<std::string> orders_of(const Result& result) {
  std::set<std::string> texts;
  for (const auto& [outcome, found] : result.outcomes) {
    auto text = outcome.end;
    for (const auto& values : outcome.values)
      for (const auto value : values) text += " " + std::to_string(value);
    text += !found.serial ? ": unknown" : !*found.serial ? ": no" : ":";
    if (found.serial == true && !found.serial_order) text += " for ever";
    for (const auto& unit : found.serial_order.value_or(SerialOrder{})) text += " " + unit;
    texts.insert(text);
  }
  return texts;
}

TEST(OracleSerial, TheFirstOrderOfEachOutcome) {
  const auto result = explore_text(kDeposit);
  EXPECT_EQ(orders_of(result),
            (std::set<std::string>{"completed -210: no", "completed 790: withdraw deposit",
                                   "completed 800: deposit withdraw", "completed 2000: no"}));
  EXPECT_EQ(result.findings.at({"flag", "overdraft"}).serial, true);
  EXPECT_EQ(result.findings.at({"final", "both count"}).serial, true);
  EXPECT_EQ(result.findings.at({"lost-update", "balance"}).serial, false);
  EXPECT_EQ(result.findings.at({"not-serializable", ""}).serial, false);
}

TEST(OracleSerial, UnitsAreNamedByBlocksAndAccessesOutsideStandAlone) {
  const auto result = explore_text(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
      "clerk": {"count": 1, "do": [{"transaction": "transfer", "do": ["x += 1", "x += 1"]},
          "x += 1", "x += 1", {"transaction": "transfer", "do": ["x += 1"]}]}}})j");
  EXPECT_EQ(orders_of(result),
            (std::set<std::string>{
                "completed 5: clerk[0]/transfer clerk[0] clerk[0] clerk[0]/transfer"}));
}

TEST(OracleSerial, OneThatWaitsInsideItsUnitMakesTheOrderImpossible) {
  // b before a: a deadlock with the unit of b open. a before b completes.
  const auto one = explore_text(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
      "a": ["x = 1"], "b": ["skip", "await x == 1"]}})j");
  EXPECT_EQ(orders_of(one), (std::set<std::string>{"completed 1: a b"}));
  // Each needs the other: no order completes, nothing is known.
  const auto none = explore_text(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
      "a": ["x = 1", "await x == 2"], "b": ["await x == 1", "x = 2"]}})j");
  EXPECT_EQ(orders_of(none), (std::set<std::string>{"completed 2: unknown"}));
}

TEST(OracleSerial, DeadlocksAndFailuresEndAnOrderToo) {
  const auto result = explore_text(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
      "a": [{"if": "x == 0", "then": ["x = 5"]}, "assert x != 3"], "b": ["x = 3"],
      "c": ["await x != 3", "skip"]}})j");
  EXPECT_EQ(result.findings.at({"assertion", "/threads/a/1"}).serial, true);
  EXPECT_EQ(orders_of(result).count("assertion 3: b a"), 1U);
}

TEST(OracleSerial, AFirstOrderThatWouldSpinForEverIsNone) {
  // a spins until b has gone: the first order by decisions is a, a, a, ... but then a's unit is
  // open. Each round a unit of its own: for ever.
  const auto result = explore_text(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
      "a": [{"while": "x == 0", "do": [{"transaction": "t", "do": []}]}], "b": ["x = 1"]}})j");
  EXPECT_TRUE(result.unbounded);
  EXPECT_EQ(orders_of(result), (std::set<std::string>{"completed 1: for ever"}));
}

TEST(OracleSerial, TheGraphKnowsWhatTheListKnows) {
  int compared = 0;
  for (std::uint64_t seed = 3'000'000; seed < 3'000'150; ++seed) {
    const auto json = random_scenario(seed);
    const auto scenario = scenario::read(json);
    ASSERT_TRUE(scenario) << json;
    auto result = explore(scenario.value(), {1'000, 20'000});
    if (result.gave_up || result.unbounded) continue;
    auto listed = serial_ends(result.interleavings);
    auto graph = serial_ends(scenario.value(), {});
    ASSERT_TRUE(graph);
    std::erase_if(graph->findings,
                  [&](const auto& name) { return is_ignored(scenario.value(), name); });
    EXPECT_EQ(listed.outcomes, graph->outcomes) << json;
    EXPECT_EQ(listed.findings, graph->findings) << json;
    ++compared;
  }
  EXPECT_GE(compared, 100);
}

TEST(OracleCompany, FindingsOfTheSameInterleavingsAndOfMore) {
  const auto result = explore_text(kDeposit);
  const FindingName flag{"flag", "overdraft"};
  const FindingName final{"final", "both count"};
  const FindingName lost{"lost-update", "balance"};
  const FindingName serial{"not-serializable", ""};
  EXPECT_EQ(result.company.at(lost).same, (std::set<FindingName>{lost, serial}));
  EXPECT_EQ(result.company.at(lost).within, (std::set<FindingName>{final, flag}));
  EXPECT_EQ(result.company.at(flag).same, (std::set<FindingName>{final, flag}));
  EXPECT_TRUE(result.company.at(flag).within.empty());
}

TEST(OracleOutcomes, SayWhichFindingsTheirInterleavingsHave) {
  for (const auto& [outcome, found] : explore_text(kDeposit).outcomes)
    if (outcome.values.at(0).at(0) == 2000) {
      EXPECT_EQ(found.findings,
                (std::map<FindingName, std::uint64_t>{{{"final", "both count"}, 2},
                                                      {{"flag", "overdraft"}, 2},
                                                      {{"lost-update", "balance"}, 2},
                                                      {{"not-serializable", ""}, 2}}));
    }
}

}  // namespace
}  // namespace heddle::oracle
