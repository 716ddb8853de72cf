// Reports of scenarios that are written in a test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "inquiry/inquiry.h"
#include "scenario/read.h"

namespace heddle::test {

inline report::Report told(const std::string& json) {
  auto scenario = scenario::read(json);
  EXPECT_TRUE(scenario) << json;
  return inquiry::explore(scenario.value(), {});
}

// The entry of this kind, and of this name where one is given; fails the test when there is none.
inline report::Finding finding(const report::Report& report, const std::string& kind,
                               const std::string& name = "") {
  for (const report::Finding& each : report.findings)
    if (each.kind == kind && (name.empty() || each.name == name)) return each;
  ADD_FAILURE() << "no " << kind << " " << name;
  return {};
}

}  // namespace heddle::test
