#include "cli/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/words.h"
#include "cli/messages.h"
#include "cli/narrator.h"
#include "explore/sampling.h"
#include "explore/seed.h"
#include "explore/strategies.h"
#include "explore/tally.h"

namespace heddle::cli {

using explore::Stop;
using kernel::End;

namespace {

const char* name(Stop stop) {
  constexpr const char* kNames[] = {"",      "time",  "states", "memory", "runs",
                                    "steps", "bound", "first",  "cycle",  "interrupt"};
  return kNames[static_cast<std::size_t>(stop)];
}

// Whether the strategy, or auto, which goes by the graph of states, takes this.
bool takes(const std::string& strategy, explore::Strategy::Takes what) {
  const explore::Strategy* found =
      explore::find_strategy(strategy == "auto" ? "stateful" : strategy);
  return found != nullptr && (found->takes & what) != 0;
}

bool is_random(const std::string& strategy) { return takes(strategy, explore::Strategy::kSeed); }

std::string memory_text(const Limits& limits) {
  return option_text("--max-memory", limits.memory_max_mib, Limits().memory_max_mib);
}

std::string limit_text(Stop stop, const ExploreOptions& options) {
  const Limits& limits = options.limits;
  switch (stop) {
    case Stop::kTime:
      return fmt::format("--max-time {}", *limits.seconds_max);
    case Stop::kStates:
      return fmt::format("--max-states {}", *limits.states_max);
    case Stop::kMemory:
      return memory_text(limits);
    case Stop::kRuns:
      return option_text("--max-runs", limits.runs_max.value_or(explore::kSampledRuns),
                         is_random(options.strategy) ? explore::kSampledRuns : 0);
    case Stop::kSteps:
      return option_text("--max-steps", limits.steps_max, Limits().steps_max);
    case Stop::kFirst:
      return "--first";
    case Stop::kBound:
      return option_text("--preemptions", options.preemptions, ExploreOptions().preemptions);
    case Stop::kCycle:
      return "a cycle: the scenario can come back to a state it was in";
    default:
      return "";
  }
}

std::string help_text(Stop stop, const std::string& strategy) {
  switch (stop) {
    case Stop::kTime:
      return "a larger --max-time, or smaller constants with --set";
    case Stop::kStates:
      return "a larger --max-states, or smaller constants with --set";
    case Stop::kMemory:
      return "a larger --max-memory, or smaller constants with --set";
    case Stop::kRuns:
      if (is_random(strategy)) return "a search that proves something: --strategy auto";
      return "a larger --max-runs, or --strategy stateful";
    case Stop::kBound:
      return "a larger --preemptions, or a search without a bound: --strategy auto";
    case Stop::kCycle:
      return "a strategy that keeps the states: --strategy stateful";
    case Stop::kSteps:
      return "a larger --max-steps";
    case Stop::kFirst:
      return "leave out --first";
    default:
      return "run it again and let it finish";
  }
}

// Puts what an engine found into words.
class Describer {
 public:
  Describer(Session& session, const explore::Result& result)
      : session_(session), result_(result), narrator_(session, false) {}

  report::Report describe(const ExploreOptions& options, const std::function<bool()>& more) {
    report_ = describe_scenario(session_);
    describe_exploration(options);
    for (const auto& outcome : result_.outcomes) {
      if (more && !more()) break;
      report_.outcomes.push_back(describe(outcome));
      if (options.outcome_seeds) {
        report_.outcomes.back().seed = seed(outcome.witness.path.unpack());
      }
    }
    sort_outcomes();
    for (const auto& finding : result_.findings) report_.findings.push_back(describe(finding));
    for (const auto& count : result_.counts) {
      report_.counts.push_back({count.kind, explore::text(count.count)});
    }
    add_warnings();
    report_.verdict = !report_.findings.empty() ? "racy"
                      : result_.complete()      ? "race-free"
                                                : "incomplete";
    return std::move(report_);
  }

 private:
  void describe_exploration(const ExploreOptions& options) {
    auto& exploration = report_.exploration;
    exploration.strategy = result_.strategy;
    exploration.complete = result_.complete();
    if (!result_.complete()) {
      exploration.stopped_by = name(result_.stop);
      exploration.limit_text = limit_text(result_.stop, options);
      exploration.help = help_text(result_.stop, result_.strategy);
    }
    report_.notes = result_.notes;
    if (!result_.counted) exploration.uncounted = reason_not_to_count(options);
    exploration.interleavings = explore::text(result_.interleavings);
    exploration.runs = result_.runs;
    exploration.states = result_.states;
    exploration.transitions = result_.transitions;
  }

  std::string reason_not_to_count(const ExploreOptions& options) const {
    if (!takes(options.strategy, explore::Strategy::kCounts)) return "";  // it never counts
    if (!options.counts) return "--no-counts was given";
    std::string limit = memory_text(options.limits);
    if (options.limits.states_max)
      limit += fmt::format(" and --max-states {}", *options.limits.states_max);
    return "the graph of states that counts them does not fit in " + limit;
  }

  std::string seed(const explore::Path& path) {
    return to_text(seed_of(session_.execution, session_.machine, path, session_.id));
  }

  report::Outcome describe(const explore::FoundOutcome& found) {
    report::Outcome outcome = describe_outcome(session_, found.outcome);
    outcome.interleavings = explore::text(found.count);
    outcome.preemptions = found.witness.preemptions;
    outcome.serial = found.serial;
    if (found.serial_order) outcome.serial_order = serial_order(*found.serial_order);
    for (const auto& [index, count] : found.findings) {
      outcome.findings.push_back({index, explore::text(count)});
    }
    return outcome;
  }

  std::vector<std::string> serial_order(const std::vector<explore::SerialUnit>& order) const {
    std::vector<std::string> names;
    for (const auto& unit : order) {
      const std::string& thread = session_.execution.thread(unit.thread).name;
      names.push_back(unit.name.empty() ? thread : thread + "/" + unit.name);
    }
    return names;
  }

  // By end, then values, then flags in the order of the file.
  void sort_outcomes() {
    const auto key = [&](const report::Outcome& outcome) {
      std::vector<std::int64_t> values;
      for (const auto& value : outcome.values) {
        for (const auto& cell : value.cells) values.push_back(cell.value);
      }
      std::vector<std::size_t> flags;
      for (const auto& flag : outcome.flags) {
        const auto& all = session_.scenario.flags;
        flags.push_back(
            static_cast<std::size_t>(std::find(all.begin(), all.end(), flag) - all.begin()));
      }
      return std::tuple(outcome.end, values, flags);
    };
    std::vector<std::pair<decltype(key(report_.outcomes.front())), std::size_t>> order;
    for (std::size_t i = 0; i < report_.outcomes.size(); ++i) {
      order.emplace_back(key(report_.outcomes[i]), i);
    }
    std::sort(order.begin(), order.end());
    std::vector<report::Outcome> sorted;
    sorted.reserve(order.size());
    for (const auto& [of, i] : order) sorted.push_back(std::move(report_.outcomes[i]));
    report_.outcomes = std::move(sorted);
  }

  report::Finding describe(const explore::Finding& found) {
    const auto& property = session_.machine.properties()[found.defect.property];
    report::Finding finding;
    finding.kind = property.kind;
    const std::string& name = found.defect.name.empty() ? property.name : found.defect.name;
    if (!name.empty()) finding.name = name;
    finding.countable = explore::is_countable(property.kind);
    finding.interleavings = explore::text(found.count);
    finding.preemptions = found.witness.preemptions;
    finding.fewest = found.witness.fewest;
    if (found.second) {
      finding.second_seed = seed(found.second->path.unpack());
      finding.second_witness = narrator_.tell(found.second->path.unpack()).steps;
    }
    finding.seed = seed(found.witness.path.unpack());
    const Story story = narrator_.tell(found.witness.path.unpack());
    finding.message = message(session_, result_, found, narrator_, story);
    finding.witness = story.steps;
    mark_moments(found, story, finding);
    for (const auto& ordering : found.orderings) finding.orderings.push_back(describe(ordering));
    finding.covered = explore::text(found.covered);
    finding.same_as = found.same_as;
    finding.within.assign(found.within.begin(), found.within.end());
    finding.serial = found.serial;
    return finding;
  }

  static void mark_moments(const explore::Finding& found, const Story& story,
                           report::Finding& finding) {
    for (const auto& [defect, step] : story.happened) {
      if (defect == found.defect && step < finding.witness.size()) {
        finding.witness[step].findings.push_back(finding.message);
      }
    }
    const std::size_t skipped = finding.witness.size() + 1 - found.witness.path.unpack().size();
    const std::size_t begin = found.witness.cycle_begin;
    if (begin > 0) finding.witness[begin - 1 + skipped].cycle_start = true;
  }

  report::Ordering describe(const explore::Ordering& found) {
    report::Ordering ordering;
    ordering.interleavings = explore::text(found.count);
    ordering.seed = seed(found.witness.path.unpack());
    ordering.adds = explore::text(found.adds);
    for (const auto& literal : found.literals) ordering.pairs.push_back(describe(literal));
    return ordering;
  }

  report::Pair describe(const explore::Literal& literal) const {
    if (const auto* pair = std::get_if<explore::OrderedPair>(&literal)) {
      return {endpoint(pair->before), endpoint(pair->after), std::nullopt};
    }
    const auto& choice = std::get<explore::ChoicePoint>(literal);
    report::Pair described;
    described.choice = {session_.execution.thread(choice.thread).name,
                        session_.scenario.sources[choice.source].pointer, choice.occurrence,
                        choice.alternative};
    return described;
  }

  report::Endpoint endpoint(const explore::AccessPoint& point) const {
    return {session_.execution.thread(point.thread).name,
            session_.scenario.sources[point.source].pointer, point.occurrence, point.last,
            point.access};
  }

  // What makes a pass hollow. Only a complete search can say that something never happens.
  void add_warnings() {
    for (const auto& warning : session_.scenario.warnings) {
      report_.warnings.push_back({warning.pointer, warning.text});
    }
    if (!result_.complete()) return;
    warn_of_unreached_steps();
    warn_of_uncontended_locks();
  }

  void warn_of_unreached_steps() {
    const auto& sources = session_.scenario.sources;
    std::vector<bool> seen(sources.size(), false);
    for (const auto& body : session_.program.bodies) {
      for (const auto& instruction : body.code) {
        const std::uint32_t source = instruction.source;
        if (source == vm::kNoIndex || seen[source]) continue;
        seen[source] = true;
        if (session_.machine.source_reached(source)) continue;
        if (instruction.code == vm::Code::kFlag) {
          report_.warnings.push_back(
              {sources[source].pointer, fmt::format("no interleaving raises the flag {}",
                                                    session_.scenario.flags[instruction.object])});
        } else {
          report_.warnings.push_back(
              {sources[source].pointer,
               fmt::format("no interleaving reaches \"{}\"", sources[source].text)});
        }
      }
    }
  }

  void warn_of_uncontended_locks() {
    if (result_.contended.empty()) return;  // not known
    const auto& families = session_.scenario.objects;
    kernel::ObjectId next = static_cast<kernel::ObjectId>(session_.scenario.variables.size());
    for (const auto& family : families) {
      bool contended = false;
      for (std::size_t i = 0; i < family.initial.size(); ++i) {
        contended |= result_.contended[next++];
      }
      const bool mutex = family.object_class == scenario::ObjectClass::kMutex;
      if (contended || (!mutex && family.object_class != scenario::ObjectClass::kRwLock)) continue;
      const std::string pointer = mutex ? "/mutexes" : "/rwlocks";
      const std::string text = fmt::format(
          "no thread ever wants {} while another holds it: nothing shows that it protects anything",
          family.name);
      const bool told =
          std::any_of(session_.scenario.warnings.begin(), session_.scenario.warnings.end(),
                      [&](const scenario::Warning& warning) {
                        return warning.text.find("never contended") != std::string::npos &&
                               warning.text.find(family.name) != std::string::npos;
                      });
      if (!told) report_.warnings.push_back({pointer, text});
    }
  }

  Session& session_;
  const explore::Result& result_;
  Narrator narrator_;
  report::Report report_;
};

}  // namespace

std::string end_text(End end, kernel::Fault fault) {
  switch (end) {
    case End::kCompleted:
      return "completed";
    case End::kBlocked:
      return "deadlock";
    case End::kFailed:
      return kernel::name(fault);
    default:
      return "beginning";
  }
}

report::Report describe_scenario(const Session& session) {
  report::Report report;
  report.name = session.scenario.name;
  for (const auto& constant : session.scenario.constants) {
    report.constants.push_back({constant.name, constant.value});
  }
  for (kernel::ThreadId thread = 0; thread < session.execution.thread_count(); ++thread) {
    report.threads.push_back(session.execution.thread(thread).name);
  }
  return report;
}

report::Outcome describe_outcome(const Session& session, const explore::Outcome& outcome) {
  report::Outcome described;
  described.end = end_text(outcome.end, outcome.fault);
  described.values = named_values(session.scenario, outcome.values);
  for (std::size_t i = 0; i < outcome.flags.size(); ++i) {
    if (outcome.flags[i]) described.flags.push_back(session.scenario.flags[i]);
  }
  return described;
}

report::Report describe(Session& session, const explore::Result& result,
                        const ExploreOptions& options, const std::function<bool()>& more) {
  return Describer(session, result).describe(options, more);
}

}  // namespace heddle::cli
