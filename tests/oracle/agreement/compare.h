// Compares what the engines report about a scenario with what the oracle lists.
#pragma once

#include <string>
#include <vector>

#include "oracle/conditions.h"
#include "oracle/oracle.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::oracle {

// What differs, a sentence each; empty when they agree.
using Differences = std::vector<std::string>;

// How many findings were explained, and how many of these exactly.
struct Explained {
  std::uint64_t findings = 0;
  std::uint64_t exactly = 0;
};

// Everything that the page fixes about `scenario`, for both engines: numbers, outcomes, findings,
// fewest preemptions, conditions, seeds and numbered interleavings; and outcomes, findings and
// seeds of a search that does not count. Adds to `explained` what the graph search explains.
Differences compare_engines(const scenario::Scenario& scenario, const Result& oracle,
                            Explained* explained = nullptr);

// Outcomes, counts and findings of one report; `counted`: its search was to count.
Differences compare_report(const scenario::Scenario& scenario, const Result& oracle,
                           const report::Report& report, bool counted);
// Strategies that see only some interleavings: bounded with 0, 1 and 2 preemptions exactly, the
// random ones that they report nothing but what there is, with seeds that replay it.
Differences compare_partial_strategies(const scenario::Scenario& scenario, const Result& oracle);
// Each condition of a report against all interleavings.
Differences compare_orderings(const scenario::Scenario& scenario, const Result& oracle,
                              const report::Report& report);
// Adds the findings of a report that have a number, and those that say exactly when they happen.
void count_explained(const report::Report& report, Explained& explained);
// The interleavings that respect one alternative of a condition.
Subset respecting(const scenario::Scenario& scenario, const Result& oracle,
                  const report::Ordering& ordering);
// The order of findings, which of them come together, and what serial orders have.
Differences compare_relations(const scenario::Scenario& scenario, const Result& oracle,
                              const report::Report& report);
// The seeds of a report, and some numbered interleavings, replayed.
Differences compare_replays(const scenario::Scenario& scenario, const Result& oracle,
                            const report::Report& report);

// One text for an outcome, however it is stored: "completed x=1 a=0,2 seen".
std::string text_of(const scenario::Scenario& scenario, const Outcome& outcome);
std::string text_of(const report::Outcome& outcome);
std::string text_of(const FindingName& finding);
FindingName name_of(const report::Finding& finding);

}  // namespace heddle::oracle
