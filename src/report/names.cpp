#include "report/names.h"

#include <fmt/format.h>

#include <utility>

#include "base/words.h"

namespace heddle::report {
namespace {

// Kinds whose name is the JSON pointer of a step.
bool is_named_by_place(const Finding& finding) {
  if (!finding.name || !finding.name->starts_with('/')) return false;
  return finding.kind != "flag" && finding.kind != "invariant" && finding.kind != "final";
}

std::string at_place(const std::string& what, const Finding& finding) {
  const std::uint32_t line = line_of(finding);
  if (line > 0) return fmt::format("{} at line {}", what, line);
  return what + " at " + *finding.name;
}

// One of a cause, for the verdict.
std::string noun(const Report& report, const Cause& cause) {
  if (cause.sort == Cause::Sort::kRace) return "race";
  const Finding& lead = report.findings[cause.lead];
  for (const std::size_t index : cause.same)
    if (report.findings[index].kind != lead.kind) return "failure";
  if (lead.kind == "flag") return "failure";
  if (lead.kind == "invariant") return "broken invariant";
  if (lead.kind == "final") return "wrong end";
  if (lead.kind == "assertion") return "failed assertion";
  if (lead.kind == "nondeterministic") return "nondeterministic result";
  return lead.kind;
}

std::string several(const std::string& text) {
  constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
      {"out-of-bounds", "accesses out of bounds"},
      {"unreached", "unreached"},
      {"misuse", "misuses"},
  };
  for (const auto& [one, many] : kIrregular)
    if (text == one) return std::string(many);
  return text + "s";
}

struct Group {
  std::string noun;
  bool order = false;  // some serial order has it
  std::uint64_t number = 0;
};

void add(std::vector<Group>& groups, const std::string& noun, bool order) {
  for (Group& group : groups)
    if (group.noun == noun && group.order == order) {
      ++group.number;
      return;
    }
  groups.push_back({noun, order, 1});
}

}  // namespace

std::uint32_t line_of(const Finding& finding) {
  if (!finding.next.empty() && finding.kind != "deadlock") return finding.next.front().line;
  if (finding.moment && *finding.moment < finding.witness.size())
    return finding.witness[*finding.moment].line;
  return finding.next.empty() ? 0 : finding.next.front().line;
}

std::string label(const Finding& finding) {
  if (!finding.name || finding.kind == "deadlock") return finding.kind;
  if (finding.kind == "flag") return *finding.name;
  if (is_named_by_place(finding)) return at_place(finding.kind, finding);
  if (is_authors(finding)) return finding.kind + " \"" + *finding.name + '"';
  return finding.kind + " " + *finding.name;
}

std::string phrase(const Finding& finding) {
  if (finding.kind == "lost-update" && finding.name) return "lost update of " + *finding.name;
  if (finding.kind == "data-race" && finding.name) return "data race on " + *finding.name;
  if (finding.kind == "flag" && finding.name) return "flag " + *finding.name;
  if (finding.kind == "use-after-free" && finding.name) return at_place("use after free", finding);
  return label(finding);
}

std::string counted_causes(const Report& report, const std::vector<Cause>& causes) {
  std::vector<Group> groups;
  using Sort = Cause::Sort;
  for (const Sort sort : {Sort::kRace, Sort::kFailure, Sort::kOrder})
    for (const Cause& cause : causes)
      if (cause.sort == sort) add(groups, noun(report, cause), sort == Sort::kOrder);
  std::string text;
  for (const Group& group : groups) {
    text += (text.empty() ? "" : ", ") + grouped(group.number) + " ";
    text += group.number == 1 ? group.noun : several(group.noun);
    if (group.order) text += " without a race";
  }
  return text;
}

}  // namespace heddle::report
