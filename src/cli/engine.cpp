#include "cli/engine.h"

#include <algorithm>
#include <chrono>

#include "cli/describe.h"
#include "cli/session.h"
#include "explore/exhaustive.h"
#include "explore/stateful.h"
#include "explore/watch.h"

namespace heddle::cli {

namespace {

explore::Options engine_options(const ExploreOptions& options) {
  explore::Options result;
  result.limits.seconds_max = options.limits.seconds_max;
  result.limits.states_max = options.limits.states_max;
  result.limits.memory_bytes_max = options.limits.memory_max_mib << 20;
  result.limits.runs_max = options.limits.runs_max;
  result.limits.steps_max = options.limits.steps_max;
  result.first = options.first;
  result.orderings = options.orderings;
  result.counts = options.counts;
  result.interrupt = options.interrupt;
  if (options.progress) {
    result.progress = [progress = options.progress](const explore::Progress& told) {
      progress({told.states, told.runs, told.seconds});
    };
  }
  return result;
}

// What only the graph of states can tell: orderings, and livelock.
void add_from_graph(Session& session, const explore::Options& options, explore::Result& result) {
  const bool needed = result.cyclic || (options.orderings && !result.findings.empty());
  if (!needed || !result.complete()) return;
  explore::Result graph = explore_stateful(session.execution, session.machine, options);
  for (auto& finding : graph.findings) {
    const auto same = std::find_if(
        result.findings.begin(), result.findings.end(),
        [&](const explore::Finding& each) { return each.property == finding.property; });
    if (same != result.findings.end()) {
      same->orderings = std::move(finding.orderings);
      same->orderings_note = std::move(finding.orderings_note);
    } else if (session.machine.properties()[finding.property].kind == "livelock") {
      result.findings.push_back(std::move(finding));
      result.counts.push_back({"livelock", {}});
    }
  }
  if (!graph.complete() && result.cyclic) result.stop = graph.stop;
}

// `auto` counts where the graph for that fits, and goes on without counting where it does not: what
// has been found is in the smaller graph too. When that one does not fit either, the first stands.
explore::Result explore_as_fits(Session& session, explore::Options options) {
  const explore::Watch watch(options);
  explore::Result counted = explore_stateful(session.execution, session.machine, options);
  const bool fits =
      counted.stop != explore::Stop::kMemory && counted.stop != explore::Stop::kStates;
  if (fits || !options.counts) return counted;
  options.counts = false;
  if (auto& seconds_max = options.limits.seconds_max) {
    seconds_max = std::max(0.0, *seconds_max - watch.seconds());
  }
  explore::Result uncounted = explore_stateful(session.execution, session.machine, options);
  return uncounted.complete() ? uncounted : counted;
}

}  // namespace

report::Report explore(const scenario::Scenario& scenario, const ExploreOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  Session session(scenario);
  const explore::Options engine = engine_options(options);
  explore::Result result;
  if (options.strategy == "exhaustive") {
    result = explore_exhaustive(session.execution, session.machine, engine);
    add_from_graph(session, engine, result);
  } else if (options.strategy == "stateful") {
    result = explore_stateful(session.execution, session.machine, engine);
  } else {
    result = explore_as_fits(session, engine);
  }
  report::Report report = describe(session, result, options);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace heddle::cli
