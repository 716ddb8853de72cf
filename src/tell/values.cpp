#include "tell/values.h"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::tell {

using kernel::ObjectId;
using kernel::Value;

report::Cell cell(Value value, bool pointer) {
  return pointer ? report::Cell{kernel::address_of(value), true} : report::Cell{value, false};
}

std::string text(const report::Cell& cell) {
  if (!cell.pointer) return std::to_string(cell.value);
  return cell.value == 0 ? "null" : fmt::format("#{}", cell.value);
}

std::vector<report::NamedValue> named_values(const Subject& subject,
                                             const std::vector<Value>& values) {
  std::vector<report::NamedValue> named;
  std::size_t next = 0;
  for (ObjectId id = 0; id < subject.execution.object_count(); ++id) {
    const kernel::Object& object = subject.execution.object(id);
    if (object.kind != kernel::ObjectKind::kMemory) continue;
    const kernel::VariableName variable = subject.words.variable(id);
    report::NamedValue value{.name = variable.name, .array = variable.array, .cells = {}};
    for (std::uint32_t i = 0; i < object.size; ++i)
      value.cells.push_back({values[next++], variable.pointer});
    named.push_back(std::move(value));
  }
  return named;
}

std::vector<report::NamedValue> current_values(const Subject& subject) {
  std::vector<Value> values;
  for (ObjectId id = 0; id < subject.execution.object_count(); ++id) {
    const kernel::Object& object = subject.execution.object(id);
    if (object.kind != kernel::ObjectKind::kMemory) continue;
    const bool pointer = subject.words.variable(id).pointer;
    for (std::uint32_t i = 0; i < object.size; ++i)
      values.push_back(cell(subject.execution.word(object.word + i), pointer).value);
  }
  return named_values(subject, values);
}

std::string text(const std::vector<report::NamedValue>& values) {
  constexpr std::size_t kCellsMax = 8;
  std::string all;
  for (const auto& value : values) {
    std::string cells;
    for (std::size_t i = 0; i < std::min(value.cells.size(), kCellsMax); ++i)
      cells.append(i > 0 ? ", " : "").append(text(value.cells[i]));
    if (value.cells.size() > kCellsMax) cells += ", ...";
    all += fmt::format("{}{} = {}", all.empty() ? "" : ", ", value.name,
                       value.array ? fmt::format("[{}]", cells) : cells);
  }
  return all;
}

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i)
    all += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return all;
}

}  // namespace heddle::tell
