#include "report/step_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/words.h"

namespace heddle::report {
namespace {

std::string_view verb_of(std::string_view access) { return access.substr(0, access.find(' ')); }

// Parts of blocks: where their text stands in the file, and the word before it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kParts = {{
    {"/if", "if "},
    {"/while", "while "},
    {"/repeat", "repeat "},
}};

// What happens to a thread rather than by its text.
bool is_nobodys_text(std::string_view access) {
  constexpr std::array<std::string_view, 5> kVerbs = {"flush", "stop", "start", "end", "unlock"};
  return std::find(kVerbs.begin(), kVerbs.end(), verb_of(access)) != kVerbs.end();
}

std::string text_of_place(const std::string& pointer, const std::string& text,
                          const std::string& access) {
  if (text.empty() || pointer.ends_with("/with") || is_nobodys_text(access)) return access;
  for (const auto& [tail, word] : kParts)
    if (pointer.ends_with(tail)) return std::string(word) + text;
  return text;
}

// The value that a local declared here takes, where it is not what was read.
std::string computed(const Step& step) {
  constexpr std::string_view kLet = "let ";
  if (!step.source.starts_with(kLet)) return "";
  const auto end = step.source.find_first_of(" :=", kLet.size());
  const std::string name = step.source.substr(kLet.size(), end - kLet.size());
  for (const NamedValue& local : step.locals) {
    if (local.name != name || local.cells.empty()) continue;
    return step.value && local.cells[0].value == step.value->value ? "" : assignment(local);
  }
  return "";
}

// What the access touches, where the statement does not name it as such: "a[2]" of `a[i] = 1`,
// "Node#3.next" of `p.next = q`.
std::string resolved(const Step& step) {
  const auto space = step.access.find(' ');
  if (space == std::string::npos) return "";
  const std::string object = step.access.substr(space + 1);
  if (object.find_first_of("[#") == std::string::npos) return "";
  return step.source.find(object) == std::string::npos ? object : "";
}

std::string in_parentheses(const std::string& first, const std::string& second) {
  if (first.empty() && second.empty()) return "";
  return "(" + first + (first.empty() || second.empty() ? "" : "; ") + second + ")";
}

std::string value_of(const Access& access) {
  if (!access.remark.empty()) return " (" + access.remark + ")";
  return access.value ? " (" + text_of(*access.value) + ")" : "";
}

}  // namespace

SeveralAccesses::SeveralAccesses(const std::vector<Step>& steps) {
  for (const Step& step : steps)
    if (step.accesses.empty()) seen_[{step.thread, step.pointer}].insert(step.access);
}

bool SeveralAccesses::contains(const Step& step) const {
  const auto found = seen_.find({step.thread, step.pointer});
  return found != seen_.end() && found->second.size() > 1;
}

std::string statement_of(const Step& step) {
  if (!step.statement && step.source.empty()) return step.access;
  if (!step.statement) return step.access + " " + step.source;
  return text_of_place(step.pointer, step.source.empty() ? *step.statement : step.source,
                       step.access);
}

std::string statement_of(const Next& next) {
  return text_of_place(next.pointer, next.statement.value_or(""), next.access);
}

std::string note_of(const Step& step, bool several) {
  if (!step.remark.empty()) return in_parentheses(step.remark, computed(step));
  if (is_nobodys_text(step.access) || statement_of(step) == step.access) {
    return step.value && step.changes.empty() ? "(" + text_of(*step.value) + ")" : "";
  }
  const bool write = verb_of(step.access) == "write";
  const std::string value = step.value ? text_of(*step.value) : "";
  if (several && (write || value.empty())) return in_parentheses(step.access, "");
  if (several) return in_parentheses(step.access + ": " + value, computed(step));
  const bool shown = !step.changes.empty() && !step.source.starts_with("let ");
  if (shown) return "";
  const std::string object = resolved(step);
  if (value.empty()) return in_parentheses(object, "");
  return in_parentheses(object.empty() ? value : object + ": " + value, computed(step));
}

std::vector<Line> details_of(const Step& step, const std::set<std::string>* wanted) {
  std::vector<Line> lines;
  for (const Access& access : step.accesses)
    lines.push_back(Line{{Style::kDim, access.text + value_of(access)}});
  for (const Choice& choice : step.choices) {
    const std::string whose =
        choice.thread.empty() || choice.thread == step.thread ? "" : choice.thread + ": ";
    const std::string what = choice.local.empty()
                                 ? "wakes " + choice.sleeper
                                 : choice.local + " = " + text_of(choice.value) + " is chosen";
    lines.push_back(Line{{Style::kKey, whose + what}});
  }
  for (const std::string& flag : step.flags_raised)
    if (!wanted || wanted->contains(flag)) lines.push_back(Line{{Style::kNotice, "flag " + flag}});
  return lines;
}

std::string switch_text(const Step& step) {
  switch (step.switched) {
    case Switch::kPreemption:
      return fmt::format("-- switch: {} could have gone on --", step.switched_from);
    case Switch::kBlocked:
      return fmt::format("-- {} {} --", step.switched_from, step.waits);
    case Switch::kEnded:
      return fmt::format("-- {} ends --", step.switched_from);
    case Switch::kNone:
      break;
  }
  return "";
}

}  // namespace heddle::report
