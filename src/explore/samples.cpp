#include "explore/samples.h"

#include <algorithm>
#include <new>

#include "base/hash.h"
#include "explore/checkpoint.h"
#include "explore/report_size.h"
#include "explore/resumed_samples.h"
#include "explore/saved.h"
#include "explore/states/serial_orders.h"
#include "explore/watch.h"

namespace heddle::explore {

bool Samples::any_finding() const {
  return std::any_of(ends.begin(), ends.end(),
                     [](const End& each) { return !each.defects.empty(); }) ||
         std::any_of(findings.begin(), findings.end(),
                     [](const auto& each) { return each.has_value(); });
}

Samples::End* Samples::find_end(const Outcome& outcome,
                                const std::vector<kernel::Defect>& defects) {
  const auto hash = [](const Outcome& of, const std::vector<kernel::Defect>& wrong) {
    std::uint64_t sum = hash_of(of);
    for (const kernel::Defect& each : wrong) {
      sum = mix(sum + each.property) + hash_bytes(each.name.data(), each.name.size());
    }
    return sum;
  };
  for (; indexed_ < ends.size(); ++indexed_) {
    by_hash_.emplace(hash(ends[indexed_].outcome, ends[indexed_].defects), indexed_);
  }
  const auto [first, last] = by_hash_.equal_range(hash(outcome, defects));
  for (auto at = first; at != last; ++at) {
    End& each = ends[at->second];
    if (each.outcome == outcome && each.defects == defects) return &each;
  }
  return nullptr;
}

void Samples::merge(Samples&& later) {
  for (End& end : later.ends) {
    End* const same = find_end(end.outcome, end.defects);
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
  threads_most = std::max(threads_most, later.threads_most);
  cyclic |= later.cyclic;
  bound_hit |= later.bound_hit;
}

void Samples::put(ArchiveWriter& to) const {
  to.put(std::uint64_t{ends.size()});
  for (const End& end : ends) {
    explore::put(to, end.outcome);
    explore::put(to, end.defects);
    put_way(to, end.way);
    to.put(end.count);
  }
  put_ways(to, findings);
  explore::put(to, contended);
  to.put(runs_by_hash);
  for (const std::uint64_t number : {runs, cut, states, transitions, steps_longest, threads_most}) {
    to.put(number);
  }
  for (const bool flag : {cyclic, bound_hit}) to.put(flag);
  to.put(stop == Stop::kFirst);
}

void Samples::get(ArchiveReader& from) {
  ends.resize(from.count(50));  // bytes that each takes at least
  for (End& end : ends) {
    explore::get(from, end.outcome);
    explore::get(from, end.defects);
    get_way(from, end.way);
    from.get(end.count);
  }
  get_ways(from, findings);
  explore::get(from, contended);
  from.get(runs_by_hash);
  for (std::uint64_t* number :
       {&runs, &cut, &states, &transitions, &steps_longest, &threads_most}) {
    from.get(*number);
  }
  for (bool* flag : {&cyclic, &bound_hit}) from.get(*flag);
  stop = from.get<bool>() ? Stop::kFirst : Stop::kNone;
}

namespace {

// What a report may still take when the time is over.
constexpr double kSecondsPastLimit = 0.05;

// One end with each defect that some end has; all else but the outcomes.
Samples findings_alone(const Samples& samples) {
  Samples few;
  for (const Samples::End& end : samples.ends) {
    const bool news =
        std::any_of(end.defects.begin(), end.defects.end(), [&](const kernel::Defect& defect) {
          return std::none_of(few.ends.begin(), few.ends.end(), [&](const Samples::End& each) {
            return std::binary_search(each.defects.begin(), each.defects.end(), defect);
          });
        });
    if (news) few.ends.push_back(end);
  }
  few.findings = samples.findings;
  few.runs = samples.runs;
  few.states = samples.states;
  few.transitions = samples.transitions;
  few.cyclic = samples.cyclic;
  few.stop = Stop::kMemory;
  return few;
}

// Of a search that saw all interleavings, or where they decide a finding: few states, and no part
// of the search.
std::optional<SerialOrders> serial_orders(const Samples& samples, kernel::Schedulable& run,
                                          const Options& options) {
  const bool asked = property_of(run.properties(), "not-serializable").has_value();
  const auto machine = run.states();
  if (!machine || samples.stop == Stop::kMemory) return std::nullopt;
  if (!asked && samples.stop != Stop::kNone) return std::nullopt;
  Options own = options;
  own.limits.states_max.reset();
  if (!asked) own.limits.states_max = serial_states_max_of_runs(samples.states);
  if (samples.stop == Stop::kTime) own.limits.seconds_max = kSecondsPastLimit;
  Watch watch(own);
  return find_serial_orders(machine->execution, machine->program, own, watch);
}

// What was met on the way, and no end that was seen has.
void add_met_findings(const Samples& samples, const Tally& tally, const Properties& properties,
                      const TalliedClasses& tallied, Result& result) {
  for (std::uint32_t i = 0; i < samples.findings.size(); ++i) {
    const auto& found = samples.findings[i];
    if (!found || tallied.has({.property = i})) continue;
    Finding finding{.defect = {.property = i}, .count = {.kind = tally.kind, .value = 0}};
    if (!is_countable(properties[i])) finding.count = {};
    finding.witness = {
        .path = found->path, .preemptions = found->cost.preemptions, .fewest = tally.fewest};
    result.findings.push_back(std::move(finding));
  }
}

Result conclude_all(const Samples& samples, const std::string& strategy, const Knowledge& knowledge,
                    kernel::Schedulable& run, const Options& options) {
  const Properties& properties = run.properties();
  const Checkpointer* const checkpoint = options.checkpoint;
  if (checkpoint != nullptr && checkpoint->resumed() && !can_be_found(samples, run))
    checkpoint->fail_damaged();
  Result result;
  result.strategy = strategy;
  result.stop = samples.stop;
  result.cyclic = samples.cyclic;
  result.runs = samples.runs;
  result.states = samples.states;
  result.transitions = samples.transitions;
  result.threads_most = samples.threads_most;
  result.contended = samples.contended;
  result.contended.resize(run.object_count());
  EndClasses classes(run);
  Tally tally;
  tally.kind = knowledge.counts;
  tally.fewest = knowledge.fewest;
  for (const auto& end : samples.ends) {
    classes.add(end.outcome, end.defects);
    tally.class_costs.push_back(end.way.cost);
    tally.class_counts.push_back(Number(end.count));
  }
  tally.class_path = [&](std::uint32_t end_class) { return samples.ends[end_class].way.path; };
  std::optional<SerialOrders> serial = serial_orders(samples, run, options);
  if (serial && serial->stop != Stop::kNone) {
    if (property_of(properties, "not-serializable")) {
      if (result.stop == Stop::kNone) result.stop = serial->stop;
      tally.kind = Count::kUnknown;
      tally.fewest = false;
    }
    serial.reset();
  }
  TalliedClasses tallied = tally_ends(properties, classes, tally, serial, result);
  add_met_findings(samples, tally, properties, tallied, result);
  finish_findings(properties, tally, serial, tallied, result);
  for (Finding& finding : result.findings) {
    finding.no_orderings = is_countable(properties[finding.defect.property])
                               ? knowledge.no_orderings
                               : NoOrderings::kWhole;
  }
  return result;
}

}  // namespace

Result conclude(const Samples& samples, const std::string& strategy, const Knowledge& knowledge,
                kernel::Schedulable& run, const Options& options) {
  try {
    return conclude_all(samples, strategy, knowledge, run, options);
  } catch (const std::bad_alloc&) {
    const Knowledge nothing{.no_orderings = knowledge.no_orderings};
    return conclude_all(findings_alone(samples), strategy, nothing, run, options);
  }
}

}  // namespace heddle::explore
