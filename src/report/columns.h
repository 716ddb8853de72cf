// Tables of entries, a line each, in columns as wide as what stands in them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/page.h"

namespace heddle::report {

constexpr std::size_t kCellGap = 2;  // between two columns

struct Column {
  std::string title;
  bool right = false;     // its texts end, not begin, below each other
  std::size_t width = 0;  // of its title and of all of its cells
  std::vector<Span> cells;

  void add(Span cell);
};

Column column(std::string title, bool right);

// The text with spaces behind it, or before it where it is to stand at the right.
std::string padded(const std::string& text, std::size_t width, bool right);

// What they take side by side.
std::size_t columns_width(const std::vector<Column>& columns);

// Prints them side by side. `heading` stands over the first two, whose titles are not printed.
// Requires: there are two, and all have as many cells.
void print_columns(Page& page, const std::string& heading, std::vector<Column> columns,
                   std::size_t indent);

}  // namespace heddle::report
