#include "tell/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "explore/seed.h"
#include "explore/tally.h"
#include "tell/condition.h"
#include "tell/explanation.h"
#include "tell/messages.h"
#include "tell/notes.h"
#include "tell/values.h"
#include "tell/warnings.h"

namespace heddle::tell {

using kernel::End;
using kernel::ThreadId;

namespace {

// Puts what an engine found into words.
class Describer {
 public:
  Describer(const Subject& subject, const explore::Result& result, const Asked& asked,
            report::Report& report)
      : subject_(subject),
        result_(result),
        asked_(asked),
        report_(report),
        narrator_(subject, false),
        places_(subject) {}

  void describe(const std::function<bool()>& more) {
    describe_exploration();
    for (const auto& outcome : result_.outcomes) {
      if (more && !more()) break;
      report_.outcomes.push_back(describe(outcome));
    }
    sort_outcomes();
    for (const auto& finding : result_.findings) report_.findings.push_back(describe(finding));
    for (const auto& count : result_.counts)
      report_.counts.push_back({count.kind, explore::text(count.count)});
    if (result_.complete()) add_warnings(subject_, result_, report_.warnings);
    report_.verdict = !report_.findings.empty() ? "racy"
                      : result_.complete()      ? "race-free"
                                                : "incomplete";
  }

 private:
  void describe_exploration() {
    auto& exploration = report_.exploration;
    exploration.strategy = result_.strategy;
    exploration.complete = result_.complete();
    if (!result_.complete()) {
      exploration.stopped_by = name(result_.stop);
      exploration.limit_text = limit_text(result_.stop, asked_);
      exploration.help = help_text(result_.stop, asked_, result_.strategy);
    }
    for (const explore::Note& note : result_.notes) report_.notes.push_back(note_text(note));
    if (!result_.counted) exploration.uncounted = reason_not_to_count(asked_, result_);
    exploration.interleavings = explore::text(result_.interleavings);
    exploration.runs = result_.runs;
    exploration.states = result_.states;
    exploration.transitions = result_.transitions;
  }

  std::string seed(const explore::Path& path) const {
    return to_text(seed_of(subject_.run, path, subject_.id));
  }

  report::Outcome describe(const explore::FoundOutcome& found) const {
    report::Outcome outcome = describe_outcome(subject_, found.outcome);
    outcome.interleavings = explore::text(found.count);
    outcome.preemptions = found.witness.preemptions;
    outcome.serial = found.serial;
    if (found.serial_order) outcome.serial_order = units(*found.serial_order);
    for (const auto& [index, count] : found.findings)
      outcome.findings.push_back({index, explore::text(count)});
    if (asked_.outcome_seeds) outcome.seed = seed(found.witness.path.unpack());
    return outcome;
  }

  std::vector<std::string> units(const std::vector<explore::SerialUnit>& order) const {
    std::vector<std::string> units;
    units.reserve(order.size());
    for (const auto& unit : order)
      units.push_back(thread_name(unit.thread) + (unit.name.empty() ? "" : "/" + unit.name));
    return units;
  }

  std::string thread_name(ThreadId thread) const {
    return thread == kernel::kNoId ? "" : subject_.execution.thread(thread).name;
  }

  // By end, then values, then flags in the order of the file.
  void sort_outcomes() {
    std::vector<std::string> flags;
    for (std::uint32_t i = 0; i < subject_.program.flag_count(); ++i)
      flags.push_back(subject_.words.flag(i));
    const auto key = [&](const report::Outcome& outcome) {
      std::vector<std::int64_t> values;
      for (const auto& value : outcome.values) {
        for (const auto& cell : value.cells) values.push_back(cell.value);
      }
      std::vector<std::ptrdiff_t> raised;
      for (const auto& flag : outcome.flags)
        raised.push_back(std::find(flags.begin(), flags.end(), flag) - flags.begin());
      return std::tuple(outcome.end, values, raised);
    };
    std::vector<std::pair<decltype(key(report_.outcomes.front())), std::size_t>> order;
    for (std::size_t i = 0; i < report_.outcomes.size(); ++i)
      order.emplace_back(key(report_.outcomes[i]), i);
    std::sort(order.begin(), order.end());
    std::vector<report::Outcome> sorted;
    sorted.reserve(order.size());
    for (const auto& [of, i] : order) sorted.push_back(std::move(report_.outcomes[i]));
    report_.outcomes = std::move(sorted);
  }

  report::Finding describe(const explore::Finding& found) {
    const explore::Path path = found.witness.path.unpack();
    std::optional<std::string> second_seed;
    std::vector<report::Step> second;
    if (found.second) {
      second_seed = seed(found.second->path.unpack());
      second = narrator_.tell(found.second->path.unpack()).steps;
    }
    const std::string first_seed = seed(path);
    const Story story = narrator_.tell(path);
    report::Finding finding = describe_finding(subject_, result_, found, story);
    finding.second_seed = std::move(second_seed);
    finding.second_witness = std::move(second);
    finding.seed = first_seed;
    finding.interleavings = explore::text(found.count);
    finding.preemptions = found.witness.preemptions;
    finding.fewest = found.witness.fewest;
    finding.witness = story.steps;
    finding.initial = story.initial;
    mark(found, path.size(), finding);
    if (found.same_as) finding.same_as = *found.same_as;
    finding.within.assign(found.within.begin(), found.within.end());
    finding.serial = found.serial;
    describe_orderings(found, finding);
    return finding;
  }

  static void mark(const explore::Finding& found, std::size_t path_size, report::Finding& finding) {
    if (finding.moment) finding.witness[*finding.moment].findings.push_back(finding.message);
    const std::size_t begin = found.witness.cycle_begin;
    if (begin > 0)  // a start without choices is no step
      finding.witness[begin - 1 + (finding.witness.size() + 1 - path_size)].cycle_start = true;
  }

  void describe_orderings(const explore::Finding& found, report::Finding& finding) const {
    for (const auto& ordering : found.orderings) finding.orderings.push_back(describe(ordering));
    finding.covered = explore::text(found.covered);
    for (const auto& pair : found.only_when) finding.only_when.push_back(describe_pair(pair));
    finding.condition = condition(finding, places_);
    finding.orderings_note = why_none(found.no_orderings);
  }

  report::Ordering describe(const explore::Ordering& found) const {
    report::Ordering ordering;
    ordering.interleavings = explore::text(found.count);
    ordering.adds = explore::text(found.adds);
    ordering.seed = seed(found.witness.path.unpack());
    for (const auto& literal : found.literals) {
      if (const auto* pair = std::get_if<explore::OrderedPair>(&literal)) {
        ordering.pairs.push_back(describe_pair(*pair));
      } else {
        ordering.pairs.push_back(describe_choice(std::get<explore::ChoicePoint>(literal)));
      }
    }
    for (const auto& threads : found.exchanged) {
      auto& names = ordering.exchanged.emplace_back();
      for (const ThreadId thread : threads) names.push_back(thread_name(thread));
    }
    ordering.rounds = found.rounds;
    return ordering;
  }

  report::Pair describe_pair(const explore::OrderedPair& pair) const {
    return {endpoint(pair.before), endpoint(pair.after), std::nullopt};
  }

  report::Pair describe_choice(const explore::ChoicePoint& point) const {
    report::Pair pair;
    pair.choice = {thread_name(point.thread), pointer(point.source), point.occurrence,
                   point.alternative};
    return pair;
  }

  report::Endpoint endpoint(const explore::AccessPoint& point) const {
    return {thread_name(point.thread), pointer(point.source), point.occurrence, point.last,
            point.access};
  }

  std::string pointer(std::uint32_t source) const {
    return source == kernel::kNoId ? "" : subject_.words.place(source).pointer;
  }

  const Subject& subject_;
  const explore::Result& result_;
  const Asked& asked_;
  report::Report& report_;
  Narrator narrator_;
  Places places_;
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

report::Outcome describe_outcome(const Subject& subject, const explore::Outcome& outcome) {
  report::Outcome described;
  described.end = end_text(outcome.end, outcome.fault);
  described.values = named_values(subject, outcome.values);
  for (std::uint32_t i = 0; i < outcome.flags.size(); ++i) {
    if (outcome.flags[i]) described.flags.push_back(subject.words.flag(i));
  }
  return described;
}

report::Finding describe_finding(const Subject& subject, const explore::Result& result,
                                 const explore::Finding& found, const Story& story) {
  const auto& property = subject.program.properties()[found.defect.property];
  report::Finding finding;
  finding.kind = property.kind;
  if (!found.defect.name.empty()) {
    finding.name = found.defect.name;
  } else if (!property.name.empty()) {
    finding.name = property.name;
  }
  finding.countable = explore::is_countable(property);
  finding.message = message(subject, result, found, story);
  finding.next = next_of(subject, found);
  finding.explanation = explanation(subject, found, story, finding.next);
  if (const Happened* const happened = moment_of(subject, found, story)) {
    finding.moment = happened->step;
  } else if (!story.steps.empty()) {
    finding.moment = story.steps.size() - 1;  // shown by all that follows, or by its absence
  }
  return finding;
}

void describe(const Subject& subject, const explore::Result& result, const Asked& asked,
              report::Report& report, const std::function<bool()>& more) {
  Describer(subject, result, asked, report).describe(more);
}

}  // namespace heddle::tell
