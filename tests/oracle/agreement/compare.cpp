#include "oracle/agreement/compare.h"

#include <algorithm>
#include <map>
#include <set>

#include "explore/strategies.h"
#include "inquiry/inquiry.h"

namespace heddle::oracle {

namespace {

std::string known(const report::Count& count) { return count ? *count : "null"; }

std::string expected_count(const Result& oracle, std::uint64_t interleavings, bool counted) {
  if (!counted) return "null";
  return oracle.unbounded ? "unbounded" : std::to_string(interleavings);
}

class Comparison {
 public:
  // `is_counted`: whether there should be numbers, fewest preemptions and orderings.
  explicit Comparison(bool is_counted) : counted(is_counted) {}
  const bool counted;

  template <class A, class B>
  void equal(const std::string& what, const A& expected, const B& got) {
    if (expected == got) return;
    if constexpr (std::is_convertible_v<A, std::string>)
      add(what + ": expected " + expected + ", got " + got);
    else
      add(what + ": expected " + std::to_string(expected) + ", got " + std::to_string(got));
  }
  void add(const std::string& text) { differences_.push_back(text); }
  Differences take() { return std::move(differences_); }

 private:
  Differences differences_;
};

// With a cycle an interleaving that ends may need more preemptions than the finding itself.
bool fewest_fits(const Result& oracle, const Found& found, std::uint32_t preemptions) {
  if (found.preemptions && preemptions == *found.preemptions) return true;
  return oracle.unbounded && preemptions == found.preemptions_before;
}

void compare_outcomes(const scenario::Scenario& scenario, const Result& oracle,
                      const report::Report& report, Comparison& comparison) {
  std::map<std::string, const report::Outcome*> got;
  for (const auto& outcome : report.outcomes)
    if (!got.try_emplace(text_of(outcome), &outcome).second)
      comparison.add("outcome twice: " + text_of(outcome));
  for (const auto& [outcome, found] : oracle.outcomes) {
    const auto text = text_of(scenario, outcome);
    const auto same = got.find(text);
    if (same == got.end()) {
      comparison.add("missing outcome: " + text);
      continue;
    }
    comparison.equal("interleavings of outcome " + text,
                     expected_count(oracle, found.interleavings, comparison.counted),
                     known(same->second->interleavings));
    if (comparison.counted && !fewest_fits(oracle, found, same->second->preemptions))
      comparison.equal("preemptions of outcome " + text, *found.preemptions,
                       same->second->preemptions);
    got.erase(same);
  }
  for (const auto& [text, outcome] : got) comparison.add("wrong outcome: " + text);
}

void compare_order(const scenario::Scenario& scenario, const Result& oracle,
                   const report::Report& report, Comparison& comparison) {
  std::size_t i = 0;
  for (const auto& [outcome, found] : oracle.outcomes) {
    if (i >= report.outcomes.size()) return;
    // Outcomes that differ in flags alone stand side by side.
    auto expected = text_of(scenario, {outcome.end, outcome.values, {}});
    auto got = report.outcomes[i++];
    got.flags.clear();
    if (text_of(got) != expected) return comparison.add("outcomes are not in order");
  }
}

// The findings that belong to the scenario as a whole: no counts.
std::map<FindingName, std::optional<std::uint32_t>> uncounted(const Result& oracle) {
  std::map<FindingName, std::optional<std::uint32_t>> result;
  for (const auto& [name, preemptions] : oracle.races) result[{"data-race", name}] = preemptions;
  if (oracle.livelock) result[{"livelock", ""}] = std::nullopt;
  if (oracle.nondeterministic) result[{"nondeterministic", ""}] = std::nullopt;
  return result;
}

void compare_uncounted(const std::map<FindingName, std::optional<std::uint32_t>>& expected,
                       const report::Finding& finding, Comparison& comparison) {
  const auto name = name_of(finding);
  const auto found = expected.find(name);
  if (found == expected.end()) return comparison.add("wrong finding: " + text_of(name));
  if (finding.interleavings) comparison.add("a number for " + text_of(name));
  if (comparison.counted && found->second)
    comparison.equal("preemptions of " + text_of(name), *found->second, finding.preemptions);
}

void compare_findings(const Result& oracle, const report::Report& report, Comparison& comparison) {
  const auto whole = uncounted(oracle);
  std::set<FindingName> seen;
  for (const auto& finding : report.findings) {
    const auto name = name_of(finding);
    if (!seen.insert(name).second) comparison.add("finding twice: " + text_of(name));
    if (!finding.countable) {
      compare_uncounted(whole, finding, comparison);
      continue;
    }
    const auto found = oracle.findings.find(name);
    if (found == oracle.findings.end()) {
      comparison.add("wrong finding: " + text_of(name));
      continue;
    }
    comparison.equal("interleavings of " + text_of(name),
                     expected_count(oracle, found->second.interleavings, comparison.counted),
                     known(finding.interleavings));
    if (comparison.counted && !fewest_fits(oracle, found->second, finding.preemptions))
      comparison.equal("preemptions of " + text_of(name),
                       found->second.preemptions.value_or(found->second.preemptions_before),
                       finding.preemptions);
    if (comparison.counted && !finding.fewest)
      comparison.add("not the fewest preemptions: " + text_of(name));
  }
  for (const auto& [name, found] : oracle.findings)
    if (seen.count(name) == 0) comparison.add("missing finding: " + text_of(name));
  for (const auto& [name, preemptions] : whole)
    if (seen.count(name) == 0) comparison.add("missing finding: " + text_of(name));
}

void compare_counts(const Result& oracle, const report::Report& report, Comparison& comparison) {
  std::map<std::string, std::string> expected;
  for (const auto& [kind, number] : oracle.kind_counts)
    expected[kind] = expected_count(oracle, number, comparison.counted);
  for (const auto& [name, preemptions] : uncounted(oracle)) expected[name.first] = "null";
  std::map<std::string, std::string> got;
  for (const auto& count : report.counts) got[count.kind] = known(count.interleavings);
  for (const auto& [kind, number] : expected)
    comparison.equal("count of " + kind, number, got.count(kind) != 0 ? got[kind] : "nothing");
  for (const auto& [kind, number] : got)
    if (expected.count(kind) == 0) comparison.add("wrong count of " + kind + ": " + number);
}

}  // namespace

std::string text_of(const scenario::Scenario& scenario, const Outcome& outcome) {
  std::string text = outcome.end;
  for (std::size_t i = 0; i < outcome.values.size(); ++i) {
    text += " " + scenario.variables[i].name + "=";
    for (std::size_t c = 0; c < outcome.values[i].size(); ++c) {
      if (c > 0) text += ',';
      text += std::to_string(outcome.values[i][c]);
    }
  }
  for (const auto flag : outcome.flags) text += " " + scenario.flags[flag];
  return text;
}

std::string text_of(const report::Outcome& outcome) {
  std::string text = outcome.end;
  for (const auto& value : outcome.values) {
    text += " " + value.name + "=";
    for (std::size_t c = 0; c < value.cells.size(); ++c) {
      if (c > 0) text += ',';
      text += std::to_string(value.cells[c].value);
    }
  }
  for (const auto& flag : outcome.flags) text += " " + flag;
  return text;
}

std::string text_of(const FindingName& finding) {
  return finding.second.empty() ? finding.first : finding.first + " " + finding.second;
}

FindingName name_of(const report::Finding& finding) {
  return {finding.kind, finding.name.value_or("")};
}

Differences compare_report(const scenario::Scenario& scenario, const Result& oracle,
                           const report::Report& report, bool counted) {
  Comparison comparison(counted);
  if (!report.exploration.complete)
    comparison.add("incomplete: " + report.exploration.stopped_by.value_or("?"));
  comparison.equal("interleavings",
                   expected_count(oracle, oracle.interleavings.size(), comparison.counted),
                   known(report.exploration.interleavings));
  compare_outcomes(scenario, oracle, report, comparison);
  compare_order(scenario, oracle, report, comparison);
  compare_findings(oracle, report, comparison);
  compare_counts(oracle, report, comparison);
  const bool racy = !oracle.findings.empty() || !uncounted(oracle).empty();
  comparison.equal("verdict", std::string(racy ? "racy" : "race-free"), report.verdict);
  return comparison.take();
}

namespace {

// A search without counts, and the seeds it gives.
Differences compare_uncounted_search(const scenario::Scenario& scenario, const Result& oracle,
                                     const explore::Strategy& row) {
  inquiry::ExploreOptions options;
  options.strategy = row.name;
  options.counts = !row.may_not_count;
  const auto report = inquiry::explore(scenario, options);
  auto differences = compare_report(scenario, oracle, report, false);
  const auto replays = compare_replays(scenario, oracle, report);
  differences.insert(differences.end(), replays.begin(), replays.end());
  for (auto& difference : differences)
    difference = options.strategy + ", without counts: " + difference;
  return differences;
}

}  // namespace

Differences compare_engines(const scenario::Scenario& scenario, const Result& oracle,
                            Explained* explained) {
  Differences all;
  for (const explore::Strategy& row : explore::strategies()) {
    if (row.may_not_count) {
      const auto differences = compare_uncounted_search(scenario, oracle, row);
      all.insert(all.end(), differences.begin(), differences.end());
    }
    if (row.reach != explore::Reach::kCounts) continue;
    inquiry::ExploreOptions options;
    options.strategy = row.name;
    const auto report = inquiry::explore(scenario, options);
    if (explained && row.graph) count_explained(report, *explained);
    auto differences = compare_report(scenario, oracle, report, true);
    for (const auto& part :
         {compare_relations(scenario, oracle, report), compare_orderings(scenario, oracle, report),
          compare_replays(scenario, oracle, report)})
      differences.insert(differences.end(), part.begin(), part.end());
    for (const auto& difference : differences) all.push_back(options.strategy + ": " + difference);
  }
  return all;
}

}  // namespace heddle::oracle
