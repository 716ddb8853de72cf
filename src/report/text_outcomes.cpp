// The table of outcomes: a column for each variable where that fits, else a paragraph each.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kOutcomesMax = 60;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;
constexpr std::size_t kBar = 20;

struct Column {
  std::string title;
  bool right = false;
  Style style = Style::kPlain;
  std::size_t width = 0;
  std::vector<std::string> cells;

  void add(std::string cell) {
    width = std::max(width, display_width(cell));
    cells.push_back(std::move(cell));
  }
};

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t used = display_width(text);
  const std::string fill(used < width ? width - used : 0, ' ');
  return right ? fill + text : text + fill;
}

Column column(std::string title, bool right) {
  Column result;
  result.width = display_width(title);
  result.title = std::move(title);
  result.right = right;
  return result;
}

class Outcomes {
 public:
  Outcomes(Page& page, const Report& report)
      : page_(page), report_(report), shown_(std::min(report.outcomes.size(), kOutcomesMax)) {}

  void print() {
    find_constant_variables();
    build();
    if (table_width() <= page_.width()) {
      print_table();
    } else {
      print_paragraphs();
    }
    print_rest();
  }

 private:
  const Outcome& outcome(std::size_t i) const { return report_.outcomes[i]; }
  bool counted() const { return shown_ > 0 && ratio(outcome(0).interleavings, total()) >= 0; }
  const Count& total() const { return report_.exploration.interleavings; }

  // A variable that ends the same in all of several outcomes is said once, below the table.
  void find_constant_variables() {
    if (report_.outcomes.size() < 2) return;
    for (std::size_t v = 0; v < outcome(0).values.size(); ++v) {
      const std::string first = text_of(outcome(0).values[v]);
      const auto same = [&](const Outcome& o) { return text_of(o.values[v]) == first; };
      if (std::all_of(report_.outcomes.begin(), report_.outcomes.end(), same))
        constant_.push_back(v);
    }
  }

  bool is_constant(std::size_t variable) const {
    return std::find(constant_.begin(), constant_.end(), variable) != constant_.end();
  }

  void build() {
    Column end = column("end", false);
    Column flags = column("flags", false);
    Column count = column("interleavings", true);
    Column part = column("share", true);
    for (std::size_t i = 0; i < shown_; ++i) {
      end.add(outcome(i).end);
      flags.add(fmt::format("{}", fmt::join(outcome(i).flags, ", ")));
      count.add(grouped(outcome(i).interleavings.value_or("")));
      part.add(share(outcome(i).interleavings, total()));
    }
    columns_.push_back(end);
    for (std::size_t v = 0; v < outcome(0).values.size(); ++v)
      if (!is_constant(v)) columns_.push_back(variable(v));
    flags.style = Style::kNotice;
    const auto raised = [](const Outcome& o) { return !o.flags.empty(); };
    if (std::any_of(report_.outcomes.begin(), report_.outcomes.end(), raised))
      columns_.push_back(flags);
    if (!counted()) return;
    columns_.push_back(count);
    columns_.push_back(part);
  }

  Column variable(std::size_t v) const {
    Column result = column(outcome(0).values[v].name, !outcome(0).values[v].array);
    for (std::size_t i = 0; i < shown_; ++i) result.add(text_of(outcome(i).values[v]));
    return result;
  }

  std::size_t table_width() const {
    std::size_t width = kIndent;
    for (const Column& c : columns_) width += c.width + kGap;
    return width - kGap;
  }

  void print_table() {
    Line header{std::string(kIndent, ' ')};
    for (const Column& c : columns_)
      header.emplace_back(Style::kDim, padded(c.title, c.width, c.right) + std::string(kGap, ' '));
    page_.line(header);
    const std::size_t used = table_width() + kGap;
    const std::size_t bar = page_.width() > used + 8 && counted() && report_.outcomes.size() > 1
                                ? std::min(kBar, page_.width() - used)
                                : 0;
    for (std::size_t i = 0; i < shown_; ++i) page_.line(row(i, bar));
  }

  Line row(std::size_t i, std::size_t bar) const {
    Line line{std::string(kIndent, ' ')};
    for (const Column& c : columns_) {
      const bool bad = &c == &columns_.front() && outcome(i).end != "completed";
      line.emplace_back(bad ? Style::kBad : c.style,
                        padded(c.cells[i], c.width, c.right) + std::string(kGap, ' '));
    }
    const double part = ratio(outcome(i).interleavings, total());
    const auto length = static_cast<std::size_t>(std::lround(part * static_cast<double>(bar)));
    if (bar > 0) line.emplace_back(Style::kDim, std::string(std::max<std::size_t>(length, 1), '#'));
    return line;
  }

  void print_paragraphs() {
    for (std::size_t i = 0; i < shown_; ++i) {
      page_.sentence(paragraph_title(i), kIndent, kIndent + 2);
      Line values;
      for (std::size_t v = 0; v < outcome(i).values.size(); ++v)
        if (!is_constant(v))
          values.emplace_back((values.empty() ? "" : ", ") + assignment(outcome(i).values[v]));
      if (!values.empty()) page_.sentence(values, kIndent + 2, kIndent + 4);
      if (!outcome(i).flags.empty())
        page_.sentence({{Style::kNotice, "flags: " + listed(outcome(i).flags)}}, kIndent + 2,
                       kIndent + 4);
    }
  }

  // "completed: 2 of 6 interleavings (33.3%)"
  Line paragraph_title(std::size_t i) const {
    const bool bad = outcome(i).end != "completed";
    Line line{{bad ? Style::kBad : Style::kBold, outcome(i).end}};
    if (!counted()) return line;
    line.emplace_back(": " + part_of(outcome(i).interleavings, total()));
    const std::string percent = share(outcome(i).interleavings, total());
    if (percent != "100%") line.emplace_back(" (" + percent + ")");
    return line;
  }

  void print_rest() {
    if (shown_ < report_.outcomes.size())
      page_.sentence({{Style::kDim,
                       fmt::format("... and {} more: --json FILE lists them all.",
                                   heddle::counted(report_.outcomes.size() - shown_, "outcome"))}},
                     kIndent, kIndent);
    Line line;
    for (const std::size_t v : constant_)
      line.emplace_back(Style::kDim, (line.empty() ? "In all of them: " : ", ") +
                                         assignment(outcome(0).values[v]));
    if (!line.empty()) page_.sentence(line, kIndent, kIndent + 2);
  }

  Page& page_;
  const Report& report_;
  std::size_t shown_;
  std::vector<std::size_t> constant_;
  std::vector<Column> columns_;
};

}  // namespace

void print_outcomes(Page& page, const Report& report) {
  if (report.outcomes.empty()) return;
  const std::string seen = report.exploration.complete ? "" : " seen so far";
  page.line({{Style::kBold, counted(report.outcomes.size(), "outcome") + seen}});
  Outcomes(page, report).print();
  page.blank();
}

}  // namespace heddle::report
