#include "oracle/own/own.h"

#include <gtest/gtest.h>

#include "scenario/read.h"

namespace heddle::oracle {

Result explore_text(const std::string& json) {
  const auto scenario = scenario::read(json);
  if (!scenario) {
    for (const auto& problem : scenario.error())
      ADD_FAILURE() << problem.pointer << ": " << problem.message << "\n" << json;
    return {};
  }
  auto result = explore(scenario.value());
  EXPECT_FALSE(result.gave_up) << json;
  return result;
}

Counts findings_of(const Result& result) {
  Counts counts;
  for (const auto& [name, found] : result.findings)
    counts[name.second.empty() ? name.first : name.first + " " + name.second] = found.interleavings;
  return counts;
}

Counts findings_of(const std::string& json) { return findings_of(explore_text(json)); }

}  // namespace heddle::oracle
