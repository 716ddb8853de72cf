// Parts of the commands that need no program.
#include <gtest/gtest.h>

#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/suggest.h"
#include "inquiry/expectation.h"

namespace heddle::test {
namespace {

using namespace cli;  // NOLINT: the functions under test
using inquiry::compare;

report::Report reported(const std::vector<std::pair<std::string, std::string>>& findings,
                        const report::Count& number, bool complete) {
  report::Report report;
  for (const auto& [kind, name] : findings) {
    report.findings.emplace_back();
    report.findings.back().kind = kind;
    if (!name.empty()) report.findings.back().name = name;
  }
  report.exploration.complete = complete;
  report.exploration.interleavings = number;
  return report;
}

scenario::Scenario expecting(std::vector<scenario::Expected> findings,
                             std::optional<std::string> number = {}) {
  scenario::Scenario scenario;
  scenario.expect = {std::move(findings), std::move(number), true};
  return scenario;
}

ExitCode code(const scenario::Scenario& scenario, const report::Report& report) {
  return exit_code(compare(scenario, report, true), report);
}

TEST(Expectation, BareKindsStandForAllOfTheirNames) {
  const auto report =
      reported({{"lost-update", "a"}, {"lost-update", "b"}, {"flag", "late"}}, "6", true);
  EXPECT_EQ(code(expecting({{"lost-update", {}}, {"late", {}}}), report), ExitCode::kGood);
  const auto named = compare(expecting({{"lost-update", "a"}, {"late", {}}}), report, true);
  EXPECT_EQ(named.unexpected, std::vector<std::string>{"lost-update b"});
  EXPECT_EQ(named.matching, "\"expect\": [\"lost-update a\", \"lost-update b\", \"late\"]");
}

TEST(Expectation, WhatIsMissingCountsOnlyWhenTheSearchIsComplete) {
  const auto scenario = expecting({{"deadlock", {}}});
  EXPECT_EQ(code(scenario, reported({}, "6", true)), ExitCode::kFinding);
  EXPECT_EQ(code(scenario, reported({}, {}, false)), ExitCode::kIncomplete);
  // All that is expected was seen, but there may be more.
  EXPECT_EQ(code(scenario, reported({{"deadlock", ""}}, {}, false)), ExitCode::kIncomplete);
  EXPECT_EQ(code(scenario, reported({{"leak", ""}}, {}, false)), ExitCode::kFinding);
}

TEST(Expectation, ComparesAPinnedNumber) {
  const auto scenario = expecting({}, "6");
  EXPECT_EQ(code(scenario, reported({}, "6", true)), ExitCode::kGood);
  EXPECT_EQ(code(scenario, reported({}, "7", true)), ExitCode::kFinding);
  EXPECT_EQ(code(scenario, reported({}, {}, true)), ExitCode::kIncomplete);
  EXPECT_EQ(compare(scenario, reported({}, "7", true), true).matching,
            R"("expect": {"findings": "race-free", "interleavings": "7"})");
  // With --set another number is no surprise.
  EXPECT_TRUE(compare(scenario, reported({}, "7", true), false).as_expected);
}

TEST(Expectation, QuotesNamesAsJson) {
  const auto found = compare(expecting({{"final", "other"}}),
                             reported({{"final", "a \"quoted\" text"}}, "1", true), true);
  EXPECT_EQ(found.matching, R"("expect": ["final a \"quoted\" text"])");
}

TEST(ExitCode, TheGravestWins) {
  const std::vector<ExitCode> order = {ExitCode::kGood, ExitCode::kIncomplete, ExitCode::kFinding,
                                       ExitCode::kWrongInput, ExitCode::kFault};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = 0; j < order.size(); ++j)
      EXPECT_EQ(graver(order[i], order[j]), order[std::max(i, j)]);
}

TEST(Suggest, FindsTheNearestWord) {
  const std::vector<std::string> words = {"--max-states", "--max-steps", "--json"};
  EXPECT_EQ(nearest("--max-stats", words), "--max-states");
  EXPECT_EQ(nearest("--jsno", words), "--json");
  EXPECT_EQ(nearest("--frobnicate", words), "");
}

TEST(Progress, SaysHowMuchAndHowFast) {
  EXPECT_EQ(progress_text({5'000'000, 0, 2}), "5,000,000 states, 2.5 million a second, 2.0 s");
  // 199 of 200 are not all of them, and an estimate is no promise.
  EXPECT_EQ(progress_text({.runs = 199, .seconds = 199, .runs_total = 200}),
            "199 of 200 runs (99%), 1 a second, 3 min 19 s, about 1.0 s left");
  EXPECT_EQ(
      progress_text({.runs = 50, .seconds = 50, .runs_total = 200, .runs_total_estimated = true}),
      "50 of about 200 runs (25%) by Knuth's estimate, which may be far too low, 1 a second, "
      "50.0 s, perhaps 2 min 30 s left");
  EXPECT_EQ(
      progress_text({.runs = 300, .seconds = 50, .runs_total = 200, .runs_total_estimated = true}),
      "300 runs, more than Knuth's estimate of 200, 6 a second, 50.0 s");
  EXPECT_EQ(progress_text({0, 1, 61}), "1 run, 0 a second, 1 min 01 s");
}

TEST(Progress, SaysLessInFewColumnsAndCutsNothing) {
  const explore::Progress runs = {
      .runs = 1'234'567, .seconds = 75, .runs_total = 2'000'000, .runs_total_estimated = true};
  const explore::Progress states = {
      .states = 98'765'432, .seconds = 75, .depth = 123, .depth_max = 4'567};
  for (const explore::Progress& report : {runs, states}) {
    const std::string all = progress_text(report);
    std::size_t parts = 0;
    for (std::size_t columns = all.size(); columns > 0; --columns) {
      const std::string text = progress_text(report, columns);
      EXPECT_LE(text.size(), columns);
      if (text.empty()) continue;
      EXPECT_FALSE(text.ends_with(" ") || text.ends_with(",")) << text;
      parts += text != all ? 1 : 0;
    }
    EXPECT_GT(parts, 0U);
  }
  EXPECT_EQ(progress_text(states, 40), "98,765,432 states, 1 min 15 s");
  EXPECT_EQ(progress_text(runs, 48), "1,234,567 runs, 1 min 15 s, perhaps 46.5 s left");
  explore::Progress found = states;
  found.findings = 2;
  EXPECT_EQ(progress_text(found, 50), "98,765,432 states, 1 min 15 s, 2 findings so far");
}

}  // namespace
}  // namespace heddle::test
