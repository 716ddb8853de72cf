#include "oracle/agreement/traces.h"

#include <algorithm>
#include <set>
#include <string>

#include "explore/dpor/dpor.h"
#include "explore/states/stateful.h"
#include "inquiry/session.h"
#include "oracle/agreement/trace_counter.h"

namespace heddle::oracle {

namespace {

std::string outcome_text(const explore::Outcome& outcome) {
  std::string text = std::to_string(static_cast<int>(outcome.end)) + "/" +
                     std::to_string(static_cast<int>(outcome.fault));
  for (const auto value : outcome.values) text += " " + std::to_string(value);
  for (const bool flag : outcome.flags) text += flag ? " 1" : " 0";
  return text;
}

std::set<std::string> outcomes_of(const explore::Result& result) {
  std::set<std::string> texts;
  for (const auto& each : result.outcomes) texts.insert(outcome_text(each.outcome));
  return texts;
}

std::set<std::string> findings_of(const explore::Result& result, const kernel::Program& program) {
  std::set<std::string> texts;
  for (const auto& each : result.findings) {
    const auto& property = program.properties()[each.defect.property];
    texts.insert(property.kind + " " +
                 (each.defect.name.empty() ? property.name : each.defect.name));
  }
  return texts;
}

void compare_sets(const std::string& name, const std::string& what,
                  const std::set<std::string>& expected, const std::set<std::string>& got,
                  Differences& differences) {
  for (const auto& each : expected)
    if (!got.count(each)) differences.push_back(name + ": missing " + what + ": " + each);
  for (const auto& each : got)
    if (!expected.count(each)) differences.push_back(name + ": wrong " + what + ": " + each);
}

}  // namespace

Differences compare_dpor(const scenario::Scenario& scenario) {
  Differences differences;
  inquiry::Session session(scenario);
  explore::Options options;
  options.orderings = false;
  const auto all = explore_stateful(session.execution, session.machine, options);
  std::uint64_t traces = 0;  // too many
  if (!all.cyclic) traces = run_all(session.run, 20'000).value_or(AllRuns()).traces;
  options.limits.runs_max = 200'000;
  // In one round, and in as many as there can be.
  for (const explore::DporRounds rounds :
       {explore::DporRounds(), explore::DporRounds{3, 1}, explore::DporRounds{8, 10}}) {
    const std::string name = "dpor in rounds of " + std::to_string(rounds.states);
    const auto reduced = explore_dpor(session.run, options, rounds);
    if (all.cyclic) {
      if (reduced.complete()) differences.push_back(name + ": complete though there is a cycle");
      continue;
    }
    if (!reduced.complete())
      differences.push_back(name + ": incomplete, " +
                            std::to_string(static_cast<int>(reduced.stop)));
    if (reduced.abandoned != 0)
      differences.push_back(name + ": " + std::to_string(reduced.abandoned) + " runs abandoned");
    compare_sets(name, "outcome", outcomes_of(all), outcomes_of(reduced), differences);
    compare_sets(name, "finding", findings_of(all, session.machine),
                 findings_of(reduced, session.machine), differences);
    if (traces != 0 && traces != reduced.runs) {
      differences.push_back(name + ": " + std::to_string(reduced.runs) + " runs for " +
                            std::to_string(traces) + " traces");
    }
  }
  return differences;
}

}  // namespace heddle::oracle
