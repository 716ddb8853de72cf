#include "report/columns.h"

#include <algorithm>
#include <utility>

namespace heddle::report {
namespace {

Line header_of(const std::string& heading, std::size_t width, const std::vector<Column>& columns) {
  const std::string gap(kCellGap, ' ');
  Line header{{Style::kBold, padded(heading, width, false)}, gap};
  for (std::size_t c = 2; c < columns.size(); ++c)
    header.emplace_back(Style::kDim,
                        padded(columns[c].title, columns[c].width, columns[c].right) + gap);
  return header;
}

Line row_of(const std::vector<Column>& columns, std::size_t i, std::size_t indent) {
  Line line{std::string(indent, ' ')};
  for (const Column& c : columns)
    line.emplace_back(c.cells[i].style,
                      padded(c.cells[i].text, c.width, c.right) + std::string(kCellGap, ' '));
  return line;
}

}  // namespace

void Column::add(Span cell) {
  width = std::max(width, display_width(cell.text));
  cells.push_back(std::move(cell));
}

Column column(std::string title, bool right) {
  Column result;
  result.width = display_width(title);
  result.title = std::move(title);
  result.right = right;
  return result;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t used = display_width(text);
  const std::string fill(used < width ? width - used : 0, ' ');
  return right ? fill + text : text + fill;
}

std::size_t columns_width(const std::vector<Column>& columns) {
  std::size_t width = 0;
  for (const Column& c : columns) width += c.width + kCellGap;
  return width - std::min(width, kCellGap);
}

void print_columns(Page& page, const std::string& heading, std::vector<Column> columns,
                   std::size_t indent) {
  const std::size_t before = indent + columns[0].width + kCellGap;
  const std::size_t begin = std::max(before + columns[1].width, display_width(heading));
  page.line(header_of(heading, begin, columns));
  columns[1].width = begin - before;
  for (std::size_t i = 0; i < columns[0].cells.size(); ++i) page.line(row_of(columns, i, indent));
}

}  // namespace heddle::report
