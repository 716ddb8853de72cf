// What a detector finds is told by its sentence, where tell/ knows no more of its kind.
#include "tell/detected.h"

#include <gtest/gtest.h>

#include "explore/dirty_read.h"
#include "explore/runs/exhaustive.h"
#include "inquiry/session.h"
#include "scenario/read.h"
#include "tell/describe.h"

namespace heddle::tell {
namespace {

TEST(Detected, IsToldByItsSentence) {
  const auto scenario = scenario::read(
      R"({"name": "x", "shared": {"x": 0}, "check": {"ignore": ["data-race"]},
          "threads": {"a": ["x = 1", "x = 2"], "b": ["let v = x"]}})");
  ASSERT_TRUE(scenario);
  const auto detectors = detect::with_dirty_reads();
  inquiry::Session session(scenario.value(), detectors);
  const explore::Options options;
  const auto result = explore::explore_exhaustive(session.run, options);
  report::Report report;
  describe(session.subject(), result, {"exhaustive", options, "", false}, report);
  ASSERT_EQ(report.findings.size(), 1U);
  const report::Finding& finding = report.findings.front();
  EXPECT_EQ(finding.kind, "dirty-read");
  EXPECT_EQ(finding.name, "x");
  EXPECT_EQ(finding.message, "a value of x is read that is overwritten in the same transaction");
  EXPECT_EQ(finding.explanation, "");
  EXPECT_EQ(finding.moment, 2U);  // the second write
}

}  // namespace
}  // namespace heddle::tell
