// Reports of scenarios that are written in a test.
#pragma once

#include <string>

#include "inquiry/inquiry.h"
#include "scenario/scenario.h"

namespace heddle::test {

// The scenario; fails the test when there is a mistake in it.
scenario::Scenario read(const std::string& json);
report::Report run(const std::string& json, const inquiry::ExploreOptions& options);

// All that is said of a search, in every format, but for how long it took.
std::string bytes(report::Report report);

}  // namespace heddle::test
