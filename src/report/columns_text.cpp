#include "report/columns_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/words.h"

namespace heddle::report {
namespace {

// "balance: 1000 -> 2000".
std::optional<std::string> changed(const Step& step) {
  if (step.changes.empty()) return std::nullopt;
  std::string all;
  for (const Change& each : step.changes) {
    all += fmt::format("{}{}: {} -> {}", all.empty() ? "" : ", ", each.memory, text_of(each.before),
                       text_of(each.after));
  }
  return all;
}

std::string text_of(const Choice& choice) {
  if (!choice.sleeper.empty()) return "wakes " + choice.sleeper;
  return fmt::format("chooses alternative {} of {}", choice.alternative, choice.alternatives);
}

bool is_write(const std::string& access) { return access.starts_with("write "); }

// Whether `changed` is about what the access names: "update c" and "c: 0 -> 1".
bool changes_its_object(const Step& step) {
  const auto space = step.access.find(' ');
  return changed(step) && space != std::string::npos &&
         changed(step)->starts_with(step.access.substr(space + 1) + ": ");
}

// "read balance = 1000"; "update c: 0 -> 1" for an access that reads and changes.
std::string access_text(const Step& step) {
  if (changes_its_object(step) && !is_write(step.access))
    return step.access.substr(0, step.access.find(' ') + 1) + *changed(step);
  return step.value ? step.access + " = " + text_of(*step.value) : step.access;
}

// Whether what the step did to memory is told by its access and its value alone.
bool tells_its_change(const Step& step) {
  return !changed(step) || !step.accesses.empty() || changes_its_object(step) ||
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
  if (!tells_its_change(step)) lines.push_back({{Style::kDim, "  " + *changed(step)}});
  for (const Choice& choice : step.choices) lines.push_back({{Style::kKey, text_of(choice)}});
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
  if (lines.empty() && changed(step) && step.accesses.empty()) lines.push_back({*changed(step)});
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
