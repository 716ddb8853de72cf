#include "report/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "report/columns_text.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 12;    // of a thread's column
constexpr std::size_t kComfortable = 24;  // wider texts of a step are wrapped

// One step, ready to be laid out.
struct Row {
  std::size_t number = 0;  // from 1
  const Step* step = nullptr;
  std::vector<Line> cell;
  std::vector<Line> state;
  bool finds = false;
};

// Rows that share their columns.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::string> threads;  // in the order of the file
};

struct Widths {
  std::size_t number = 1;
  std::size_t thread_columns = 0;  // 0: the threads do not fit, they stand in the cells
  std::size_t state = 0;
  std::size_t statement = 0;
  std::vector<std::size_t> threads;
};

std::size_t widest(const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const Line& line : lines) width = std::max(width, display_width(line));
  return width;
}

class Table {
 public:
  Table(Page& page, const std::vector<Step>& steps, const ColumnsOptions& options)
      : page_(page), steps_(steps), options_(options) {
    Step start;
    start.state = options.initial;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      Row row{i + 1, &steps[i], cell_of(steps[i]), {}, !steps[i].findings.empty()};
      if (options.state) row.state = state_of(steps[i], i > 0 ? steps[i - 1] : start);
      rows_.push_back(std::move(row));
    }
    measure();
  }

  void print() {
    const std::vector<bool> kept = rows_to_keep();
    std::vector<Row> shown;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (kept[i]) shown.push_back(rows_[i]);
    shown.swap(rows_);
    std::size_t before = 0;
    for (const Part& part : parts()) print_part(part, before);
    if (before < steps_.size()) print_gap(steps_.size() - before);
  }

 private:
  void measure() {
    const std::size_t width = page_.width() - std::min(page_.width() / 2, options_.indent);
    widths_.number = std::max<std::size_t>(2, fmt::formatted_size("{}", steps_.size()));
    std::size_t room = width - std::min(width, widths_.number + 2 + kGap);
    if (options_.state) {
      std::size_t natural = 5;
      for (const Row& row : rows_) natural = std::max(natural, widest(row.state));
      widths_.state = std::min(natural, std::max<std::size_t>(room * 3 / 8, 10));
      room -= std::min(room, widths_.state + kGap);
    }
    room_ = room;
    widths_.thread_columns = (room + kGap) / (kNarrowest + kGap);
    if (options_.statements && width >= 100) measure_statements();
  }

  // A column of statements takes what the threads leave over, when that is enough.
  void measure_statements() {
    std::set<std::string> acting;
    for (const Row& row : rows_) acting.insert(row.step->thread);
    std::size_t natural = 9;
    std::size_t cell = kNarrowest;
    for (const Row& row : rows_) {
      natural = std::max(natural, display_width(row.step->source));
      cell = std::max(cell, std::max(widest(row.cell), display_width(row.step->thread)));
    }
    natural = std::min<std::size_t>(natural, 48);
    const std::size_t threads = acting.size() * (cell + kGap);
    if (threads + natural > room_) return;
    widths_.statement = natural;
    room_ -= natural + kGap;
    widths_.thread_columns = (room_ + kGap) / (kNarrowest + kGap);
  }

  // In an abridged table: the beginning, what leads to the finding, and the end.
  std::vector<bool> rows_to_keep() const {
    std::vector<bool> kept(rows_.size(), !options_.abridged || rows_.size() <= 24);
    const auto keep = [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < std::min(end, rows_.size()); ++i) kept[i] = true;
    };
    std::size_t finding = rows_.size();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].finds && finding == rows_.size()) finding = i;
      if (rows_[i].step->cycle_start) keep(i, i + 6);
    }
    keep(0, 4);
    keep(finding - std::min<std::size_t>(finding, 10), finding + 2);
    keep(rows_.size() - std::min<std::size_t>(rows_.size(), 2), rows_.size());
    for (std::size_t i = 1; i + 1 < kept.size(); ++i)
      if (kept[i - 1] && kept[i + 1]) kept[i] = true;  // a gap of one is no gain
    return kept;
  }

  std::size_t rank(const std::string& thread) const {
    const auto at = std::find(options_.threads.begin(), options_.threads.end(), thread);
    return static_cast<std::size_t>(at - options_.threads.begin());
  }

  void insert(std::vector<std::string>& threads, const std::string& thread) const {
    if (thread.empty() || std::find(threads.begin(), threads.end(), thread) != threads.end())
      return;
    const auto behind = [this](const std::string& a, const std::string& b) {
      return rank(a) < rank(b);
    };
    threads.insert(std::upper_bound(threads.begin(), threads.end(), thread, behind), thread);
  }

  // Two columns are always tried, more only when their texts fit.
  bool fits(const Part& part) const {
    if (part.threads.size() <= 2) return true;
    std::size_t width = 0;
    for (const std::size_t natural : natural_widths(part))
      width += std::min(natural, kComfortable) + kGap;
    return width <= room_ + kGap;
  }

  std::vector<std::size_t> natural_widths(const Part& part) const {
    std::vector<std::size_t> widths;
    for (const std::string& thread : part.threads) widths.push_back(display_width(thread));
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const std::string& thread = rows_[i].step->thread;
      const auto at = std::find(part.threads.begin(), part.threads.end(), thread);
      if (at == part.threads.end()) continue;
      auto& width = widths[static_cast<std::size_t>(at - part.threads.begin())];
      width = std::max(width, widest(rows_[i].cell));
    }
    return widths;
  }

  std::vector<Part> parts() const {
    std::vector<Part> result;
    if (widths_.thread_columns < 2) return {{0, rows_.size(), {}}};
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Part longer = result.empty() ? Part{i, i, {}} : result.back();
      insert(longer.threads, rows_[i].step->thread);
      longer.end = i + 1;
      if (!result.empty() && fits(longer)) {
        result.back() = longer;
        continue;
      }
      result.push_back({i, i + 1, {}});
      insert(result.back().threads, rows_[i].step->thread);
    }
    return result;
  }

  void print_part(const Part& part, std::size_t& before) {
    fit(part);
    const std::size_t first = part.begin < rows_.size() ? rows_[part.begin].number : 1;
    if (part.begin > 0 && first > before + 1) {
      print_gap(first - before - 1);
      before = first - 1;
    }
    if (part.begin > 0) page_.blank();
    print_header(part);
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const Row& row = rows_[i];
      if (row.number > before + 1) print_gap(row.number - before - 1);
      before = row.number;
      print_row(row, part);
    }
  }

  // Gives each thread of the part its column: what its cells need, or its share of what there is.
  void fit(const Part& part) {
    std::vector<std::size_t> natural = natural_widths(part);
    std::size_t room =
        room_ - std::min(room_, kGap * (std::max<std::size_t>(part.threads.size(), 1) - 1));
    shrink(natural, room);
    widths_.threads = natural;
  }

  // Takes from the widest until all fit.
  static void shrink(std::vector<std::size_t>& widths, std::size_t room) {
    std::size_t sum = 0;
    for (const std::size_t width : widths) sum += width;
    while (sum > room) {
      const auto most = std::max_element(widths.begin(), widths.end());
      if (*most <= 4) return;
      --*most;
      --sum;
    }
  }

  void print_header(const Part& part) {
    Line header{margin("")};
    for (std::size_t i = 0; i < part.threads.size(); ++i)
      pad(header, {{Style::kBold, clip(part.threads[i], widths_.threads[i])}}, widths_.threads[i]);
    if (part.threads.empty() && widths_.thread_columns < 2)
      pad(header, {{Style::kBold, "thread and access"}}, room_);
    if (widths_.state) pad(header, {{Style::kDim, "state"}}, widths_.state);
    if (widths_.statement) pad(header, {{Style::kDim, "statement"}}, widths_.statement);
    page_.line(header);
  }

  std::string margin(const std::string& number) const {
    return fmt::format("{:{}}{:>{}}{:{}}", "", options_.indent, number, widths_.number + 2, "",
                       kGap);
  }

  static void pad(Line& line, const Line& cell, std::size_t width) {
    line.insert(line.end(), cell.begin(), cell.end());
    const std::size_t used = display_width(cell);
    line.emplace_back(std::string((used < width ? width - used : 0) + kGap, ' '));
  }

  static std::vector<Line> wrapped(const std::vector<Line>& lines, std::size_t width) {
    std::vector<Line> result;
    for (const Line& line : lines)
      for (Line& piece : wrap(line, width)) result.push_back(std::move(piece));
    return result;
  }

  // The cells of a row, side by side: the threads of the part, the state, the statement.
  struct Cell {
    std::size_t width = 0;
    std::vector<Line> lines;
  };

  std::vector<Cell> cells(const Row& row, const Part& part) const {
    std::vector<Cell> result;
    for (const std::size_t width : widths_.threads) result.push_back({width, {}});
    if (result.empty()) result.push_back({room_, {}});
    std::vector<Line> text = row.cell;
    std::size_t column = 0;
    const auto at = std::find(part.threads.begin(), part.threads.end(), row.step->thread);
    if (at != part.threads.end()) {
      column = static_cast<std::size_t>(at - part.threads.begin());
    } else if (!row.step->thread.empty()) {
      text.insert(text.begin(), Line{{Style::kBold, row.step->thread}});
    }
    result[column].lines = wrapped(text, result[column].width);
    if (widths_.state) result.push_back({widths_.state, wrapped(row.state, widths_.state)});
    if (widths_.statement)
      result.push_back(
          {widths_.statement, wrapped({{{Style::kDim, row.step->source}}}, widths_.statement)});
    return result;
  }

  void print_row(const Row& row, const Part& part) {
    if (row.step->cycle_start) print_cycle_start();
    const std::vector<Cell> columns = cells(row, part);
    std::size_t height = 1;
    for (const Cell& cell : columns) height = std::max(height, cell.lines.size());
    for (std::size_t i = 0; i < height; ++i) {
      Line line;
      number(line, row, i == 0);
      for (const Cell& cell : columns)
        pad(line, i < cell.lines.size() ? cell.lines[i] : Line(), cell.width);
      page_.line(line);
    }
    print_findings(row);
  }

  void number(Line& line, const Row& row, bool first) const {
    const std::string text = first ? std::to_string(row.number) : "";
    std::string whole = margin(text);
    if (!first || !row.finds) {
      line.emplace_back(Style::kDim, whole);
      return;
    }
    whole[options_.indent] = '!';
    line.emplace_back(Style::kBad, whole);
  }

  void print_findings(const Row& row) {
    for (const std::string& message : row.step->findings) {
      if (message == options_.finding) continue;
      const std::size_t indent = options_.indent + widths_.number + 2 + kGap;
      page_.sentence({{Style::kBad, message}}, indent, indent);
    }
  }

  void print_cycle_start() {
    page_.line({{Style::kNotice, margin("") + "from here on, round and round:"}});
  }

  void print_gap(std::size_t steps) {
    page_.line({{Style::kDim, margin("...") + counted(steps, "step") + " left out"}});
  }

  Page& page_;
  const std::vector<Step>& steps_;
  const ColumnsOptions& options_;
  std::vector<Row> rows_;
  Widths widths_;
  std::size_t room_ = 0;
};

}  // namespace

void print_columns(Page& page, const std::vector<Step>& steps, const ColumnsOptions& options) {
  if (steps.empty()) return;
  Table(page, steps, options).print();
}

}  // namespace heddle::report
