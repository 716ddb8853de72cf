// The steps of one interleaving as a table: a column for each thread, and the memory they change.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// Which switches from one thread to another have a line of their own.
enum class Switches : unsigned char {
  kNone,  // the columns show them
  kFree,  // those that the scheduler was free to make
  kAll,
};

struct TableOptions {
  std::vector<std::string> threads;  // the order of the columns
  std::vector<NamedValue> initial;   // memory before the first step
  std::string foremost;              // the variable whose values come first
  std::vector<bool> kept;            // the steps that are shown; empty: all
  // Steps that are marked, with what is said under each: 0 is the start, n the n-th step.
  std::map<std::size_t, std::vector<Line>> marks;
  const std::set<std::string>* flags = nullptr;  // those that are shown; null: all
  std::vector<Next> next;                        // marked at the end: what threads do next
  bool every_value = false;                      // in each row; else where it changed
  Switches switches = Switches::kFree;
  bool lines = false;  // of the file, also where statements must be broken for them
  std::size_t indent = 0;
};

// Prints the table. Only threads that act have a column; where they do not all fit beside each
// other, the table is cut into parts that show the threads that act in them, or, on a narrow page,
// each row names its thread.
void print_table(Page& page, const std::vector<Step>& steps, const TableOptions& options);

}  // namespace heddle::report
