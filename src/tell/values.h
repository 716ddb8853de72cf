// Values by the names that the program gives them.
#pragma once

#include <string>
#include <vector>

#include "kernel/operation.h"
#include "report/report.h"
#include "tell/subject.h"

namespace heddle::tell {

report::Cell cell(kernel::Value value, bool pointer);  // a pointer as the state holds it
std::string text(const report::Cell& cell);            // "7", "null", "#1"

// Cell by cell; of pointers the number.
std::vector<report::NamedValue> named_values(const Subject& subject,
                                             const std::vector<kernel::Value>& values);
// Of shared and atomic variables in the state that the execution is in.
std::vector<report::NamedValue> current_values(const Subject& subject);

// "balance = 1000, seat = [1, 2]"; long arrays are cut.
std::string text(const std::vector<report::NamedValue>& values);

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace heddle::tell
