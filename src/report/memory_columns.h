// The memory that an interleaving changes, as columns of values beside its steps.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/report.h"

namespace heddle::report {

struct MemoryColumn {
  std::string memory;               // "balance", "a[2]"
  std::size_t width = 0;            // of its name and all of its values
  std::vector<std::string> values;  // before the first step, and after each step
};

// A column for each cell that some step changes: first `foremost` (a variable, or a field as
// Node.field) and its cells, then in the order of `initial`, then as they come; at most `most`.
std::vector<MemoryColumn> memory_columns(const std::vector<Step>& steps,
                                         const std::vector<NamedValue>& initial,
                                         const std::string& foremost, std::size_t most);

// Whether the memory is the variable, one of its cells, or the field of some record.
bool belongs_to(const std::string& memory, const std::string& variable);

}  // namespace heddle::report
