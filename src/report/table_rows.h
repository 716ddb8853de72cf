// The rows of a table of steps, before they have their place on the page.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/memory_columns.h"
#include "report/page.h"
#include "report/report.h"
#include "report/witness_table.h"

namespace heddle::report {

struct TableRow {
  std::size_t number = 0;  // of the step, from 1; 0: the start, or what comes next
  bool is_start = false;
  bool marked = false;
  std::string thread;  // "": nobody's, or of all
  std::string statement;
  std::string note;  // "(1000)"
  std::vector<Line> details;
  std::uint32_t line = 0;
  std::vector<std::string> values;  // one for each column of memory; "": not shown
  const Step* step = nullptr;
};

// The rows that the options keep. Changes of memory that has no column are among the details.
std::vector<TableRow> table_rows(const std::vector<Step>& steps, const TableOptions& options,
                                 const std::vector<MemoryColumn>& columns);

// The columns that the row's text takes, unbroken.
std::size_t natural_width(const TableRow& row);

// The row's text in a column of that width: the statement, its note at the right, the details.
std::vector<Line> cell_lines(const TableRow& row, std::size_t width);

}  // namespace heddle::report
