#include "scenario/finding_names.h"

#include <algorithm>

namespace heddle::scenario {

namespace {

// What there is none of, for messages.
std::string_view nothing_called(NameClass name_class) {
  switch (name_class) {
    case NameClass::kMemory:
      return "no variable or field is called ";
    case NameClass::kAlways:
      return "no expression of \"always\" is called ";
    case NameClass::kFinally:
      return "no expression of \"finally\" is called ";
    case NameClass::kAssertion:
      return "no `assert` or `fail` has the text, or without one stands at, ";
    case NameClass::kRecord:
      return "no record type is called ";
    default:
      return "no step or condition stands at ";
  }
}

// A text at which a finding can happen: a statement, or what a block evaluates or takes.
bool has_place(const OutlineStep& step) {
  return !step.broken && !(step.is_block && step.block == StepKind::kTransaction);
}

bool is_assertion(const OutlineStep& step) {
  return !step.is_block && !step.broken &&
         (step.statement.kind == StepKind::kAssert || step.statement.kind == StepKind::kFail);
}

}  // namespace

std::string_view FindingNames::keep(std::string text) {
  kept_.push_back(std::move(text));
  return kept_.back();
}

void FindingNames::collect_steps(Names& names, bool assertions) {
  std::vector<std::pair<JsonId, const OutlineStep*>> found;
  for (const OutlineStep& step : r_.outline.steps) {
    if (assertions ? is_assertion(step) : has_place(step)) found.emplace_back(step.text, &step);
  }
  std::sort(found.begin(), found.end());
  for (const auto& [text, step] : found) {
    const bool told = assertions && !step->statement.text.empty();
    names.add(told ? step->statement.text : keep(r_.document.pointer(text)));
  }
}

void FindingNames::collect(NameClass name_class, Names& names) {
  const Scenario& scenario = r_.scenario;
  switch (name_class) {
    case NameClass::kNothing:
    case NameClass::kAnyText:
      break;
    case NameClass::kMemory:
      for (const Variable& variable : scenario.variables) names.add(variable.name);
      for (const Record& record : scenario.records) {
        for (const Field& field : record.fields) names.add(keep(record.name + "." + field.name));
      }
      break;
    case NameClass::kAlways:
      for (const Condition& condition : scenario.check.always) names.add(condition.text);
      break;
    case NameClass::kFinally:
      for (const Condition& condition : scenario.check.finally) names.add(condition.text);
      break;
    case NameClass::kRecord:
      for (const Record& record : scenario.records) names.add(record.name);
      break;
    case NameClass::kAssertion:
    case NameClass::kStep:
      collect_steps(names, name_class == NameClass::kAssertion);
      break;
  }
}

const FindingNames::Names& FindingNames::names(NameClass name_class) {
  const auto [found, added] = names_.try_emplace(name_class);
  if (added) collect(name_class, found->second);
  return found->second;
}

// What to add where the name is a pointer to a block, or nearly one to a step.
std::string FindingNames::unlike_step(std::string_view name) {
  const Names& steps = names(NameClass::kStep);
  for (const char* part : {"/if", "/while", "/repeat", "/with"}) {
    const std::string inner = std::string(name) + part;
    if (steps.known.contains(inner)) return "; did you mean " + in_quotes(inner) + "?";
  }
  std::string near = did_you_mean(name, steps.list);
  if (!near.empty() || name.starts_with("/")) return near;
  return "; a place is a JSON pointer: \"/threads/a/0\"";
}

std::string FindingNames::refuse(std::string_view kind, std::string_view name) {
  const NameClass name_class = name_class_of(kind);
  if (name_class == NameClass::kNothing) {
    return "findings of the kind " + in_quotes(kind) + " have no names; write " + in_quotes(kind);
  }
  if (name_class == NameClass::kAnyText) {
    return name.empty() ? "who waits for what stands behind " + in_quotes(kind) +
                              ": \"deadlock a: lock m, b: lock n\""
                        : "";
  }
  const Names& all = names(name_class);
  const bool hidden = name_class == NameClass::kAssertion && !r_.problems.empty();
  if (hidden || all.known.contains(name)) return "";
  return std::string(nothing_called(name_class)) + in_quotes(name) +
         (name_class == NameClass::kStep ? unlike_step(name) : did_you_mean(name, all.list));
}

}  // namespace heddle::scenario
