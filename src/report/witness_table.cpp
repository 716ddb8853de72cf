#include "report/witness_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "report/step_text.h"
#include "report/table_layout.h"

namespace heddle::report {
namespace {

class Table {
 public:
  Table(Page& page, const std::vector<Step>& steps, const TableOptions& options)
      : page_(page),
        steps_(steps),
        options_(options),
        layout_(table_layout(steps, options, page.width())) {}

  void print() {
    for (const TablePart& part : layout_.parts) {
      print_header(part);
      for (std::size_t i = part.begin; i < part.end; ++i) print_row(layout_.rows[i], part);
    }
    if (options_.next.empty()) print_gap(steps_.size() + 1);
    print_round();
  }

 private:
  void print_header(const TablePart& part) {
    if (part.threads.empty() && layout_.memory.empty() && layout_.line == 0) return;
    Line header{margin("", false)};
    for (std::size_t i = 0; i < part.threads.size(); ++i)
      pad(header, {{Style::kBold, clip(part.threads[i], part.widths[i])}}, part.widths[i]);
    if (part.threads.empty()) pad(header, {}, layout_.text);
    for (const MemoryColumn& column : layout_.memory)
      pad_left(header, {{Style::kBold, clip(column.memory, column.width)}}, column.width);
    if (layout_.line > 0) pad_left(header, {{Style::kDim, "line"}}, layout_.line);
    page_.line(header);
  }

  // " ! 4  ", before the columns.
  std::string margin(const std::string& number, bool marked) const {
    return fmt::format("{:{}} {}{:>{}}{:{}}", "", options_.indent, marked ? '!' : ' ', number,
                       layout_.number, "", kColumnGap);
  }

  std::size_t margin_width() const { return options_.indent + layout_.number + 2 + kColumnGap; }

  static void pad(Line& line, const Line& cell, std::size_t width) {
    line.insert(line.end(), cell.begin(), cell.end());
    const std::size_t used = display_width(cell);
    line.emplace_back(std::string((used < width ? width - used : 0) + kColumnGap, ' '));
  }

  static void pad_left(Line& line, const Line& cell, std::size_t width) {
    const std::size_t used = display_width(cell);
    line.emplace_back(std::string(used < width ? width - used : 0, ' '));
    pad(line, cell, used);
  }

  void print_row(const TableRow& row, const TablePart& part) {
    if (row.step) {
      print_gap(row.number);
      print_before(row);
    } else if (!row.is_start) {
      print_gap(steps_.size() + 1);
      print_next();
    }
    const auto at = std::find(part.threads.begin(), part.threads.end(), row.thread);
    const auto column = static_cast<std::size_t>(at - part.threads.begin());
    const std::vector<Line> text = lines_of(row, part, column);
    for (std::size_t i = 0; i < text.size(); ++i) {
      Line line{number_of(row, i == 0)};
      put_text(line, part, column, text[i]);
      if (i == 0) put_right(line, row);
      page_.line(line);
    }
    print_marks(row);
  }

  std::vector<Line> lines_of(const TableRow& row, const TablePart& part, std::size_t column) const {
    if (column < part.threads.size()) return cell_lines(row, part.widths[column]);
    const std::size_t width = std::max<std::size_t>(layout_.text, 8);
    if (row.thread.empty()) return cell_lines(row, width);
    TableRow named = row;
    named.statement = row.thread + ": " + row.statement + (row.note.empty() ? "" : " " + row.note);
    named.note.clear();
    return cell_lines(named, width);
  }

  Span number_of(const TableRow& row, bool first) const {
    const bool marked = first && row.marked;
    const std::string number = first && row.number > 0 ? std::to_string(row.number) : "";
    return {marked ? Style::kBad : Style::kDim, margin(number, marked)};
  }

  // The text in its thread's column; nobody's text takes the room of all.
  void put_text(Line& line, const TablePart& part, std::size_t column, const Line& text) const {
    std::size_t all = 0;
    for (const std::size_t width : part.widths) all += width + kColumnGap;
    if (column >= part.threads.size())
      return pad(line, text, part.threads.empty() ? layout_.text : all - kColumnGap);
    for (std::size_t i = 0; i < part.threads.size(); ++i)
      pad(line, i == column ? text : Line(), part.widths[i]);
  }

  void put_right(Line& line, const TableRow& row) const {
    for (std::size_t c = 0; c < layout_.memory.size(); ++c) {
      const std::string& value = c < row.values.size() ? row.values[c] : "";
      pad_left(line, {value}, layout_.memory[c].width);
    }
    if (layout_.line > 0 && row.line > 0)
      pad_left(line, {{Style::kDim, std::to_string(row.line)}}, layout_.line);
  }

  void sentence(Style style, const std::string& text) {
    page_.sentence({{style, text}}, margin_width(), margin_width());
  }

  // What stands before a step: that it begins a round, or why another thread goes on.
  void print_before(const TableRow& row) {
    if (row.step->cycle_start) sentence(Style::kNotice, "from here on, round and round:");
    const bool free = row.step->switched == Switch::kPreemption;
    const Switches least = free ? Switches::kFree : Switches::kAll;
    if (row.step->switched == Switch::kNone || options_.switches < least) return;
    sentence(free ? Style::kNotice : Style::kDim, switch_text(*row.step));
  }

  void print_next() {
    if (said_next_) return;
    said_next_ = true;
    sentence(Style::kNotice, "-- both are next, and nothing orders them --");
  }

  // Says how many steps are left out before this one.
  void print_gap(std::size_t number) {
    if (number > shown_ + 1)
      sentence(Style::kDim, "... " + counted(number - shown_ - 1, "step") + " left out");
    shown_ = number;
  }

  void print_marks(const TableRow& row) {
    const auto found = options_.marks.find(row.number);
    if (found == options_.marks.end() || (row.number == 0 && !row.is_start)) return;
    for (const Line& line : found->second) page_.sentence(line, margin_width(), margin_width() + 2);
  }

  void print_round() {
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (steps_[i].cycle_start)
        sentence(Style::kNotice, fmt::format("... and again from step {}.", i + 1));
  }

  Page& page_;
  const std::vector<Step>& steps_;
  const TableOptions& options_;
  TableLayout layout_;
  std::size_t shown_ = 0;  // the last step that was shown or counted
  bool said_next_ = false;
};

}  // namespace

void print_table(Page& page, const std::vector<Step>& steps, const TableOptions& options) {
  if (steps.empty() && options.next.empty() && options.marks.empty()) return;
  Table(page, steps, options).print();
}

}  // namespace heddle::report
