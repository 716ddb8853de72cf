#include "oracle/known/known.h"

#include <gtest/gtest.h>

#include "oracle/agreement/compare.h"
#include "scenario/read.h"

namespace heddle::oracle {

namespace {

scenario::Scenario read_or_fail(const std::string& json) {
  auto scenario = scenario::read(json);
  if (scenario) return std::move(scenario.value());
  for (const auto& problem : scenario.error())
    ADD_FAILURE() << problem.pointer << ": " << problem.message << "\n" << json;
  return {};
}

void expect_numbers(const scenario::Scenario& scenario, const Result& result, const Known& known) {
  Numbers outcomes;
  for (const auto& [outcome, found] : result.outcomes)
    outcomes[text_of(scenario, outcome)] = found.interleavings;
  Numbers findings;
  for (const auto& [name, found] : result.findings) findings[text_of(name)] = found.interleavings;
  EXPECT_EQ(outcomes, known.outcomes);
  EXPECT_EQ(findings, known.findings);
  if (!known.unbounded) {
    EXPECT_EQ(result.interleavings.size(), known.interleavings);
  }
}

}  // namespace

void expect_known(const std::string& json, const Known& known) {
  SCOPED_TRACE(json);
  const auto scenario = read_or_fail(json);
  if (scenario.threads.empty()) return;
  const auto result = explore(scenario);
  ASSERT_FALSE(result.gave_up);
  EXPECT_EQ(result.unbounded, known.unbounded);
  expect_numbers(scenario, result, known);
  std::set<std::string> whole;
  for (const auto& [name, preemptions] : result.races) whole.insert("data-race " + name);
  if (result.livelock) whole.insert("livelock");
  if (result.nondeterministic) whole.insert("nondeterministic");
  EXPECT_EQ(whole, known.whole);
  EXPECT_EQ(compare_engines(scenario, result), Differences{});
}

std::string only_interleaving(const std::string& json) {
  const auto scenario = read_or_fail(json);
  if (scenario.threads.empty()) return "unreadable";
  const auto result = explore(scenario);
  EXPECT_EQ(compare_engines(scenario, result), Differences{}) << json;
  if (result.interleavings.size() != 1)
    return std::to_string(result.interleavings.size()) + " interleavings";
  const auto& interleaving = result.interleavings.front();
  std::string text;
  for (const auto id : interleaving.events)
    text += (text.empty() ? "" : ", ") + result.events[id].access;
  if (interleaving.outcome.end != "completed") text += "; " + interleaving.outcome.end;
  return text;
}

std::string one_thread(const std::string& declarations, const std::string& steps) {
  return R"({"name": "known", )" + declarations + R"("threads": {"t": [)" + steps + "]}}";
}

}  // namespace heddle::oracle
