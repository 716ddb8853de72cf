#include "report/text_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/words.h"

namespace heddle::report {

void print_header(Page& page, const std::string& name, const std::string& file,
                  const std::vector<std::pair<std::string, std::int64_t>>& constants) {
  const std::string place = file == "-" ? "standard input" : file;
  if (display_width(name) + 2 + display_width(place) <= page.width()) {
    page.line({{Style::kBold, name}, "  ", {Style::kDim, place}});
  } else {
    page.sentence({{Style::kBold, name}}, 0, 2);
    page.sentence({{Style::kDim, place}}, 2, 2);
  }
  Line line;
  for (const auto& [constant, value] : constants)
    line.emplace_back(Style::kDim,
                      fmt::format("{}{} = {}", line.empty() ? "" : ", ", constant, value));
  if (!line.empty()) page.sentence(line, 2, 2);
  page.blank();
}

void print_warnings(Page& page, const std::vector<Warning>& warnings) {
  constexpr std::size_t kMost = 50;
  for (std::size_t i = 0; i < std::min(warnings.size(), kMost); ++i) {
    Line line{{Style::kNotice, "warning: "}, warnings[i].text};
    if (!warnings[i].pointer.empty())
      line.emplace_back(Style::kDim, " (" + warnings[i].pointer + ")");
    page.sentence(line, 0, 2);
  }
  if (warnings.size() > kMost)
    page.sentence(
        {{Style::kNotice, "... and " + counted(warnings.size() - kMost, "warning") + " more"}}, 0,
        2);
}

void print_notes(Page& page, const Report& report) {
  for (const std::string& note : report.notes) page.sentence({note}, 0, 2);
}

}  // namespace heddle::report
