#include "cli/update_expect.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/check.h"
#include "cli/json_members.h"
#include "report/json.h"

namespace heddle::cli {
namespace {

using scenario::Expected;

Expected finding_of(const report::Finding& finding) {
  if (finding.kind == "flag") return {finding.name.value_or(""), std::nullopt};
  return {finding.kind, finding.name};
}

bool stands_for(const Expected& entry, const Expected& found) {
  return entry.kind == found.kind && (!entry.name || entry.name == found.name);
}

// Whether findings of this kind are named one by one. A deadlock and an assertion have names that
// last; those of faults are places, which any edit moves.
bool is_named(const std::vector<Expected>& entries, const Expected& found) {
  const auto of_kind = std::find_if(entries.begin(), entries.end(),
                                    [&](const Expected& e) { return e.kind == found.kind; });
  if (of_kind != entries.end()) return of_kind->name.has_value();
  return found.kind == "deadlock" || found.kind == "assertion";
}

std::vector<Expected> matching(const std::vector<Expected>& entries, const report::Report& report) {
  std::vector<Expected> result;
  for (const Expected& entry : entries) {
    const bool there = std::any_of(
        report.findings.begin(), report.findings.end(),
        [&](const report::Finding& finding) { return stands_for(entry, finding_of(finding)); });
    if (there) result.push_back(entry);
  }
  for (const report::Finding& finding : report.findings) {
    Expected found = finding_of(finding);
    if (!is_named(entries, found)) found.name.reset();
    const bool known = std::any_of(result.begin(), result.end(),
                                   [&](const Expected& entry) { return stands_for(entry, found); });
    if (!known) result.push_back(found);
  }
  return result;
}

std::string text_of(const Expected& entry) {
  return report::json_quoted(entry.name ? entry.kind + " " + *entry.name : entry.kind);
}

// What stands between a bracket or a comma and the first thing behind it.
std::string_view space_at(std::string_view text) {
  return text.substr(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

// The entries as JSON, laid out as the list `before` is.
std::string list_text(const std::vector<Expected>& entries, std::string_view before) {
  if (entries.empty()) return "\"race-free\"";
  std::string_view first;  // between '[' and the first entry
  std::string_view last;   // between the last entry and ']'
  if (before.starts_with('[') && before.find('"') != std::string_view::npos) {
    first = space_at(before.substr(1));
    last = before.substr(before.rfind('"') + 1);
    last.remove_suffix(1);
  }
  const std::string between =
      "," + (first.find('\n') == std::string_view::npos ? " " : std::string(first));
  std::string text = "[" + std::string(first);
  for (std::size_t i = 0; i < entries.size(); ++i)
    text += (i == 0 ? "" : between) + text_of(entries[i]);
  return text + std::string(last) + "]";
}

std::string_view value_of(std::string_view text, const JsonMember& member) {
  return text.substr(member.value_begin, member.value_end - member.value_begin);
}

// `{"findings": ..., "interleavings": ...}` with both brought up to date.
std::string object_text(std::string_view before, const std::vector<Expected>& entries,
                        const report::Count& number) {
  const auto members = json_members(before);
  CHECK(members);
  std::string text;
  std::size_t at = 0;
  for (const JsonMember& member : *members) {
    text += before.substr(at, member.value_begin - at);
    at = member.value_end;
    if (member.key == "findings") {
      text += list_text(entries, value_of(before, member));
    } else if (member.key == "interleavings" && number) {
      text += report::json_quoted(*number);
    } else {
      text += value_of(before, member);
    }
  }
  return text + std::string(before.substr(at));
}

// A new member behind the last one, laid out as that is.
std::string with_member(std::string_view json, const std::vector<JsonMember>& members,
                        const std::string& text) {
  CHECK(!members.empty());
  const JsonMember& last = members.back();
  const std::size_t before =
      members.size() > 1 ? members[members.size() - 2].value_end : json.find('{') + 1;
  std::string_view space = json.substr(before, last.key_begin - before);
  if (const auto comma = space.find(','); comma != std::string_view::npos)
    space.remove_prefix(comma + 1);
  return std::string(json.substr(0, last.value_end)) + "," + std::string(space) +
         "\"expect\": " + text + std::string(json.substr(last.value_end));
}

}  // namespace

std::string with_matching_expect(std::string_view json, const scenario::Scenario& scenario,
                                 const report::Report& report) {
  CHECK(report.exploration.complete);
  const auto members = json_members(json);
  CHECK(members);
  const std::vector<Expected> entries = matching(scenario.expect.findings, report);
  const JsonMember* const member = find_member(*members, "expect");
  if (member == nullptr) return with_member(json, *members, list_text(entries, ""));
  const std::string_view before = value_of(json, *member);
  const std::string after = before.starts_with('{')
                                ? object_text(before, entries, report.exploration.interleavings)
                                : list_text(entries, before);
  return std::string(json.substr(0, member->value_begin)) + after +
         std::string(json.substr(member->value_end));
}

}  // namespace heddle::cli
