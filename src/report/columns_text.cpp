#include "report/columns_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/words.h"

namespace heddle::report {
namespace {

bool is_write(const std::string& access) { return access.starts_with("write "); }

// Whether `changed` is about what the access names: "update c" and "c: 0 -> 1".
bool changes_its_object(const Step& step) {
  const auto space = step.access.find(' ');
  return step.changed && space != std::string::npos &&
         step.changed->starts_with(step.access.substr(space + 1) + ": ");
}

// "read balance = 1000"; "update c: 0 -> 1" for an access that reads and changes.
std::string access_text(const Step& step) {
  if (changes_its_object(step) && !is_write(step.access))
    return step.access.substr(0, step.access.find(' ') + 1) + *step.changed;
  return step.value ? step.access + " = " + text_of(*step.value) : step.access;
}

// Whether what the step did to memory is told by its access and its value alone.
bool tells_its_change(const Step& step) {
  return !step.changed || !step.accesses.empty() || changes_its_object(step) ||
         (is_write(step.access) && step.value);
}

std::string access_text(const Access& access) {
  return access.value ? access.text + " = " + text_of(*access.value) : access.text;
}

// The variable, when it is different now; of a long array the cells that are.
void add_difference(std::vector<Line>& lines, const NamedValue& before, const NamedValue& now) {
  constexpr std::size_t kShort = 6;
  if (now.cells.size() <= kShort || now.cells.size() != before.cells.size()) {
    if (text_of(before) != text_of(now)) lines.push_back({assignment(now)});
    return;
  }
  for (std::size_t i = 0; i < now.cells.size(); ++i)
    if (now.cells[i].value != before.cells[i].value)
      lines.push_back({fmt::format("{}[{}] = {}", now.name, i, text_of(now.cells[i]))});
}

}  // namespace

std::vector<Line> cell_of(const Step& step) {
  std::vector<Line> lines;
  if (!step.access.empty()) lines.push_back({access_text(step)});
  for (const Access& access : step.accesses) lines.push_back({"  " + access_text(access)});
  if (!tells_its_change(step)) lines.push_back({{Style::kDim, "  " + *step.changed}});
  for (const std::string& choice : step.choice_texts) lines.push_back({{Style::kKey, choice}});
  for (const std::string& flag : step.flags_raised)
    lines.push_back({{Style::kNotice, "flag " + flag}});
  if (lines.empty()) lines.push_back({{Style::kDim, "starts"}});
  return lines;
}

std::vector<Line> state_of(const Step& step, const Step& before) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < step.state.size(); ++i) {
    if (i < before.state.size()) {
      add_difference(lines, before.state[i], step.state[i]);
    } else {
      lines.push_back({assignment(step.state[i])});
    }
  }
  if (lines.empty() && step.changed && step.accesses.empty()) lines.push_back({*step.changed});
  for (const auto& object : step.objects) {
    const auto& old = before.objects;
    if (std::find(old.begin(), old.end(), object) == old.end())
      lines.push_back({{Style::kDim, object.first + " " + object.second}});
  }
  for (const auto& [name, state] : before.objects) {
    const auto named = [&name = name](const auto& now) { return now.first == name; };
    if (std::none_of(step.objects.begin(), step.objects.end(), named))
      lines.push_back({{Style::kDim, name + " free"}});
  }
  return lines;
}

}  // namespace heddle::report
