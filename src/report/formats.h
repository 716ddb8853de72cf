// The formats of a report. A new one is a file and a line in the list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "report/text.h"

namespace heddle::report {

struct Format {
  std::string_view name;
  std::string (*explore)(const Report& report, const TextOptions& options);
  std::string (*replay)(const Replay& replay, const TextOptions& options);
  std::string (*check)(const std::vector<CheckedFile>& files, const std::string& verdict,
                       const TextOptions& options);
};

// The format of that name. Requires: there is one ("text", "json").
const Format& format(std::string_view name);

}  // namespace heddle::report
