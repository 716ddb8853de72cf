// How wide the columns of a table of steps are, and which of them there are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/table_rows.h"

namespace heddle::report {

// Rows that share their columns of threads.
struct TablePart {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::string> threads;  // in the order of the file
  std::vector<std::size_t> widths;
};

struct TableLayout {
  std::size_t number = 2;   // columns of the longest number, and one before it
  bool named_rows = false;  // no columns of threads: each row names its thread
  std::size_t text = 0;     // what the threads share
  std::vector<MemoryColumn> memory;
  std::size_t line = 0;  // of the column of line numbers; 0: there is none
  std::vector<TableRow> rows;
  std::vector<TablePart> parts;
};

constexpr std::size_t kColumnGap = 2;

// There is a step, or something to be shown beside them.
TableLayout table_layout(const std::vector<Step>& steps, const TableOptions& options,
                         std::size_t page_width);

}  // namespace heddle::report
