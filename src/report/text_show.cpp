#include <fmt/format.h>

#include <algorithm>

#include "report/text.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kAccessesMax = 24;  // of one thread; of more the first and the last
constexpr std::size_t kLast = 3;

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

// The accesses of a thread; of many the first ones and the last.
void print_accesses(Page& page, const Overview::Thread& thread) {
  const auto& all = thread.accesses;
  const bool folds = all.size() > kAccessesMax;
  const std::size_t first = folds ? kAccessesMax - kLast : all.size();
  std::size_t column = 0;
  for (const auto& [pointer, access] : all)
    column = std::max(column, std::min<std::size_t>(display_width(access) + 6, 40));
  for (std::size_t i = 0; i < first; ++i) print_access(page, all[i].first, all[i].second, column);
  if (!folds) return;
  page.sentence({{Style::kDim, "... " + grouped(all.size() - first - kLast) + " more ..."}}, 4, 4);
  for (std::size_t i = all.size() - kLast; i < all.size(); ++i)
    print_access(page, all[i].first, all[i].second, column);
}

void print_thread(Page& page, const Overview::Thread& thread) {
  Line line{{Style::kBold, thread.name}};
  if (!thread.note.empty()) line.emplace_back(", " + thread.note);
  line.emplace_back(thread.accesses_max ? ": at most " + grouped(*thread.accesses_max) +
                                              (*thread.accesses_max == 1 ? " access" : " accesses")
                                        : ": accesses without a bound that can be read off");
  page.sentence(line, 2, 4);
  if (!thread.description.empty()) page.sentence({{Style::kDim, thread.description}}, 4, 4);
  print_accesses(page, thread);
}

// How many interleavings there may be, or why no number is said.
std::string size_text(const Overview& overview) {
  if (overview.interleavings_max) return "at most " + interleavings(*overview.interleavings_max);
  for (const Overview::Thread& thread : overview.threads)
    if (!thread.accesses_max)
      return "any number of interleavings: " + thread.name + " has no bound that can be read off";
  return "finitely many interleavings, too many to be estimated here";
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
  if (!overview.warnings.empty()) page.blank();
  page.sentence({{Style::kBold, "Size "}, size_text(overview) + "; nothing was explored."}, 0, 2);
  return page.take();
}

}  // namespace heddle::report
