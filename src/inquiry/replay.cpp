// One interleaving, by its seed or its number.
#include <algorithm>

#include "detect/shown_properties.h"
#include "explore/expansion.h"
#include "explore/seed.h"
#include "explore/states/numbering.h"
#include "explore/states/serial_orders.h"
#include "explore/states/state_search.h"
#include "explore/tally.h"
#include "inquiry/inquiry.h"
#include "inquiry/session.h"
#include "tell/describe.h"
#include "tell/narrator.h"

namespace heddle::inquiry {

namespace {

using explore::Path;

explore::Options within(const explore::Limits& limits) {
  explore::Options options;
  options.limits = limits;
  return options;
}

// A path, and how many interleavings there are, when that is known.
struct Named {
  Path path;
  std::optional<std::string> interleavings;
};

heddle::Result<Named, Refusal> numbered_path(Session& session, const std::string& digits,
                                             const explore::Limits& limits) {
  const bool number = !digits.empty() && digits.front() != '0' &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  if (!number) {
    return Refusal{"\"#" + digits +
                   "\" is no number of an interleaving: write # and a whole number from 1"};
  }
  auto path = explore::nth_interleaving(session.execution, session.machine, explore::Number(digits),
                                        within(limits));
  if (!path) return Refusal{path.error()};
  return Named{path.value().path, path.value().total.str()};
}

heddle::Result<Named, Refusal> seeded_path(Session& session, const std::string& text,
                                           const explore::Limits& limits) {
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
  auto path = explore::path_of(session.run, *seed, limits.steps_max);
  if (!path) {
    return Refusal{"this seed names no interleaving of at most " +
                   std::to_string(limits.steps_max) + " steps of this scenario (--max-steps)"};
  }
  return Named{*path, std::nullopt};
}

// What can be told only from all that could follow or happen instead, with the step at which it is
// told: the last one.
class Judgement {
 public:
  Judgement(Session& session, const tell::Story& story, const explore::Options& options)
      : session_(session), story_(story), options_(options), happened_(story.happened) {
    if (!story.steps.empty()) last_ = story.steps.size() - 1;
  }

  // What is wrong with the interleaving, and where each happened, in the order of the defects.
  std::vector<tell::Happened> run(explore::Result& result) {
    if (story_.end == kernel::End::kRunning) {
      add_pairs();
      add_livelock();
    } else if (story_.end == kernel::End::kCompleted) {
      add_not_serializable(result);
    }
    std::stable_sort(happened_.begin(), happened_.end(),
                     [](const auto& a, const auto& b) { return a.defect < b.defect; });
    return std::move(happened_);
  }

 private:
  void add(std::uint32_t property) { happened_.push_back({{.property = property}, last_, ""}); }

  void add_pairs() {
    explore::Expansion expansion(session_.run);
    expansion.look();
    detect::ShownProperties shown(session_.run);
    for (const std::uint32_t property : shown.of_pairs(expansion.enabled())) add(property);
  }

  void add_livelock() {
    const auto property = explore::property_of(session_.machine.properties(), "livelock");
    if (!property || !session_.machine.may_cycle()) return;
    const std::vector<kernel::Value> words = session_.execution.words();
    explore::StateSearch search(session_.execution, session_.machine, options_);
    const bool complete = search.run_from_here() == explore::Stop::kNone;
    session_.execution.restore(words);
    if (complete && search.graph().terminals().empty()) add(*property);
  }

  void add_not_serializable(explore::Result& result) {
    const auto property = explore::property_of(session_.machine.properties(), "not-serializable");
    if (!property) return;
    const auto outcome = explore::outcome_of(session_.run, kernel::End::kCompleted);
    const std::vector<kernel::Value> words = session_.execution.words();
    explore::Watch watch(options_);
    const auto serial =
        explore::find_serial_orders(session_.execution, session_.machine, options_, watch);
    session_.execution.restore(words);
    if (!serial.completes) result.never_ends = serial.stuck;
    if (serial.stop == explore::Stop::kNone && !serial.allows(outcome)) add(*property);
  }

  Session& session_;
  const tell::Story& story_;
  const explore::Options& options_;
  std::optional<std::size_t> last_;
  std::vector<tell::Happened> happened_;
};

void tell_path(Session& session, const Path& path, const explore::Options& options,
               report::Replay& replay) {
  const tell::Subject subject = session.subject();
  tell::Narrator narrator(subject, true);
  tell::Story story = narrator.tell(path);
  explore::Result result;
  story.happened = Judgement(session, story, options).run(result);
  for (const tell::Happened& each : story.happened) {
    explore::Finding finding{.defect = each.defect};
    finding.witness.path = path;
    report::Finding described = tell::describe_finding(subject, result, finding, story);
    described.seed = replay.seed;
    described.preemptions = story.preemptions;
    if (each.step) story.steps[*each.step].findings.push_back(described.message);
    replay.report.findings.push_back(std::move(described));
  }
  replay.initial = std::move(story.initial);
  replay.steps = std::move(story.steps);
  replay.end = tell::end_text(story.end, session.execution.fault());
  replay.ended = story.end != kernel::End::kRunning;
  if (!replay.ended) return;
  replay.report.outcomes.push_back(
      tell::describe_outcome(subject, explore::outcome_of(session.run, story.end)));
  replay.report.outcomes.back().seed = replay.seed;
  replay.report.outcomes.back().preemptions = story.preemptions;
}

}  // namespace

Result<report::Replay, Refusal> replay(const scenario::Scenario& scenario, const std::string& seed,
                                       const explore::Limits& limits) {
  Session session(scenario);
  const bool numbered = !seed.empty() && seed.front() == '#';
  const auto named = numbered ? numbered_path(session, seed.substr(1), limits)
                              : seeded_path(session, seed, limits);
  if (!named) return named.error();
  const Path& path = named.value().path;
  report::Replay replay;
  replay.report = describe_scenario(session);
  replay.report.exploration.strategy = "replay";
  replay.report.exploration.runs = 1;
  replay.report.exploration.interleavings = named.value().interleavings;
  if (numbered) replay.number = seed.substr(1);
  replay.seed = to_text(explore::seed_of(session.run, path, session.id));
  tell_path(session, path, within(limits), replay);
  replay.report.verdict = replay.report.findings.empty() ? "incomplete" : "racy";
  return replay;
}

}  // namespace heddle::inquiry
