#include "inquiry/expectation.h"

#include <algorithm>

#include "report/json.h"

namespace heddle::inquiry {
namespace {

// A finding as `expect` names it.
scenario::Expected reported(const report::Finding& finding) {
  if (finding.kind == "flag") return {finding.name.value_or(""), std::nullopt};
  return {finding.kind, finding.name};
}

bool stands_for(const scenario::Expected& expected, const scenario::Expected& found) {
  return expected.kind == found.kind && (!expected.name || expected.name == found.name);
}

// Whether the file names the findings of this kind one by one.
bool names_each(const std::vector<scenario::Expected>& expected, const std::string& kind) {
  return std::any_of(expected.begin(), expected.end(), [&](const scenario::Expected& e) {
    return e.kind == kind && e.name.has_value();
  });
}

void add_once(std::vector<std::string>& entries, const std::string& text) {
  if (std::find(entries.begin(), entries.end(), text) == entries.end()) entries.push_back(text);
}

// The entry that would stand for the finding, in the form that the file uses for its kind.
std::string matching_entry(const std::vector<scenario::Expected>& expected,
                           const report::Finding& finding) {
  scenario::Expected found = reported(finding);
  if (!names_each(expected, found.kind)) found.name.reset();
  return entry(found);
}

std::string matching_line(const std::vector<scenario::Expected>& expected,
                          const report::Report& report, bool pinned) {
  std::vector<std::string> entries;
  for (const report::Finding& finding : report.findings)
    add_once(entries, matching_entry(expected, finding));
  std::string list;
  for (const std::string& text : entries)
    list += (list.empty() ? "" : ", ") + report::json_quoted(text);
  list = entries.empty() ? "\"race-free\"" : "[" + list + "]";
  const report::Count& number = report.exploration.interleavings;
  if (pinned && number)
    list = "{\"findings\": " + list + ", \"interleavings\": " + report::json_quoted(*number) + "}";
  return "\"expect\": " + list;
}

}  // namespace

std::string entry(const scenario::Expected& expected) {
  return expected.name ? expected.kind + " " + *expected.name : expected.kind;
}

report::Expectation compare(const scenario::Scenario& scenario, const report::Report& report,
                            bool compare_number) {
  const auto& expected = scenario.expect.findings;
  report::Expectation result;
  for (const scenario::Expected& one : expected) {
    result.expected.push_back(entry(one));
    const auto found = [&](const report::Finding& f) { return stands_for(one, reported(f)); };
    if (std::none_of(report.findings.begin(), report.findings.end(), found))
      result.missing.push_back(entry(one));
  }
  for (const report::Finding& finding : report.findings) {
    const auto known = [&](const scenario::Expected& e) {
      return stands_for(e, reported(finding));
    };
    if (std::none_of(expected.begin(), expected.end(), known))
      add_once(result.unexpected, matching_entry(expected, finding));
  }
  if (compare_number) result.pinned = scenario.expect.interleavings;
  const report::Count& number = report.exploration.interleavings;
  const bool counted = !result.pinned || number.has_value();
  result.certain = report.exploration.complete && counted;
  const bool same_number = !result.pinned || number == result.pinned;
  result.as_expected =
      result.certain && same_number && result.unexpected.empty() && result.missing.empty();
  result.matching = matching_line(expected, report, scenario.expect.interleavings.has_value());
  return result;
}

}  // namespace heddle::inquiry
