// Two reports compared: what is new, gone, counted otherwise, or not known.
#include "report/comparison.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "report/approved.h"
#include "report/building.h"
#include "report/glyphs.h"
#include "report/json.h"
#include "report/samples.h"
#include "report/text.h"

namespace heddle::test {
namespace {

using nlohmann::json;
using report::Comparison;
using report::Report;
using report::TextOptions;
using Result = Comparison::Result;

std::string number(const report::Part& part) {
  return part.there ? part.interleavings.value_or("some") : "none";
}

const char* sign(report::Mark mark) {
  constexpr const char* kSigns[] = {"+", "-", "~", "?", "="};
  return kSigns[static_cast<std::size_t>(mark)];
}

// "-2000,[overdraft]:2>none ", an outcome each, with the values of its variables.
std::string outcomes(const Comparison& comparison) {
  std::string text;
  for (const auto& one : comparison.outcomes) {
    text += sign(one.mark);
    for (const auto& value : one.values)
      for (const auto& cell : value.cells) text += std::to_string(cell.value) + ",";
    for (const auto& flag : one.flags) text += "[" + flag + "]";
    text += ":" + number(one.before) + ">" + number(one.after) + " ";
  }
  return text;
}

std::string findings(const Comparison& comparison) {
  std::string text;
  for (const auto& one : comparison.findings)
    text += std::string(sign(one.mark)) + one.kind + (one.name ? " " + *one.name : "") + ":" +
            number(one.before) + ">" + number(one.after) + "\n";
  return text;
}

// Complete, with the integers of these names.
Report small(const std::string& name, const std::vector<std::string>& variables,
             const std::string& interleavings) {
  Report report;
  report.name = name;
  report.file = name + ".json";
  report.variables = variables;
  report.exploration = explored(interleavings, 5);
  report.verdict = "race-free";
  return report;
}

void add(Report& report, const std::vector<std::int64_t>& values, const std::string& count) {
  std::vector<report::NamedValue> named;
  for (std::size_t i = 0; i < values.size(); ++i)
    named.push_back(integer(report.variables[i], values[i]));
  report.outcomes.push_back(outcome("completed", named, count, "s-1"));
}

Report incomplete(Report report) {
  report.exploration.complete = false;
  report.exploration.stopped_by = "states";
  report.exploration.limit_text = "--max-states 5";
  report.exploration.interleavings.reset();
  if (report.findings.empty()) report.verdict = "incomplete";
  for (auto& one : report.outcomes) one.interleavings.reset();
  for (auto& one : report.findings) one.interleavings.reset();
  return report;
}

// A lock leaves two of the six interleavings, the serial orders: each was there once before. The
// other two ends, of two interleavings each, are gone, and so is whatever was wrong.
TEST(Comparison, TellsWhatALockTakesAway) {
  const Comparison comparison = compare(bank(), bank_locked());
  EXPECT_EQ(comparison.result, Result::kDifferent);
  EXPECT_EQ(outcomes(comparison),
            "--210,[overdraft]:2>none -2000,[overdraft]:2>none "
            "=790,[overdraft]:1>1 =800,:1>1 ");
  EXPECT_EQ(
      findings(comparison),
      "-flag overdraft:5>none\n-final both transactions count:5>none\n"
      "-not-serializable:4>none\n-lost-update balance:4>none\n-data-race balance:some>none\n");
}

TEST(Comparison, TellsWhatIsNewTheOtherWayRound) {
  const Comparison comparison = compare(bank_locked(), bank());
  EXPECT_EQ(outcomes(comparison),
            "+-210,[overdraft]:none>2 +2000,[overdraft]:none>2 "
            "=790,[overdraft]:1>1 =800,:1>1 ");
  EXPECT_EQ(findings(comparison).substr(0, 24), "+flag overdraft:none>5\n+");
}

TEST(Comparison, OfAReportWithItselfIsTheSame) {
  const Comparison comparison = compare(bank(), bank());
  EXPECT_EQ(comparison.result, Result::kSame);
  EXPECT_EQ(outcomes(comparison).find_first_of("+~?"), std::string::npos) << outcomes(comparison);
  EXPECT_EQ(comparison.findings.size(), 5u);
}

// Every single number counts: of an outcome, of a finding, of all interleavings.
TEST(Comparison, AnotherNumberIsADifference) {
  Report other = bank();
  other.outcomes[2].interleavings = "3";
  EXPECT_EQ(compare(bank(), other).result, Result::kDifferent);
  EXPECT_EQ(outcomes(compare(bank(), other)).substr(0, 10), "~800,:1>3 ");
  other = bank();
  other.findings[3].interleavings = "2";
  EXPECT_EQ(findings(compare(bank(), other)).substr(0, 24), "~lost-update balance:4>2");
  EXPECT_EQ(compare(bank(), other).result, Result::kDifferent);
  other = bank();
  other.exploration.interleavings = "7";
  EXPECT_EQ(compare(bank(), other).result, Result::kDifferent);
}

// What is a matter of presence alone: a finding without a number.
TEST(Comparison, AFindingWithoutANumberIsThereOrNot) {
  Report other = bank();
  other.findings.pop_back();  // the data race
  EXPECT_EQ(findings(compare(bank(), other)).substr(0, 31), "-data-race balance:some>none\n=f");
  EXPECT_EQ(findings(compare(other, bank())).substr(0, 31), "+data-race balance:none>some\n=f");
}

// `total` became `sum`: x is compared alone. 3 and 4 interleavings end with x = 1, together the 7
// of the other one.
TEST(Comparison, PutsTogetherWhatIsAlikeWithoutWhatOnlyOneHas) {
  Report before = small("a", {"x", "total"}, "7");
  add(before, {1, 2}, "3");
  add(before, {1, 3}, "4");
  Report after = small("b", {"sum", "x"}, "7");
  add(after, {9, 1}, "7");
  const Comparison comparison = compare(before, after);
  EXPECT_EQ(comparison.before.variables, std::vector<std::string>{"total"});
  EXPECT_EQ(comparison.after.variables, std::vector<std::string>{"sum"});
  EXPECT_EQ(outcomes(comparison), "=1,:7>7 ");
  EXPECT_EQ(comparison.result, Result::kSame);
}

TEST(Comparison, AddsNumbersOfAnySize) {
  Report before = small("a", {"x", "total"}, "9");
  add(before, {1, 2}, "999999999999999999999999999999");
  add(before, {1, 3}, "1");
  add(before, {2, 3}, "unbounded");
  add(before, {2, 4}, "1");
  Report after = small("b", {"x"}, "9");
  EXPECT_EQ(outcomes(compare(before, after)),
            "-1,:1000000000000000000000000000000>none -2,:unbounded>none ");
}

// A flag that both may raise is compared, also when one never does; one that only one side knows
// is not.
TEST(Comparison, ComparesTheFlagsThatBothHave) {
  Report before = small("a", {"x"}, "2");
  add(before, {1}, "1");
  add(before, {1}, "1");
  before.outcomes[1].flags = {"late"};
  Report after = small("b", {"x"}, "2");
  add(after, {1}, "2");
  before.flags = after.flags = {"late"};
  EXPECT_EQ(outcomes(compare(before, after)), "-1,[late]:1>none ~1,:1>2 ");
  after.flags.clear();
  const Comparison comparison = compare(before, after);
  EXPECT_EQ(outcomes(comparison), "=1,:2>2 ");
  EXPECT_EQ(comparison.before.flags, std::vector<std::string>{"late"});
  EXPECT_EQ(comparison.result, Result::kSame);
}

// A pointer's number says how many others were met before it; without q, p is the first.
TEST(Comparison, NumbersPointersWithoutWhatIsLeftOut) {
  Report before = small("a", {"q", "p"}, "1");
  before.outcomes = {
      outcome("completed", {{"q", false, {{1, true}}}, {"p", false, {{2, true}}}}, "1", "s-1")};
  Report after = small("b", {"p"}, "1");
  after.outcomes = {outcome("completed", {{"p", false, {{1, true}}}}, "1", "s-1")};
  EXPECT_EQ(outcomes(compare(before, after)), "=1,:1>1 ");
}

// A search that was stopped has not seen everything: what it lacks is neither gone nor equal. What
// it has and the complete one lacks is new for certain.
TEST(Comparison, WhatAnIncompleteSearchLacksIsNotKnown) {
  Report after = incomplete(bank_locked());
  after.outcomes.erase(after.outcomes.begin());
  const Comparison gone = compare(bank(), after);
  EXPECT_EQ(gone.result, Result::kIncomplete);
  EXPECT_EQ(outcomes(gone),
            "?-210,[overdraft]:2>none ?790,[overdraft]:1>none ?2000,[overdraft]:2>none "
            "=800,:1>some ");
  EXPECT_EQ(findings(gone).find_first_of("+~="), std::string::npos) << findings(gone);
  const Comparison found = compare(bank_locked(), incomplete(bank()));
  EXPECT_EQ(found.result, Result::kIncomplete);
  EXPECT_EQ(outcomes(found).substr(0, 30), "+-210,[overdraft]:none>some +2");
  EXPECT_EQ(compare(incomplete(bank()), incomplete(bank())).result, Result::kIncomplete);
}

// Without counts there are ends and findings to compare, and these are all.
TEST(Comparison, WithoutNumbersComparesTheRest) {
  Report uncounted = incomplete(bank());
  uncounted.exploration.complete = true;
  uncounted.exploration.stopped_by.reset();
  uncounted.exploration.uncounted = "--no-counts was given";
  const Comparison comparison = compare(bank(), uncounted);
  EXPECT_EQ(comparison.result, Result::kSame);
  const std::string text = text_compare(comparison, TextOptions{200, false, false});
  EXPECT_NE(text.find("Numbers are not compared: NEW is not counted (--no-counts was given)."),
            std::string::npos)
      << text;
}

TEST(TextComparison, ReadsWellElsewhere) {
  const Comparison comparison = compare(bank(), bank_locked());
  expect_approved("diff_bank_color.txt", text_compare(comparison, TextOptions{80, true, false}));
  expect_approved("diff_bank_narrow.txt", text_compare(comparison, TextOptions{40, false, false}));
}

TEST(TextComparison, QuietSaysTheOneLine) {
  const TextOptions quiet{130, false, true};
  EXPECT_EQ(text_compare(compare(bank(), bank_locked()), quiet),
            "DIFFERS  deposit_withdraw -> deposit_withdraw_mutex   FAILS -> RACE-FREE; "
            "6 -> 2 interleavings\n");
  EXPECT_EQ(text_compare(compare(bank(), bank()), quiet),
            "SAME  deposit_withdraw   FAILS; 6 interleavings\n");
  Report dear = bank();
  dear.constants[2].second = 20;
  EXPECT_EQ(text_compare(compare(bank(), dear), quiet),
            "SAME  deposit_withdraw, penalty = 10 -> 20   FAILS; 6 interleavings\n");
  EXPECT_EQ(text_compare(compare(bank(), incomplete(bank_locked())), quiet),
            "UNDECIDED  deposit_withdraw -> deposit_withdraw_mutex   FAILS -> UNDECIDED; "
            "6 -> ? interleavings; NEW is incomplete\n");
  EXPECT_EQ(text_compare(compare(bank(), bank_locked()), TextOptions{60, false, true}),
            "DIFFERS  FAILS -> RACE-FREE; 6 -> 2 interleavings\n")
      << "the caller knows the names";
  EXPECT_EQ(text_compare(compare(bank(), bank_locked()), TextOptions{40, false, true}),
            "DIFFERS  FAILS -> RACE-FREE\n")
      << "no number is cut";
}

TEST(TextComparison, SaysWhatIsNotKnown) {
  const std::string text = text_compare(compare(bank(), incomplete(bank_locked())), TextOptions{});
  EXPECT_NE(text.find("NEW  deposit_withdraw_mutex.json: stopped by --max-states 5"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("?  completed"), std::string::npos) << text;
  EXPECT_NE(text.find("? not known"), std::string::npos) << text;
  EXPECT_EQ(text.find("- gone"), std::string::npos) << text;
  EXPECT_NE(text.find("Numbers are not compared: NEW is incomplete."), std::string::npos) << text;
}

// 60 ends that stay are a line; one that changes is shown.
TEST(TextComparison, SumsUpWhatIsTheSame) {
  Report ends = small("a", {"x"}, "60");
  for (int i = 0; i < 60; ++i) add(ends, {i}, "1");
  Report other = ends;
  other.outcomes[7].interleavings = "2";
  const std::string text = text_compare(compare(ends, other), TextOptions{});
  EXPECT_NE(text.find("=  59 ends more, the same in both"), std::string::npos) << text;
  EXPECT_NE(text.find("~  completed  7    1    2"), std::string::npos) << text;
  EXPECT_EQ(text.find("=  completed"), std::string::npos) << text;
  other.outcomes.clear();
  const std::string all_gone = text_compare(compare(ends, other), TextOptions{});
  EXPECT_NE(all_gone.find("... and 10 more that differ: --json FILE lists all."), std::string::npos)
      << all_gone;
}

// The samples know their variables by what they end with.
Report with_variables(Report report) {
  report.variables.clear();
  if (!report.outcomes.empty())
    for (const auto& value : report.outcomes.front().values) report.variables.push_back(value.name);
  return report;
}

TEST(TextComparison, IsNeverWiderThanThePage) {
  for (const auto& [old_name, before] : all_reports())
    for (const auto& [new_name, after] : all_reports()) {
      const Comparison comparison = compare(with_variables(before), with_variables(after));
      for (std::size_t width = 40; width <= 200; ++width) {
        std::istringstream lines(text_compare(comparison, TextOptions{width, false, false}));
        for (std::string line; std::getline(lines, line);)
          ASSERT_LE(report::display_width(line), width) << old_name << " " << new_name << "\n"
                                                        << line;
      }
      EXPECT_EQ(without_color(text_compare(comparison, TextOptions{80, true, false})),
                text_compare(comparison, TextOptions{}));
    }
}

TEST(JsonComparison, ReadsBack) {
  Report before = bank();
  before.variables.emplace_back("fee");
  const json parsed = json::parse(json_compare(compare(before, bank_locked())));
  EXPECT_EQ(parsed["tool"]["name"], "heddle");
  EXPECT_EQ(parsed["comparison"], "different");
  EXPECT_EQ(parsed["old"]["verdict"], "racy");
  EXPECT_EQ(parsed["new"]["exploration"]["interleavings"], "2");
  EXPECT_EQ(parsed["old"]["only_here"]["variables"], json::array({"fee"}));
  const json& gone = parsed["outcomes"][0];
  EXPECT_EQ(gone["change"], "gone");
  EXPECT_EQ(gone["values"]["balance"], -210);
  EXPECT_EQ(gone["flags"], json::array({"overdraft"}));
  EXPECT_EQ(gone["old"]["interleavings"], "2");
  EXPECT_TRUE(gone["new"].is_null());
  EXPECT_EQ(parsed["outcomes"][3]["change"], "same");
  EXPECT_EQ(parsed["findings"][3]["kind"], "lost-update");
  EXPECT_EQ(parsed["findings"][3]["name"], "balance");
  EXPECT_TRUE(parsed["findings"][4]["old"]["interleavings"].is_null()) << "a data race has none";
  EXPECT_EQ(json::parse(json_compare(compare(bank(), bank())))["comparison"], "same");
  const json open = json::parse(json_compare(compare(bank(), incomplete(bank_locked()))));
  EXPECT_EQ(open["comparison"], "incomplete");
  EXPECT_EQ(open["outcomes"][0]["change"], "unknown");
}

}  // namespace
}  // namespace heddle::test
