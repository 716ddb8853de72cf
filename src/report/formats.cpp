#include "report/formats.h"

#include <array>

#include "base/check.h"
#include "report/json.h"

namespace heddle::report {
namespace {

std::string text_check(const std::vector<CheckedFile>& files, const std::string&,
                       const TextOptions& options) {
  std::string text;
  if (!options.quiet)
    for (const CheckedFile& file : files) text += text_check_line(file, options);
  for (const CheckedFile& file : files) text += text_check_difference(file, options);
  return text + text_check_summary(files, options);
}

constexpr std::array<Format, 2> kFormats = {{
    {"text", text_explore, text_replay, text_check},
    {"json", [](const Report& report, const TextOptions&) { return json_explore(report); },
     [](const Replay& replay, const TextOptions&) { return json_replay(replay); },
     [](const std::vector<CheckedFile>& files, const std::string& verdict, const TextOptions&) {
       return json_check(files, verdict);
     }},
}};

}  // namespace

const Format& format(std::string_view name) {
  const Format* found = nullptr;
  for (const Format& candidate : kFormats)
    if (candidate.name == name) found = &candidate;
  CHECK(found);
  return *found;
}

}  // namespace heddle::report
