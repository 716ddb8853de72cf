// Strategies that see only some interleavings.
#include <algorithm>
#include <map>
#include <set>

#include "explore/strategies.h"
#include "inquiry/inquiry.h"
#include "oracle/agreement/compare.h"

namespace heddle::oracle {

namespace {

void add(const std::string& strategy, const Differences& from, Differences& to) {
  for (const auto& difference : from) to.push_back(strategy + ": " + difference);
}

// Nothing is reported that no interleaving has, and the seeds show it.
Differences compare_subset(const scenario::Scenario& scenario, const Result& oracle,
                           const report::Report& report) {
  Differences differences;
  std::set<std::string> outcomes;
  for (const auto& [outcome, found] : oracle.outcomes) outcomes.insert(text_of(scenario, outcome));
  for (const auto& outcome : report.outcomes)
    if (outcomes.count(text_of(outcome)) == 0)
      differences.push_back("wrong outcome: " + text_of(outcome));
  for (const auto& finding : report.findings) {
    const auto name = name_of(finding);
    const bool known = oracle.findings.count(name) != 0 ||
                       (name.first == "data-race" && oracle.races.count(name.second) != 0) ||
                       (name.first == "nondeterministic" && oracle.nondeterministic);
    if (!known) differences.push_back("wrong finding: " + text_of(name));
  }
  if (report.exploration.interleavings) differences.push_back("a number of interleavings");
  const auto replays = compare_replays(scenario, oracle, report);
  differences.insert(differences.end(), replays.begin(), replays.end());
  return differences;
}

Differences compare_bounded(const Result& oracle, const report::Report& report,
                            std::uint32_t bound) {
  Differences differences;
  std::uint64_t runs = 0;
  std::set<FindingName> expected;
  for (const auto& interleaving : oracle.interleavings) {
    if (interleaving.preemptions > bound) continue;
    ++runs;
    expected.insert(interleaving.findings.begin(), interleaving.findings.end());
  }
  if (runs != report.exploration.runs) {
    differences.push_back(std::to_string(report.exploration.runs) + " runs, not " +
                          std::to_string(runs));
  }
  const bool all = runs == oracle.interleavings.size();
  if (all != report.exploration.complete) differences.push_back("wrong about being complete");
  std::set<FindingName> got;
  for (const auto& finding : report.findings) {
    const auto name = name_of(finding);
    if (!finding.countable) continue;
    got.insert(name);
    const auto found = oracle.findings.find(name);
    if (found == oracle.findings.end()) continue;  // told by compare_subset
    if (finding.preemptions != found->second.preemptions.value_or(finding.preemptions))
      differences.push_back("not the least preemptions: " + text_of(name));
  }
  // Without all interleavings nothing is known of serial orders' outcomes that were not met.
  if (got != expected) differences.push_back("other findings than those within the bound");
  return differences;
}

}  // namespace

Differences compare_partial_strategies(const scenario::Scenario& scenario, const Result& oracle) {
  Differences differences;
  inquiry::ExploreOptions options;
  for (const explore::Strategy& row : explore::strategies()) {
    if (!row.takes(explore::kPreemptions)) continue;
    options.strategy = row.name;
    for (const std::uint32_t bound : {0U, 1U, 2U}) {
      options.settings.set(explore::kPreemptions, bound);
      const auto report = inquiry::explore(scenario, options);
      const std::string search = options.strategy + " " + std::to_string(bound);
      add(search, compare_subset(scenario, oracle, report), differences);
      if (!oracle.unbounded) add(search, compare_bounded(oracle, report, bound), differences);
    }
  }
  options.limits.runs_max = 40;
  options.limits.steps_max = 2'000;
  for (const explore::Strategy& row : explore::strategies()) {
    if (!row.random) continue;
    const std::string strategy(row.name);
    options.strategy = strategy;
    const auto report = inquiry::explore(scenario, options);
    add(strategy, compare_subset(scenario, oracle, report), differences);
    // So few runs may have been all that there are.
    if (report.exploration.complete && report.outcomes.size() != oracle.outcomes.size())
      differences.push_back(strategy + ": complete without all outcomes");
    const bool refuses = row.graph && oracle.unbounded;
    if (report.exploration.runs != (refuses ? 0U : 40U))
      differences.push_back(strategy + ": other than 40 runs");
  }
  return differences;
}

}  // namespace heddle::oracle
