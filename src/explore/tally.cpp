#include "explore/tally.h"

#include <algorithm>
#include <map>
#include <set>

#include "explore/relations.h"

namespace heddle::explore {

using kernel::Defect;
using kernel::End;

namespace {

using Classes = std::vector<std::uint32_t>;

// Of some classes.
std::optional<Witness> best_witness(const Tally& tally, const Classes& classes) {
  std::optional<std::uint32_t> best;
  for (const std::uint32_t each : classes) {
    if (!tally.class_costs[each]) continue;
    if (!best || *tally.class_costs[each] < *tally.class_costs[*best]) best = each;
  }
  if (!best) return std::nullopt;
  return Witness{.path = tally.class_path(*best),
                 .preemptions = tally.class_costs[*best]->preemptions,
                 .fewest = tally.fewest};
}

Count count_classes(const Tally& tally, const Classes& classes) {
  Count count{.kind = tally.kind, .value = 0};
  if (tally.kind != Count::kKnown) return count;
  for (const std::uint32_t each : classes) count.value += tally.class_counts[each];
  return count;
}

Classes all_classes(const EndClasses& classes) {
  Classes all(classes.classes().size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

void add_not_serializable(const Properties& properties, const EndClasses& classes,
                          const std::optional<SerialOrders>& serial, TalliedClasses& tallied,
                          Result& result) {
  const auto property = property_of(properties, "not-serializable");
  if (!property || !serial || serial->stop != Stop::kNone) return;
  if (!serial->completes) result.never_ends = serial->stuck;
  Classes found;
  for (std::uint32_t i = 0; i < classes.classes().size(); ++i) {
    const Outcome& outcome = classes.outcomes()[classes.classes()[i].outcome];
    if (outcome.end == End::kCompleted && !serial->allows(outcome)) found.push_back(i);
  }
  if (!found.empty()) tallied.classes[{.property = *property}] = std::move(found);
}

void add_outcomes(const EndClasses& classes, const Tally& tally, TalliedClasses& tallied,
                  Result& result) {
  std::vector<Classes> classes_of_outcome(classes.outcomes().size());
  for (std::uint32_t i = 0; i < classes.classes().size(); ++i) {
    classes_of_outcome[classes.classes()[i].outcome].push_back(i);
  }
  tallied.outcomes.assign(classes.classes().size(), kernel::kNoId);
  for (std::uint32_t i = 0; i < classes.outcomes().size(); ++i) {
    auto witness = best_witness(tally, classes_of_outcome[i]);
    if (!witness) continue;
    for (const std::uint32_t each : classes_of_outcome[i]) {
      tallied.outcomes[each] = static_cast<std::uint32_t>(result.outcomes.size());
    }
    result.outcomes.push_back(
        {classes.outcomes()[i], count_classes(tally, classes_of_outcome[i]), std::move(*witness)});
  }
}

// Two outcomes that complete with different values, the first of each in the order of their values.
void find_nondeterminism(const Properties& properties, const EndClasses& classes,
                         const Tally& tally, Result& result) {
  const auto property = property_of(properties, "nondeterministic");
  if (!property) return;
  std::map<std::vector<Value>, Classes> by_values;  // a stopped search need not have all ways
  for (std::uint32_t i = 0; i < classes.classes().size(); ++i) {
    const Outcome& outcome = classes.outcomes()[classes.classes()[i].outcome];
    if (outcome.end == End::kCompleted && tally.class_costs[i]) {
      by_values[outcome.values].push_back(i);
    }
  }
  if (by_values.size() < 2) return;
  Finding finding{.defect = {.property = *property}};
  finding.witness = *best_witness(tally, by_values.begin()->second);
  finding.second = *best_witness(tally, std::next(by_values.begin())->second);
  result.findings.push_back(std::move(finding));
}

// A flag counts by its name.
std::string kind_of(const Properties& properties, const Defect& defect) {
  const auto& property = properties[defect.property];
  return property.kind == "flag" ? property.name : property.kind;
}

void count_kinds(const Properties& properties, const Tally& tally, const TalliedClasses& tallied,
                 Result& result) {
  std::map<std::string, std::set<std::uint32_t>> classes_of_kind;
  for (const auto& [defect, classes] : tallied.classes) {
    classes_of_kind[kind_of(properties, defect)].insert(classes.begin(), classes.end());
  }
  for (const Finding& finding : result.findings) {
    const std::string kind = kind_of(properties, finding.defect);
    if (!result.counts.empty() && result.counts.back().kind == kind) continue;
    Count count;
    if (is_countable(properties[finding.defect.property])) {
      const auto& classes = classes_of_kind[kind];
      count = count_classes(tally, Classes(classes.begin(), classes.end()));
    }
    result.counts.push_back({kind, std::move(count)});
  }
}

}  // namespace

bool is_countable(const kernel::Property& property) {
  return property.pair == nullptr && property.kind != "livelock" &&
         property.kind != "nondeterministic";
}

std::optional<std::uint32_t> property_of(const Properties& properties, const std::string& kind) {
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    if (properties[i].kind == kind) return i;
  }
  return std::nullopt;
}

TalliedClasses tally_ends(const Properties& properties, const EndClasses& classes,
                          const Tally& tally, const std::optional<SerialOrders>& serial,
                          Result& result) {
  TalliedClasses tallied;
  for (std::uint32_t i = 0; i < classes.classes().size(); ++i) {
    for (const Defect& each : classes.classes()[i].defects) tallied.classes[each].push_back(i);
  }
  add_not_serializable(properties, classes, serial, tallied, result);
  add_outcomes(classes, tally, tallied, result);
  result.interleavings = count_classes(tally, all_classes(classes));
  for (const auto& [defect, found] : tallied.classes) {
    if (auto witness = best_witness(tally, found)) {
      result.findings.push_back(
          {.defect = defect, .count = count_classes(tally, found), .witness = std::move(*witness)});
    }
  }
  find_nondeterminism(properties, classes, tally, result);
  return tallied;
}

void finish_findings(const Properties& properties, const Tally& tally,
                     const std::optional<SerialOrders>& serial, TalliedClasses& tallied,
                     Result& result) {
  std::sort(result.findings.begin(), result.findings.end(),
            [](const Finding& a, const Finding& b) { return a.defect < b.defect; });
  tallied.findings.assign(tallied.outcomes.size(), {});
  for (std::uint32_t i = 0; i < result.findings.size(); ++i) {
    const auto found = tallied.classes.find(result.findings[i].defect);
    if (found == tallied.classes.end()) continue;
    for (const std::uint32_t each : found->second) tallied.findings[each].push_back(i);
  }
  count_kinds(properties, tally, tallied, result);
  relate_findings(tally, tallied, result);
  share_findings(tally, tallied, result);
  if (serial) relate_to_serial_orders(*serial, properties, result);
}

// No other finding is related to it by index (same_as, within) but in outcomes.
void insert_uncounted(const Properties& properties, Finding finding, Result& result) {
  auto& findings = result.findings;
  const auto after = [&](const Finding& each) { return finding.defect < each.defect; };
  const auto at = std::find_if(findings.begin(), findings.end(), after);
  const auto index = static_cast<std::uint32_t>(at - findings.begin());
  for (FoundOutcome& outcome : result.outcomes) {
    for (auto& [of, count] : outcome.findings) of += of >= index ? 1 : 0;
  }
  const std::string next = at == findings.end() ? "" : kind_of(properties, at->defect);
  const auto place = std::find_if(result.counts.begin(), result.counts.end(),
                                  [&](const KindCount& each) { return each.kind == next; });
  result.counts.insert(place, {kind_of(properties, finding.defect), {}});
  findings.insert(at, std::move(finding));
}

}  // namespace heddle::explore
