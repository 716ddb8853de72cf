// One interleaving, by its seed or its number.
#include <algorithm>

#include "cli/describe.h"
#include "cli/engine.h"
#include "cli/messages.h"
#include "cli/narrator.h"
#include "cli/session.h"
#include "explore/numbering.h"
#include "explore/seed.h"
#include "explore/serial_orders.h"
#include "explore/state_search.h"
#include "explore/tally.h"

namespace heddle::cli {

namespace {

using explore::Path;

explore::Options engine_limits(const Limits& limits) {
  explore::Options options;
  options.limits.seconds_max = limits.seconds_max;
  options.limits.states_max = limits.states_max;
  options.limits.memory_bytes_max = limits.memory_max_mib << 20;
  options.limits.steps_max = limits.steps_max;
  return options;
}

heddle::Result<Path, Refusal> numbered_path(Session& session, const std::string& digits,
                                            const Limits& limits) {
  const bool number = !digits.empty() && digits.front() != '0' &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  if (!number) {
    return Refusal{"\"#" + digits +
                   "\" is no number of an interleaving: write # and a whole number from 1"};
  }
  auto path = explore::nth_interleaving(session.execution, session.machine, explore::Number(digits),
                                        engine_limits(limits));
  if (!path) return Refusal{path.error()};
  return path.value();
}

heddle::Result<Path, Refusal> seeded_path(Session& session, const std::string& text,
                                          const Limits& limits) {
  const auto seed = explore::parse_seed(text);
  if (!seed) {
    return Refusal{"\"" + text +
                   "\" is no seed that heddle printed, or a character of it was changed"};
  }
  if (seed->program != session.id) {
    return Refusal{
        "this seed belongs to another scenario, to other constants (--set), or to this "
        "scenario before an edit that changed what it means"};
  }
  auto path = explore::path_of(session.execution, session.machine, *seed, limits.steps_max);
  if (!path) {
    return Refusal{"this seed names no interleaving of at most " +
                   std::to_string(limits.steps_max) + " steps of this scenario (--max-steps)"};
  }
  return *path;
}

// Properties that this interleaving lacks, with the step at which each happened.
std::vector<std::pair<std::uint32_t, std::size_t>> lacking(Session& session, const Story& story,
                                                           const explore::Options& options,
                                                           explore::Result& result) {
  auto happened = story.happened;
  const std::size_t last = story.steps.empty() ? 0 : story.steps.size() - 1;
  const auto& properties = session.machine.properties();
  if (story.end == kernel::End::kRunning) {
    explore::Expansion expansion(session.execution, session.machine);
    expansion.look();
    for (const std::uint32_t name : expansion.races()) {
      for (std::uint32_t i = 0; i < properties.size(); ++i) {
        if (properties[i].kind == "data-race" && properties[i].memory == name) {
          happened.push_back({i, last});
        }
      }
    }
  }
  const auto serializable = explore::property_of(session.machine, "not-serializable");
  if (story.end == kernel::End::kCompleted && serializable) {
    const auto outcome =
        explore::outcome_of(session.execution, session.machine, kernel::End::kCompleted);
    const std::vector<kernel::Value> words = session.execution.words();
    explore::Watch watch(options);
    const auto serial =
        explore::find_serial_orders(session.execution, session.machine, options, watch);
    session.execution.restore(words);
    if (serial.completed.empty()) result.never_ends = serial.stuck;
    if (serial.stop == explore::Stop::kNone && !serial.allows(outcome)) {
      happened.push_back({*serializable, last});
    }
  }
  std::sort(happened.begin(), happened.end());
  return happened;
}

void tell(Session& session, const Path& path, const explore::Options& options,
          report::Replay& replay) {
  Narrator narrator(session, true);
  Story story = narrator.tell(path);
  explore::Result result;
  result.stop = explore::Stop::kNone;
  const auto happened = lacking(session, story, options, result);
  story.happened = happened;
  for (const auto& [property, step] : happened) {
    explore::Finding finding{.property = property};
    finding.witness.path = path;
    report::Finding described;
    described.kind = session.machine.properties()[property].kind;
    const std::string& name = session.machine.properties()[property].name;
    if (!name.empty()) described.name = name;
    described.countable = explore::is_countable(described.kind);
    described.message = message(session, result, finding, narrator, story);
    described.seed = replay.seed;
    described.orderings_note = "a replay runs one interleaving";
    if (step < story.steps.size()) story.steps[step].findings.push_back(described.message);
    replay.report.findings.push_back(std::move(described));
  }
  replay.initial = std::move(story.initial);
  replay.steps = std::move(story.steps);
  replay.end = end_text(story.end, session.execution.fault());
  replay.ended = story.end != kernel::End::kRunning;
  if (replay.ended) {
    replay.report.outcomes.push_back(describe_outcome(
        session, explore::outcome_of(session.execution, session.machine, story.end)));
    replay.report.outcomes.back().seed = replay.seed;
  }
}

}  // namespace

Result<report::Replay, Refusal> replay(const scenario::Scenario& scenario, const std::string& seed,
                                       const Limits& limits) {
  Session session(scenario);
  const bool numbered = !seed.empty() && seed.front() == '#';
  auto path = numbered ? numbered_path(session, seed.substr(1), limits)
                       : seeded_path(session, seed, limits);
  if (!path) return path.error();
  report::Replay replay;
  replay.report = describe_scenario(session);
  replay.report.exploration.strategy = "replay";
  replay.report.exploration.runs = 1;
  if (numbered) replay.number = seed.substr(1);
  replay.seed =
      to_text(explore::seed_of(session.execution, session.machine, path.value(), session.id));
  tell(session, path.value(), engine_limits(limits), replay);
  replay.report.verdict = replay.report.findings.empty() ? "incomplete" : "racy";
  return replay;
}

}  // namespace heddle::cli
