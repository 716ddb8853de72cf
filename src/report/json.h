// The JSON report: what scripts read. Equal reports give equal bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace heddle::report {

std::string json_explore(const Report& report);
std::string json_replay(const Replay& replay);
// `verdict`: "as-expected", "not-as-expected", "incomplete" or "error".
std::string json_check(const std::vector<CheckedFile>& files, const std::string& verdict);

// The text as a JSON string, in quotes.
std::string json_quoted(std::string_view text);

}  // namespace heddle::report
