#include "report/memory_columns.h"

#include <algorithm>
#include <map>

#include "report/glyphs.h"
#include "report/words.h"

namespace heddle::report {
namespace {

// "Node.next" of "Node#3.next".
std::string without_number(const std::string& memory) {
  const auto hash = memory.find('#');
  const auto dot = memory.find('.', hash == std::string::npos ? 0 : hash);
  if (hash == std::string::npos || dot == std::string::npos) return memory;
  return memory.substr(0, hash) + memory.substr(dot);
}

// The cells that some step changes, in the order in which they are to stand.
std::vector<std::string> changed_memory(const std::vector<Step>& steps,
                                        const std::vector<NamedValue>& initial,
                                        const std::string& foremost) {
  std::vector<std::string> names;
  std::map<std::string, std::size_t> rank;
  const auto rank_of = [&](const std::string& name) -> std::size_t {
    if (belongs_to(name, foremost)) return 0;
    const auto at = std::find_if(initial.begin(), initial.end(), [&](const NamedValue& value) {
      return belongs_to(name, value.name);
    });
    return 1 + static_cast<std::size_t>(at - initial.begin());
  };
  for (const Step& step : steps)
    for (const Change& change : step.changes)
      if (rank.emplace(change.memory, rank_of(change.memory)).second)
        names.push_back(change.memory);
  std::stable_sort(names.begin(), names.end(),
                   [&](const std::string& a, const std::string& b) { return rank[a] < rank[b]; });
  return names;
}

// The values of one cell: before the first step, and after each of them.
std::vector<std::string> values_of(const std::string& memory, const std::vector<Step>& steps) {
  std::vector<std::string> values(steps.size() + 1);
  std::size_t filled = 0;
  for (std::size_t s = 0; s < steps.size(); ++s) {
    for (const Change& change : steps[s].changes) {
      if (change.memory != memory) continue;
      for (; filled <= s; ++filled) values[filled] = text_of(change.before);
      filled = s + 1;
      values[filled] = text_of(change.after);
    }
  }
  std::string last;
  for (std::string& value : values) {
    if (value.empty()) value = last;
    last = value;
  }
  return values;
}

}  // namespace

bool belongs_to(const std::string& memory, const std::string& variable) {
  if (variable.empty()) return false;
  return memory.starts_with(variable + "[") || without_number(memory) == variable;
}

std::vector<MemoryColumn> memory_columns(const std::vector<Step>& steps,
                                         const std::vector<NamedValue>& initial,
                                         const std::string& foremost, std::size_t most) {
  std::vector<std::string> names = changed_memory(steps, initial, foremost);
  names.resize(std::min(names.size(), most));
  std::vector<MemoryColumn> columns;
  for (const std::string& name : names) {
    MemoryColumn column{name, display_width(name), values_of(name, steps)};
    for (const std::string& value : column.values)
      column.width = std::max(column.width, value.size());
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace heddle::report
