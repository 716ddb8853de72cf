#include "report/table_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/check.h"

namespace heddle::report {
namespace {

constexpr std::size_t kNarrowest = 18;    // of a thread's column, before rows name their thread
constexpr std::size_t kComfortable = 24;  // wider texts may be broken
constexpr std::size_t kMemoryMax = 12;    // columns

class TableBuilder {
 public:
  TableBuilder(const std::vector<Step>& steps, const TableOptions& options, std::size_t width)
      : steps_(steps), options_(options) {
    layout_.number = 1 + fmt::formatted_size("{}", steps.size());
    const std::size_t margin = options.indent + layout_.number + 2 + kColumnGap;
    room_ = width - std::min(width, margin);
  }

  TableLayout build() {
    layout_.memory = memory_columns(steps_, options_.initial, options_.foremost, kMemoryMax);
    layout_.rows = table_rows(steps_, options_, layout_.memory);
    choose_columns();
    layout_.rows = table_rows(steps_, options_, layout_.memory);  // with what has no column now
    layout_.named_rows = layout_.text < 2 * kNarrowest + kColumnGap && threads().size() > 1;
    if (layout_.named_rows) layout_.text = room_ - std::min(room_, extra());
    split();
    return std::move(layout_);
  }

 private:
  std::map<std::string, std::size_t> naturals(std::size_t begin, std::size_t end) const {
    std::map<std::string, std::size_t> widths;
    for (std::size_t i = begin; i < end; ++i) {
      const TableRow& row = layout_.rows[i];
      if (row.thread.empty()) continue;
      auto& width = widths[row.thread];
      width = std::max({width, display_width(row.thread), natural_width(row)});
    }
    return widths;
  }

  std::vector<std::string> threads() const {
    std::vector<std::string> names;
    for (const TableRow& row : layout_.rows) insert(names, row.thread);
    return names;
  }

  std::size_t extra() const {
    std::size_t width = layout_.line > 0 ? layout_.line + kColumnGap : 0;
    for (const MemoryColumn& column : layout_.memory) width += column.width + kColumnGap;
    return width;
  }

  // What the threads take side by side, none wider than `most`.
  std::size_t threads_width(std::size_t most) const {
    std::size_t width = 0;
    for (const auto& [name, natural] : naturals(0, layout_.rows.size()))
      width += std::min(natural, most) + kColumnGap;
    return width - std::min(width, kColumnGap);
  }

  // Columns of memory and of lines take what the threads leave over, or two fifths of the room for
  // memory: the first of them are the ones that matter.
  void choose_columns() {
    measure_lines();
    const std::size_t wanted = threads_width(options_.lines ? kComfortable : room_);
    const std::size_t left = room_ - std::min(room_, wanted);
    const bool narrow = room_ < 2 * kNarrowest + kColumnGap + 8;
    const std::size_t lines = layout_.line + kColumnGap;
    if (layout_.line > 0 && (narrow || (!options_.lines && left < extra()))) layout_.line = 0;
    const std::size_t beside = layout_.line > 0 ? lines : 0;
    const std::size_t most = narrow ? 0 : std::max(left, room_ * 2 / 5);
    while (!layout_.memory.empty() && extra() > std::max(most, beside)) layout_.memory.pop_back();
    layout_.text = room_ - std::min(room_, extra());
  }

  void measure_lines() {
    std::uint32_t last = 0;
    for (const TableRow& row : layout_.rows) last = std::max(last, row.line);
    if (last > 0) layout_.line = std::max<std::size_t>(4, fmt::formatted_size("{}", last));
  }

  std::size_t rank(const std::string& thread) const {
    const auto at = std::find(options_.threads.begin(), options_.threads.end(), thread);
    return static_cast<std::size_t>(at - options_.threads.begin());
  }

  void insert(std::vector<std::string>& names, const std::string& thread) const {
    if (thread.empty() || std::find(names.begin(), names.end(), thread) != names.end()) return;
    const auto before = [this](const std::string& a, const std::string& b) {
      return rank(a) < rank(b);
    };
    names.insert(std::upper_bound(names.begin(), names.end(), thread, before), thread);
  }

  // Two columns always stand side by side, more only when their texts fit.
  bool fits(const std::map<std::string, std::size_t>& widths) const {
    if (widths.size() <= 2) return true;
    std::size_t sum = 0;
    for (const auto& [name, natural] : widths) sum += std::min(natural, kComfortable) + kColumnGap;
    return sum <= layout_.text + kColumnGap;
  }

  void split() {
    auto& parts = layout_.parts;
    parts.push_back({0, layout_.rows.size(), threads(), {}});
    if (!layout_.named_rows && !fits(naturals(0, layout_.rows.size()))) split_by_threads();
    if (layout_.named_rows) parts.back().threads.clear();
    for (TablePart& part : parts) fit(part);
  }

  void split_by_threads() {
    auto& parts = layout_.parts;
    parts.clear();
    std::map<std::string, std::size_t> widths;
    for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
      auto longer = widths;
      for (const auto& [name, natural] : naturals(i, i + 1))
        longer[name] = std::max(longer[name], natural);
      if (parts.empty() || !fits(longer)) {
        parts.push_back({i, i, {}, {}});
        longer = naturals(i, i + 1);
      }
      widths = std::move(longer);
      insert(parts.back().threads, layout_.rows[i].thread);
      parts.back().end = i + 1;
    }
  }

  // Gives each thread of the part its column: what its texts need, or its share of what there is.
  void fit(TablePart& part) const {
    const auto natural = naturals(part.begin, part.end);
    for (const std::string& thread : part.threads) part.widths.push_back(natural.at(thread));
    std::size_t sum = part.widths.empty() ? 0 : kColumnGap * (part.widths.size() - 1);
    for (const std::size_t width : part.widths) sum += width;
    while (sum > layout_.text) {
      const auto most = std::max_element(part.widths.begin(), part.widths.end());
      if (*most <= 4) return;
      --*most;
      --sum;
    }
  }

  const std::vector<Step>& steps_;
  const TableOptions& options_;
  TableLayout layout_;
  std::size_t room_ = 0;
};

}  // namespace

TableLayout table_layout(const std::vector<Step>& steps, const TableOptions& options,
                         std::size_t page_width) {
  CHECK(!steps.empty() || !options.next.empty() || !options.marks.empty());
  return TableBuilder(steps, options, page_width).build();
}

}  // namespace heddle::report
