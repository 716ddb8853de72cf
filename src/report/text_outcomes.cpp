// The table of ends: a column for each variable where that fits, else a paragraph each.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/columns.h"
#include "report/grades.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kOutcomesMax = 50;
constexpr std::size_t kEndsIndent = 2;
constexpr std::size_t kSmallTotal = 5;   // digits of a number that each row may repeat
constexpr std::size_t kOrderWidth = 12;  // that a serial order must have

class Outcomes {
 public:
  Outcomes(Page& page, const Report& report) : page_(page), report_(report) {
    for (const Outcome& one : report.outcomes) grades_.push_back(grade(report, one));
    choose_shown();
    find_constant_variables();
  }

  void print() {
    build();
    add_serial_orders();
    if (table_width() <= page_.width()) {
      print_table();
    } else {
      print_paragraphs();
    }
    print_rest();
  }

 private:
  const Outcome& outcome(std::size_t i) const { return report_.outcomes[shown_[i]]; }
  const Count& total() const { return report_.exploration.interleavings; }
  bool has_counts() const { return total().has_value(); }

  // Of many, some of each grade: as many as there is room for, those of each in their order.
  void choose_shown() {
    std::array<std::vector<std::size_t>, kGrades> by_grade;
    for (std::size_t i = 0; i < grades_.size(); ++i) {
      auto& list = by_grade[static_cast<std::size_t>(grades_[i])];
      if (list.size() < kOutcomesMax) list.push_back(i);
    }
    std::array<std::size_t, kGrades> taken{};
    std::size_t left = std::min(kOutcomesMax, grades_.size());
    while (left > 0)
      for (std::size_t g = 0; g < kGrades && left > 0; ++g)
        if (taken[g] < by_grade[g].size()) ++taken[g], --left;
    for (std::size_t g = 0; g < kGrades; ++g)
      shown_.insert(shown_.end(), by_grade[g].begin(),
                    by_grade[g].begin() + static_cast<std::ptrdiff_t>(taken[g]));
  }

  // A variable that ends the same in all of several outcomes is said once, below the table.
  void find_constant_variables() {
    const auto& all = report_.outcomes;
    constant_.assign(all.front().values.size(), all.size() > 1);
    for (std::size_t v = 0; v < constant_.size(); ++v)
      constant_[v] = constant_[v] && std::all_of(all.begin(), all.end(), [&](const Outcome& o) {
                       return equal(o.values[v], all.front().values[v]);
                     });
  }

  void build() {
    Column number = column("", true);
    Column end = column("", false);
    Column flags = column("flags", false);
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      number.add({Style::kDim, std::to_string(shown_[i] + 1)});
      end.add(grade_word(grades_[shown_[i]], outcome(i)));
      flags.add({Style::kNotice, fmt::format("{}", fmt::join(outcome(i).flags, ", "))});
    }
    columns_ = {number, end};
    for (std::size_t v = 0; v < constant_.size(); ++v)
      if (!constant_[v]) columns_.push_back(variable(v));
    const auto raised = [](const Span& cell) { return !cell.text.empty(); };
    if (std::any_of(flags.cells.begin(), flags.cells.end(), raised)) columns_.push_back(flags);
    if (has_counts()) add_counts();
  }

  Column variable(std::size_t v) const {
    Column result = column(outcome(0).values[v].name, !outcome(0).values[v].array);
    for (std::size_t i = 0; i < shown_.size(); ++i) result.add(text_of(outcome(i).values[v]));
    return result;
  }

  // "1 of 6"; of many interleavings the number and its share.
  void add_counts() {
    const bool finite = is_number(total());
    const bool small = finite && total()->size() < kSmallTotal;
    Column count = column("count", true);
    Column part = column("share", true);
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const std::string number = grouped(outcome(i).interleavings.value_or(""));
      count.add(small ? number + " of " + grouped(*total()) : number);
      part.add(share(outcome(i).interleavings, total()));
    }
    columns_.push_back(count);
    if (finite && !small) columns_.push_back(part);
  }

  std::string serial_order(const Outcome& one) const {
    if (!one.serial) return "";
    if (!*one.serial) return "none";
    return one.serial_order ? units_text(*one.serial_order) : "some";
  }

  // The serial orders take what is left of the line, where that is enough.
  void add_serial_orders() {
    const std::size_t used = table_width() + kCellGap;
    if (used + kOrderWidth > page_.width()) return;
    Column order = column("serial order", false);
    bool any = false;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      any = any || outcome(i).serial.has_value();
      order.add({Style::kDim, clip(serial_order(outcome(i)), page_.width() - used)});
    }
    if (any) columns_.push_back(order);
  }

  std::size_t table_width() const { return kEndsIndent + columns_width(columns_); }

  std::string heading() const { return report_.exploration.complete ? "ENDS" : "ENDS SO FAR"; }

  void print_table() { print_columns(page_, heading(), columns_, kEndsIndent); }

  void print_paragraphs() {
    page_.line({{Style::kBold, heading()}});
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      page_.sentence(paragraph_title(i), kEndsIndent, kEndsIndent + 2);
      Line values;
      for (std::size_t v = 0; v < constant_.size(); ++v)
        if (!constant_[v])
          values.emplace_back((values.empty() ? "" : ", ") + assignment(outcome(i).values[v]));
      if (!values.empty()) page_.sentence(values, kEndsIndent + 3, kEndsIndent + 5);
      if (!outcome(i).flags.empty())
        page_.sentence({{Style::kNotice, "flags: " + listed(outcome(i).flags)}}, kEndsIndent + 3,
                       kEndsIndent + 5);
    }
  }

  // "4  RACE: 2 of 6; in the serial order deposit, withdraw"
  Line paragraph_title(std::size_t i) const {
    Line line{{Style::kDim, padded(std::to_string(shown_[i] + 1), columns_[0].width, true) + "  "}};
    line.push_back(grade_word(grades_[shown_[i]], outcome(i)));
    if (!has_counts()) return line;
    line.emplace_back(": " + part_of(outcome(i).interleavings, total()));
    return line;
  }

  // "... and 10 more (8 RACE, 2 ok): --json FILE lists all."
  void print_rest() {
    if (shown_.size() < report_.outcomes.size()) print_number_left();
    std::string text;
    for (std::size_t v = 0; v < constant_.size(); ++v)
      if (constant_[v])
        text += (text.empty() ? "In all of them: " : ", ") + assignment(outcome(0).values[v]);
    if (!text.empty()) page_.sentence({{Style::kDim, text}}, kEndsIndent, kEndsIndent + 2);
  }

  void print_number_left() {
    std::array<std::uint64_t, kGrades> left{};
    std::array<std::string, kGrades> words;
    for (std::size_t i = 0; i < grades_.size(); ++i) {
      const auto g = static_cast<std::size_t>(grades_[i]);
      if (left[g]++ == 0)
        words[g] = grades_[i] == Grade::kCutShort
                       ? "cut short"
                       : grade_word(grades_[i], report_.outcomes[i]).text;
    }
    for (const std::size_t i : shown_) --left[static_cast<std::size_t>(grades_[i])];
    std::string by_grade;
    for (std::size_t g = 0; g < kGrades; ++g)
      if (left[g] > 0)
        by_grade += (by_grade.empty() ? "" : ", ") + grouped(left[g]) + " " + words[g];
    const auto more = grades_.size() - shown_.size();
    page_.sentence({{Style::kDim, fmt::format("... and {} more ({}): --json FILE lists all.",
                                              grouped(more), by_grade)}},
                   kEndsIndent, kEndsIndent);
  }

  Page& page_;
  const Report& report_;
  std::vector<Grade> grades_;       // of all
  std::vector<std::size_t> shown_;  // indexes
  std::vector<bool> constant_;      // of each variable
  std::vector<Column> columns_;     // the first two: the index from 1, the grade
};

}  // namespace

void print_outcomes(Page& page, const Report& report) {
  if (report.outcomes.empty()) return;
  page.blank();
  Outcomes(page, report).print();
}

}  // namespace heddle::report
