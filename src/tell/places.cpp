#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tell/condition.h"

namespace heddle::tell {

using kernel::ThreadId;

namespace {

constexpr std::size_t kStatementMax = 40;  // characters of one that is quoted in a sentence

// "Node#1.next" -> "Node.next".
std::string without_number(const std::string& text) {
  const auto number = text.find('#');
  if (number == std::string::npos) return text;
  const auto end = text.find_first_not_of("0123456789", number + 1);
  return text.substr(0, number) + (end == std::string::npos ? "" : text.substr(end));
}

// Whether an access whose cell may not be known can turn out to be this one.
bool may_be(const std::string& access, const std::string& told) {
  if (access == told || access == without_number(told)) return true;
  if (told.rfind("relock ", 0) == 0) return access.rfind("wait ", 0) == 0;
  const auto open = access.find("[...]");
  return open != std::string::npos && told.compare(0, open + 1, access, 0, open + 1) == 0;
}

}  // namespace

Places::Places(const Subject& subject) {
  for (ThreadId thread = 0; thread < subject.execution.thread_count(); ++thread) {
    const std::string& name = subject.execution.thread(thread).name;
    accesses_[name];
    if (subject.execution.is_agent(thread)) continue;
    for (const auto& each : subject.words.accesses(subject.execution, thread)) {
      const kernel::Place at = subject.words.place(each.source);
      add(name, Access{each.text, at.pointer, at.line, at.source, each.repeats});
    }
    for (const auto& each : subject.words.choices(thread)) {
      const kernel::Place at = subject.words.place(each.source);
      add(name, Choice{at.pointer, at.line, each.local, each.alternatives, each.repeats});
    }
  }
}

std::vector<const Places::Access*> Places::alike(const report::Endpoint& end) const {
  std::vector<const Access*> found;
  const auto of_thread = accesses_.find(end.thread);
  if (of_thread == accesses_.end()) return found;
  for (const Access& each : of_thread->second) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const Access* other) {
      return other->pointer == each.pointer;
    });
    if (!known && may_be(each.text, end.access)) found.push_back(&each);
  }
  return found;
}

std::string Places::place(const report::Endpoint& end) const {
  const auto all = alike(end);
  const auto meant = std::find_if(all.begin(), all.end(),
                                  [&](const Access* each) { return each->pointer == end.step; });
  if (meant == all.end()) return all.empty() ? "" : end.step;
  if (all.size() == 1) return "";
  const auto alone = [&](auto&& same) { return std::count_if(all.begin(), all.end(), same) == 1; };
  const std::string& statement = (*meant)->statement;
  const bool quotable = !statement.empty() && statement.size() <= kStatementMax &&
                        statement.find('"') == std::string::npos;
  if (quotable && alone([&](const Access* each) { return each->statement == statement; }))
    return "\"" + statement + "\"";
  const std::uint32_t line = (*meant)->line;
  if (line != 0 && alone([&](const Access* each) { return each->line == line; }))
    return "line " + std::to_string(line);
  return end.step;
}

bool Places::repeats(const report::Endpoint& end) const {
  const auto of_thread = accesses_.find(end.thread);
  if (of_thread == accesses_.end()) return false;
  return std::any_of(of_thread->second.begin(), of_thread->second.end(), [&](const Access& each) {
    return each.repeats && each.pointer == end.step && may_be(each.text, end.access);
  });
}

const Places::Choice* Places::choice(const report::ChoicePoint& point) const {
  const auto of_thread = choices_.find(point.thread);
  if (of_thread == choices_.end()) return nullptr;
  for (const Choice& each : of_thread->second)
    if (each.pointer == point.step) return &each;
  return nullptr;
}

std::string Places::place(const report::ChoicePoint& point) const {
  const auto of_thread = choices_.find(point.thread);
  const Choice* const meant = choice(point);
  if (meant == nullptr) return "";
  std::set<std::string> pointers;
  std::set<std::string> on_line;
  for (const Choice& each : of_thread->second) {
    if (each.local != meant->local) continue;
    pointers.insert(each.pointer);
    if (each.line == meant->line) on_line.insert(each.pointer);
  }
  if (pointers.size() == 1) return "";
  return meant->line != 0 && on_line.size() == 1 ? "line " + std::to_string(meant->line)
                                                 : point.step;
}

}  // namespace heddle::tell
