#include "report/table_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/step_text.h"
#include "report/words.h"

namespace heddle::report {
namespace {

bool has_column(const std::string& memory, const std::vector<MemoryColumn>& columns) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const MemoryColumn& column) { return column.memory == memory; });
}

void add_changes(TableRow& row, const std::vector<MemoryColumn>& columns) {
  constexpr std::size_t kMost = 6;
  std::size_t left = 0;
  for (const Change& change : row.step->changes) {
    if (has_column(change.memory, columns)) continue;
    if (row.details.size() >= kMost && ++left > 0) continue;
    row.details.push_back(Line{{Style::kDim, change.memory + ": " + text_of(change.before) +
                                                 " -> " + text_of(change.after)}});
  }
  if (left > 0) row.details.push_back(Line{{Style::kDim, fmt::format("... and {} more", left)}});
}

// What is different about locks, channels and the like after the step, where its statement does
// not name them.
void add_objects(TableRow& row, const std::vector<Step>& steps) {
  const Step& step = *row.step;
  static const Step nothing;
  const Step& before = row.number > 1 ? steps[row.number - 2] : nothing;
  const auto named = [&](const std::string& object) { return step.access.ends_with(" " + object); };
  for (const auto& object : step.objects)
    if (std::find(before.objects.begin(), before.objects.end(), object) == before.objects.end() &&
        !(named(object.first) && object.second == "held by " + step.thread))
      row.details.push_back(Line{{Style::kDim, object.first + " " + object.second}});
  for (const auto& [name, state] : before.objects) {
    const auto same = [&name = name](const auto& now) { return now.first == name; };
    if (std::none_of(step.objects.begin(), step.objects.end(), same) && !named(name))
      row.details.push_back(Line{{Style::kDim, name + " free"}});
  }
}

class Rows {
 public:
  Rows(const std::vector<Step>& steps, const TableOptions& options,
       const std::vector<MemoryColumn>& columns)
      : steps_(steps), options_(options), columns_(columns), several_(steps) {}

  std::vector<TableRow> build() {
    if (options_.marks.contains(0) || first_step_changes()) rows_.push_back(start());
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (options_.kept.empty() || options_.kept[i]) rows_.push_back(of_step(i));
    for (const Next& next : options_.next) rows_.push_back(of_next(next));
    return std::move(rows_);
  }

 private:
  // Then the values before it stand in no row of their own.
  bool first_step_changes() const {
    return !steps_.empty() && std::any_of(columns_.begin(), columns_.end(), [](const auto& column) {
      return column.values[0] != column.values[1];
    });
  }

  TableRow start() {
    TableRow row;
    row.is_start = true;
    row.marked = options_.marks.contains(0);
    row.statement = "at the start";
    row.values = values(0);
    return row;
  }

  TableRow of_step(std::size_t i) {
    const Step& step = steps_[i];
    TableRow row;
    row.number = i + 1;
    row.marked = options_.marks.contains(i + 1);
    row.thread = step.thread;
    row.statement = step.thread.empty() && step.access == "start" ? "chosen at the start"
                    : step.thread.empty() && step.access == "end" ? "chosen at the end"
                                                                  : statement_of(step);
    row.note = note_of(step, several_.contains(step));
    row.line = step.line;
    row.step = &step;
    row.details = details_of(step, options_.flags);
    add_changes(row, columns_);
    add_objects(row, steps_);
    row.values = values(i + 1);
    return row;
  }

  static TableRow of_next(const Next& next) {
    TableRow row;
    row.marked = true;
    row.thread = next.thread;
    row.statement = statement_of(next);
    row.line = next.line;
    const std::string locks = next.holds.empty() ? "no lock" : "holds " + listed(next.holds);
    const bool same = row.statement == next.access;
    row.details.push_back(Line{(same ? "" : next.access + ", ") + locks});
    return row;
  }

  // A value is shown in the first row, then where it is another one than the row before shows.
  std::vector<std::string> values(std::size_t moment) {
    std::vector<std::string> texts;
    shown_.resize(columns_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string& now = columns_[c].values[moment];
      texts.push_back(options_.every_value || now != shown_[c] ? now : "");
      shown_[c] = now;
    }
    return texts;
  }

  const std::vector<Step>& steps_;
  const TableOptions& options_;
  const std::vector<MemoryColumn>& columns_;
  SeveralAccesses several_;
  std::vector<TableRow> rows_;
  std::vector<std::string> shown_;
};

void put_note(std::vector<Line>& lines, const std::string& note, std::size_t width) {
  if (note.empty()) return;
  const std::size_t used = lines.empty() ? 0 : display_width(lines.back());
  const std::size_t length = display_width(note);
  if (lines.empty() || used + 1 + length > width) {
    for (Line& piece : wrap({{Style::kKey, note}}, width)) {
      const std::size_t piece_width = display_width(piece);
      piece.insert(piece.begin(), std::string(width - std::min(width, piece_width), ' '));
      lines.push_back(std::move(piece));
    }
    return;
  }
  lines.back().emplace_back(std::string(width - used - length, ' '));
  lines.back().emplace_back(Style::kKey, note);
}

// Broken at spaces, the second line and those behind it two columns in.
std::vector<Line> hanging(const std::string& text, std::size_t width) {
  if (display_width(text) <= width || width < 8) return wrap({text}, width);
  std::vector<Line> lines = wrap({text}, width - 2);
  for (std::size_t i = 1; i < lines.size(); ++i) lines[i].insert(lines[i].begin(), "  ");
  return lines;
}

}  // namespace

std::vector<TableRow> table_rows(const std::vector<Step>& steps, const TableOptions& options,
                                 const std::vector<MemoryColumn>& columns) {
  return Rows(steps, options, columns).build();
}

std::size_t natural_width(const TableRow& row) {
  const std::size_t note = row.note.empty() ? 0 : display_width(row.note) + 2;
  std::size_t width = display_width(row.statement) + note;
  for (const Line& line : row.details) width = std::max(width, 2 + display_width(line));
  return width;
}

std::vector<Line> cell_lines(const TableRow& row, std::size_t width) {
  std::vector<Line> lines = hanging(row.statement, width);
  put_note(lines, row.note, width);
  const std::size_t inset = width > 12 ? 2 : 0;
  for (const Line& detail : row.details) {
    for (Line& piece : wrap(detail, width - inset)) {
      piece.insert(piece.begin(), std::string(inset, ' '));
      lines.push_back(std::move(piece));
    }
  }
  return lines;
}

}  // namespace heddle::report
