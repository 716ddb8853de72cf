#include <fmt/format.h>

#include <algorithm>

#include "report/text.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kAccessesMax = 200;  // of one thread

void print_named(Page& page, const std::string& heading,
                 const std::vector<std::pair<std::string, std::string>>& entries) {
  if (entries.empty()) return;
  page.line({{Style::kBold, heading}});
  std::size_t width = 0;
  for (const auto& [name, text] : entries) width = std::max(width, display_width(name));
  width = std::min(width, page.width() / 3);
  const std::string* before = nullptr;
  for (const auto& [name, text] : entries) {
    const std::string label = before && *before == name ? "" : clip(name, width);
    before = &name;
    Line line{{Style::kDim, label + std::string(width - display_width(label) + 2, ' ')}, text};
    page.sentence(line, 2, width + 4);
  }
  page.blank();
}

void print_access(Page& page, const std::string& pointer, const std::string& access,
                  std::size_t column) {
  const std::size_t used = display_width(access) + 6;
  if (column + 2 + display_width(pointer) <= page.width() && used <= column) {
    page.line({"    " + access + std::string(column - used + 2, ' '), {Style::kDim, pointer}});
  } else {
    page.sentence({access}, 4, 6);
    page.sentence({{Style::kDim, pointer}}, 6, 6);
  }
}

void print_thread(Page& page, const Overview::Thread& thread) {
  Line line{{Style::kBold, thread.name}};
  if (!thread.note.empty()) line.emplace_back(", " + thread.note);
  line.emplace_back(thread.accesses_max ? ": at most " + grouped(*thread.accesses_max) +
                                              (*thread.accesses_max == 1 ? " access" : " accesses")
                                        : ": a loop, so any number of accesses");
  page.sentence(line, 2, 4);
  if (!thread.description.empty()) page.sentence({{Style::kDim, thread.description}}, 4, 4);
  std::size_t column = 0;
  for (const auto& [pointer, access] : thread.accesses)
    column = std::max(column, std::min<std::size_t>(display_width(access) + 6, 40));
  const std::size_t shown = std::min(thread.accesses.size(), kAccessesMax);
  for (std::size_t i = 0; i < shown; ++i)
    print_access(page, thread.accesses[i].first, thread.accesses[i].second, column);
  if (shown < thread.accesses.size())
    page.line({{Style::kDim, fmt::format("    ... and {} more", thread.accesses.size() - shown)}});
}

}  // namespace

std::string text_show(const Overview& overview, const TextOptions& options) {
  Page page(options.width, options.color);
  print_header(page, overview.name, overview.file, overview.constants);
  if (!overview.description.empty()) {
    page.sentence({overview.description});
    page.blank();
  }
  print_named(page, "State", overview.state);
  page.line({{Style::kBold, "Threads"}});
  for (const Overview::Thread& thread : overview.threads) print_thread(page, thread);
  page.blank();
  print_named(page, "Checks", overview.checks);
  page.sentence({{Style::kBold, "Expects "}, overview.expect}, 0, 2);
  page.blank();
  print_warnings(page, overview.warnings);
  Line size{{Style::kBold, "Size "}};
  size.emplace_back(overview.interleavings_max
                        ? "at most " + interleavings(*overview.interleavings_max)
                        : "any number of interleavings: a loop has no bound that can be read off");
  size.emplace_back("; nothing was explored.");
  page.sentence(size, 0, 2);
  return page.take();
}

}  // namespace heddle::report
