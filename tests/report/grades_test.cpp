#include "report/grades.h"

#include <gtest/gtest.h>

#include "report/building.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test

Report counted_report() {
  Report report;
  report.exploration = explored("6", 14);
  report.findings = {finding("flag", "late", "late", "2", "s-1")};
  return report;
}

Outcome completed(std::optional<bool> serial, bool fails) {
  Outcome result = outcome("completed", {}, "2", "s-1");
  result.serial = serial;
  if (fails) result.findings = {{0, "2"}};
  return result;
}

std::string word(const Report& report, const Outcome& outcome) {
  return grade_word(grade(report, outcome), outcome).text;
}

// As no serial order ends: a race, whether or not something else was found.
TEST(Grades, OfCompletedOnesByTheSerialOrders) {
  const Report report = counted_report();
  EXPECT_EQ(grade(report, completed(true, false)), Grade::kOk);
  EXPECT_EQ(grade(report, completed(true, true)), Grade::kFails);
  EXPECT_EQ(grade(report, completed(false, false)), Grade::kRace);
  EXPECT_EQ(grade(report, completed(false, true)), Grade::kRace);
  EXPECT_EQ(grade(report, completed({}, false)), Grade::kOk);
  EXPECT_EQ(grade(report, completed({}, true)), Grade::kFailsSo);
}

// Where nothing is counted, an outcome without a finding may have one all the same.
TEST(Grades, NotKnownWhereFindingsOfOutcomesAreNot) {
  Report report = counted_report();
  report.exploration.interleavings.reset();
  EXPECT_EQ(grade(report, completed({}, false)), Grade::kUnknown);
  report.findings.clear();
  EXPECT_EQ(grade(report, completed({}, false)), Grade::kOk);
}

TEST(Grades, OtherEndsAreCalledByTheirKind) {
  const Report report = counted_report();
  for (const std::optional<bool> serial : {std::optional<bool>(), {true}, {false}}) {
    Outcome cut = completed(serial, true);
    cut.end = "deadlock";
    EXPECT_EQ(grade(report, cut), Grade::kCutShort);
    EXPECT_EQ(word(report, cut), "deadlock");
  }
}

TEST(Grades, HaveAWordAndAStyleEach) {
  const Outcome end = completed({}, false);
  const auto is = [&](Grade grade, Style style, const std::string& text) {
    const Span span = grade_word(grade, end);
    EXPECT_EQ(span.text, text);
    EXPECT_EQ(span.style, style) << text;
  };
  is(Grade::kOk, Style::kGood, "ok");
  is(Grade::kUnknown, Style::kPlain, "completed");
  is(Grade::kFails, Style::kNotice, "fails");
  is(Grade::kFailsSo, Style::kBad, "FAILS");
  is(Grade::kRace, Style::kBad, "RACE");
  is(Grade::kCutShort, Style::kBad, "completed");
}

}  // namespace
}  // namespace heddle::test
