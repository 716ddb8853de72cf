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
  std::size_t with_place = 0;
  for (const Warning& warning : warnings) {
    // One without a place sums up others.
    const bool sums_up = warning.pointer.empty();
    if (!sums_up && ++with_place > kMost) continue;
    Line line{{Style::kNotice, "warning: "}, warning.text};
    if (!sums_up) line.emplace_back(Style::kDim, " (" + warning.pointer + ")");
    page.sentence(line, 0, 2);
  }
  if (with_place > kMost) {
    const std::string left = counted(with_place - kMost, "warning");
    page.sentence({{Style::kNotice, "... and " + left + " more"}}, 0, 2);
  }
}

void print_notes(Page& page, const Report& report) {
  for (const std::string& note : report.notes) page.sentence({note}, 0, 2);
}

}  // namespace heddle::report
