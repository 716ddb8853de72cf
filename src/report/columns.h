// The steps of one interleaving as a table with a column for each thread.
#pragma once

#include <cstddef>
#include <vector>

#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

struct ColumnsOptions {
  std::vector<std::string> threads;  // the order of the columns
  bool abridged = false;             // leave out what is far from the finding
  bool state = false;                // a column with what is different after each step
  std::vector<NamedValue> initial;   // with `state`: what was before the first step
  bool statements = false;           // where there is room, a column with the step's text
  std::string finding;               // the message that needs not be repeated in the table
  std::size_t indent = 0;
};

// Prints the table. Only threads that act have a column; where they do not all fit beside each
// other, the table is cut into parts that show the threads that act in them.
void print_columns(Page& page, const std::vector<Step>& steps, const ColumnsOptions& options);

}  // namespace heddle::report
