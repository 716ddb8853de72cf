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
  return report::format("json").explore(report, {}) + report::format("text").explore(report, {});
}

std::string increments(int threads, int each) {
  std::string steps;
  for (int i = 0; i < each; ++i) steps += std::string(i == 0 ? "" : ", ") + "\"c += 1\"";
  return "{\"name\": \"inc\", \"shared\": {\"c\": 0}, \"threads\": {\"t\": {\"count\": " +
         std::to_string(threads) + ", \"do\": [" + steps + "]}}}";
}

}  // namespace heddle::test
