#include "cli/overview.h"

#include <fmt/format.h>

#include <algorithm>

#include "inquiry/expectation.h"
#include "report/words.h"

namespace heddle::cli {
namespace {

using scenario::ObjectClass;
using scenario::Scenario;
using Entries = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kCellsMax = 16;  // that are listed one by one

std::string type_suffix(const Scenario& scenario, const scenario::Type& type) {
  return type.is_pointer() ? ": " + scenario.records[type.record].name : "";
}

std::string value(const scenario::Type& type, scenario::Value number) {
  return type.is_pointer() && number == 0 ? "null" : std::to_string(number);
}

bool all_equal(const std::vector<scenario::Value>& values) {
  return std::all_of(values.begin(), values.end(),
                     [&](scenario::Value v) { return v == values.front(); });
}

std::string listed(const scenario::Type& type, const std::vector<scenario::Value>& values) {
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), kCellsMax); ++i)
    text += (i > 0 ? ", " : "") + value(type, values[i]);
  return "[" + text + (values.size() > kCellsMax ? ", ..." : "") + "]";
}

std::string describe(const Scenario& scenario, const scenario::Variable& variable) {
  std::string name = variable.name;
  if (variable.is_array) name += fmt::format("[0..{}]", variable.initial.size() - 1);
  name += type_suffix(scenario, variable.type) + " = ";
  if (variable.is_array && (variable.initial.size() == 1 || !all_equal(variable.initial)))
    return name + listed(variable.type, variable.initial);
  return name + value(variable.type, variable.initial.front()) + (variable.is_array ? " each" : "");
}

std::string class_name(ObjectClass object_class) {
  switch (object_class) {
    case ObjectClass::kMutex:
      return "mutex";
    case ObjectClass::kRwLock:
      return "rwlock";
    case ObjectClass::kCondition:
      return "condition";
    case ObjectClass::kSemaphore:
      return "semaphore";
    case ObjectClass::kBarrier:
      return "barrier";
    case ObjectClass::kChannel:
      return "channel";
    case ObjectClass::kThread:
      break;
  }
  return "thread";
}

std::string describe(const scenario::ObjectFamily& family) {
  std::string text = family.name;
  if (family.is_array) text += fmt::format("[0..{}]", family.initial.size() - 1);
  const scenario::Value first = family.initial.empty() ? 0 : family.initial.front();
  switch (family.object_class) {
    case ObjectClass::kSemaphore:
      if (family.is_array) return text + " = " + listed({}, family.initial);
      return fmt::format("{} = {}", text, first);
    case ObjectClass::kBarrier:
      return fmt::format("{} for {} {}", text, first, first == 1 ? "party" : "parties");
    case ObjectClass::kChannel:
      return fmt::format("{} holds up to {}", text, first);
    default:
      return text;
  }
}

std::string describe(const Scenario& scenario, const scenario::Record& record) {
  std::string fields;
  for (const scenario::Field& field : record.fields)
    fields += fmt::format("{}{}{}{}", fields.empty() ? "" : ", ", field.atomic ? "atomic " : "",
                          field.name, type_suffix(scenario, field.type));
  return fmt::format("{} {{ {} }}", record.name, fields);
}

Entries state(const Scenario& scenario) {
  Entries entries;
  for (const scenario::Variable& variable : scenario.variables)
    entries.emplace_back(variable.atomic ? "atomic" : "shared", describe(scenario, variable));
  for (const scenario::ObjectFamily& family : scenario.objects)
    entries.emplace_back(class_name(family.object_class), describe(family));
  for (const scenario::Record& record : scenario.records)
    entries.emplace_back("record", describe(scenario, record));
  return entries;
}

Entries checks(const Scenario& scenario) {
  Entries entries;
  const scenario::Check& check = scenario.check;
  for (const std::uint32_t flag : check.never) entries.emplace_back("never", scenario.flags[flag]);
  for (const scenario::Condition& condition : check.always)
    entries.emplace_back("always", condition.text + ": " + condition.expression);
  for (const scenario::Condition& condition : check.finally)
    entries.emplace_back("finally", condition.text + ": " + condition.expression);
  if (check.serializable)
    entries.emplace_back("serializable", "every end is the end of a serial order");
  if (check.deterministic) entries.emplace_back("deterministic", "every end has the same values");
  if (check.leaks) entries.emplace_back("leaks", "every record is freed");
  for (const scenario::Expected& ignored : check.ignore)
    entries.emplace_back("ignored", inquiry::entry(ignored));
  return entries;
}

std::string note(const scenario::Thread& thread) {
  std::string text;
  if (!thread.start) text = "starts when spawned";
  if (thread.background) text += std::string(text.empty() ? "" : ", ") + "in the background";
  return text;
}

std::string expected(const Scenario& scenario) {
  std::string text;
  for (const scenario::Expected& one : scenario.expect.findings)
    text += (text.empty() ? "" : ", ") + inquiry::entry(one);
  if (text.empty()) text = "race-free";
  const auto& number = scenario.expect.interleavings;
  return number ? text + "; " + report::interleavings(*number) : text;
}

report::Overview::Thread described(const scenario::Thread& thread,
                                   const inquiry::Size::Thread& size) {
  report::Overview::Thread result;
  result.name = size.name;
  result.note = note(thread);
  result.description = thread.description;
  result.accesses_max = size.accesses_max;
  for (const std::string& access : size.accesses) {
    const auto gap = access.find("  ");
    if (gap == std::string::npos) {
      result.accesses.emplace_back("", access);
    } else {
      result.accesses.emplace_back(access.substr(0, gap), access.substr(gap + 2));
    }
  }
  return result;
}

}  // namespace

report::Overview overview(const Scenario& scenario, const inquiry::Size& size) {
  report::Overview result;
  result.name = scenario.name;
  result.description = scenario.description;
  for (const scenario::Constant& constant : scenario.constants)
    result.constants.emplace_back(constant.name, constant.value);
  result.state = state(scenario);
  for (std::size_t i = 0; i < std::min(size.threads.size(), scenario.threads.size()); ++i)
    result.threads.push_back(described(scenario.threads[i], size.threads[i]));
  result.checks = checks(scenario);
  result.expect = expected(scenario);
  result.interleavings_max = size.interleavings_max;
  for (const scenario::Warning& warning : scenario.warnings)
    result.warnings.push_back({warning.pointer, warning.text});
  return result;
}

}  // namespace heddle::cli
