#include "support/reports.h"

#include <gtest/gtest.h>

#include <utility>

#include "report/formats.h"
#include "scenario/read.h"

namespace heddle::test {

scenario::Scenario read(const std::string& json) {
  auto scenario = scenario::read(json);
  EXPECT_TRUE(scenario) << json;
  return std::move(scenario.value());
}

report::Report run(const std::string& json, const inquiry::ExploreOptions& options) {
  return inquiry::explore(read(json), options);
}

std::string bytes(report::Report report) {
  report.seconds = 0;
  std::string all;
  for (const report::Format& format : report::formats())
    if (format.write_explore != nullptr) all += format.explore(report, {});
  return all;
}

}  // namespace heddle::test
