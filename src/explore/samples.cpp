#include "explore/samples.h"

#include <algorithm>

#include "base/hash.h"
#include "explore/checkpoint.h"
#include "explore/saved.h"
#include "explore/serial_orders.h"
#include "explore/watch.h"

namespace heddle::explore {

bool Samples::any_finding() const {
  return std::any_of(ends.begin(), ends.end(),
                     [](const End& each) { return !each.properties.empty(); }) ||
         std::any_of(findings.begin(), findings.end(),
                     [](const auto& each) { return each.has_value(); });
}

Samples::End* Samples::find_end(const Outcome& outcome,
                                const std::vector<std::uint32_t>& properties) {
  const auto hash = [](const Outcome& of, const std::vector<std::uint32_t>& lacks) {
    std::uint64_t flags = 1;
    for (const bool flag : of.flags) flags = mix(2 * flags + (flag ? 1 : 0));
    return hash_bytes(of.values.data(), of.values.size() * sizeof(Value)) + flags +
           hash_bytes(lacks.data(), lacks.size() * sizeof(std::uint32_t));
  };
  for (; indexed_ < ends.size(); ++indexed_) {
    by_hash_.emplace(hash(ends[indexed_].outcome, ends[indexed_].properties), indexed_);
  }
  const auto [first, last] = by_hash_.equal_range(hash(outcome, properties));
  for (auto at = first; at != last; ++at) {
    End& each = ends[at->second];
    if (each.outcome == outcome && each.properties == properties) return &each;
  }
  return nullptr;
}

void Samples::merge(Samples&& later) {
  for (End& end : later.ends) {
    End* const same = find_end(end.outcome, end.properties);
    if (same == nullptr) {
      ends.push_back(std::move(end));
      continue;
    }
    same->count += end.count;
    if (end.way.cost < same->way.cost) same->way = std::move(end.way);
  }
  findings.resize(std::max(findings.size(), later.findings.size()));
  for (std::size_t i = 0; i < later.findings.size(); ++i) {
    auto& other = later.findings[i];
    if (other && (!findings[i] || other->cost < findings[i]->cost)) findings[i] = std::move(other);
  }
  contended.resize(std::max(contended.size(), later.contended.size()));
  for (std::size_t i = 0; i < later.contended.size(); ++i) {
    if (later.contended[i]) contended[i] = true;
  }
  runs_by_hash.insert(runs_by_hash.end(), later.runs_by_hash.begin(), later.runs_by_hash.end());
  runs += later.runs;
  cut += later.cut;
  states += later.states;
  transitions += later.transitions;
  steps_longest = std::max(steps_longest, later.steps_longest);
  cyclic |= later.cyclic;
  bound_hit |= later.bound_hit;
}

void Samples::put(ArchiveWriter& to) const {
  to.put(std::uint64_t{ends.size()});
  for (const End& end : ends) {
    explore::put(to, end.outcome);
    to.put(end.properties);
    put_way(to, end.way);
    to.put(end.count);
  }
  put_ways(to, findings);
  explore::put(to, contended);
  to.put(runs_by_hash);
  for (const std::uint64_t number : {runs, cut, states, transitions, steps_longest}) {
    to.put(number);
  }
  for (const bool flag : {cyclic, bound_hit}) to.put(flag);
  to.put(stop == Stop::kFirst);
}

void Samples::get(ArchiveReader& from) {
  ends.resize(from.count(50));  // bytes that each takes at least
  for (End& end : ends) {
    explore::get(from, end.outcome);
    from.get(end.properties);
    get_way(from, end.way);
    from.get(end.count);
  }
  get_ways(from, findings);
  explore::get(from, contended);
  from.get(runs_by_hash);
  for (std::uint64_t* number : {&runs, &cut, &states, &transitions, &steps_longest}) {
    from.get(*number);
  }
  for (bool* flag : {&cyclic, &bound_hit}) from.get(*flag);
  stop = from.get<bool>() ? Stop::kFirst : Stop::kNone;
}

namespace {

// Whether the steps can be taken; leaves the execution at their end.
bool can_be_taken(kernel::Execution& execution, const Path& path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    kernel::Choices choices;
    choices.taken = path[i].choices;
    choices.resize(choices.taken.size());
    if ((i == 0) != (path[i].thread == kernel::kNoId)) return false;
    if (i == 0) {
      execution.restart(choices);
    } else {
      const kernel::ThreadId thread = path[i].thread;
      const bool can_step = thread < execution.thread_count() && !execution.failed() &&
                            execution.started(thread) && !execution.finished(thread) &&
                            execution.enabled(thread);
      if (!can_step) return false;
      execution.step(thread, choices);
    }
    const std::size_t both = std::min(choices.taken.size(), path[i].choices.size());
    if (!std::equal(choices.taken.begin(),
                    choices.taken.begin() + static_cast<std::ptrdiff_t>(both),
                    path[i].choices.begin()))
      return false;
  }
  return !path.empty();
}

bool ends_so(kernel::Execution& execution, const kernel::Program& program,
             const Samples::End& end) {
  if (!can_be_taken(execution, end.way.path.unpack())) return false;
  bool any_enabled = false;
  for (kernel::ThreadId thread = 0; thread < execution.thread_count(); ++thread)
    any_enabled |= execution.started(thread) && !execution.finished(thread) &&
                   !execution.failed() && execution.enabled(thread);
  return outcome_of(execution, program, execution.end(any_enabled)) == end.outcome;
}

// What comes from a checkpoint is believed only where the program does it again.
bool can_be_found(const Samples& samples, kernel::Execution& execution, kernel::Program& program) {
  const std::size_t known = program.properties().size();
  if (samples.findings.size() > known || samples.contended.size() > execution.object_count())
    return false;
  for (const auto& end : samples.ends) {
    const bool fits = std::all_of(end.properties.begin(), end.properties.end(),
                                  [&](std::uint32_t property) { return property < known; }) &&
                      std::is_sorted(end.properties.begin(), end.properties.end());
    if (!fits || !ends_so(execution, program, end)) return false;
  }
  return std::all_of(samples.findings.begin(), samples.findings.end(), [&](const auto& finding) {
    return !finding || can_be_taken(execution, finding->path.unpack());
  });
}

}  // namespace

// What a report may still take when the time is over.
constexpr double kSecondsPastLimit = 0.05;

Result conclude(const Samples& samples, const std::string& strategy, const Knowledge& knowledge,
                kernel::Execution& execution, kernel::Program& program, const Options& options) {
  const Checkpointer* const checkpoint = options.checkpoint;
  if (checkpoint != nullptr && checkpoint->resumed() && !can_be_found(samples, execution, program))
    checkpoint->fail_damaged();
  Result result;
  result.strategy = strategy;
  result.stop = samples.stop;
  result.cyclic = samples.cyclic;
  result.runs = samples.runs;
  result.states = samples.states;
  result.transitions = samples.transitions;
  result.contended = samples.contended;
  result.contended.resize(execution.object_count());
  EndClasses classes(execution, program);
  Tally tally;
  tally.kind = knowledge.counts;
  tally.fewest = knowledge.fewest;
  for (const auto& end : samples.ends) {
    classes.add(end.outcome, end.properties);
    tally.class_costs.push_back(end.way.cost);
    tally.class_counts.push_back(Number(end.count));
  }
  tally.class_path = [&](std::uint32_t end_class) { return samples.ends[end_class].way.path; };
  std::optional<SerialOrders> serial;
  if (program.restorable() && property_of(program, "not-serializable")) {
    Options unlimited = options;
    unlimited.limits.states_max.reset();  // they are few, and no part of the search
    if (samples.stop == Stop::kTime) unlimited.limits.seconds_max = kSecondsPastLimit;
    Watch watch(unlimited);
    serial = find_serial_orders(execution, program, unlimited, watch);
    if (serial->stop != Stop::kNone) {
      if (result.stop == Stop::kNone) result.stop = serial->stop;
      serial.reset();
    }
  }
  std::vector<std::vector<std::uint32_t>> properties_of_class;
  tally_ends(program, classes, tally, serial, result, properties_of_class);
  for (std::uint32_t i = 0; i < samples.findings.size(); ++i) {
    const auto& found = samples.findings[i];
    const bool known = std::any_of(result.findings.begin(), result.findings.end(),
                                   [&](const Finding& each) { return each.property == i; });
    if (!found || known) continue;
    Finding finding{.property = i, .count = {.kind = tally.kind, .value = 0}};
    if (!is_countable(program.properties()[i].kind)) finding.count = {};
    finding.witness = {
        .path = found->path, .preemptions = found->cost.preemptions, .fewest = tally.fewest};
    result.findings.push_back(std::move(finding));
  }
  finish_findings(program, tally, properties_of_class, result);
  for (Finding& finding : result.findings) finding.orderings_note = knowledge.no_orderings;
  return result;
}

}  // namespace heddle::explore
