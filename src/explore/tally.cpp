#include "explore/tally.h"

#include <algorithm>
#include <map>

namespace heddle::explore {

using kernel::End;
using kernel::Program;

namespace {

// Of some classes.
std::optional<Witness> best_witness(const Tally& tally, const std::vector<std::uint32_t>& classes) {
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

std::vector<std::uint32_t> classes_where(const Tally& tally,
                                         const std::function<bool(std::uint32_t)>& wanted) {
  std::vector<std::uint32_t> classes;
  for (std::uint32_t i = 0; i < tally.class_costs.size(); ++i) {
    if (wanted(i)) classes.push_back(i);
  }
  return classes;
}

Count count_classes(const Tally& tally, const std::vector<std::uint32_t>& classes) {
  Count count{.kind = tally.kind, .value = 0};
  if (tally.kind != Count::kKnown) return count;
  for (const std::uint32_t each : classes) count.value += tally.class_counts[each];
  return count;
}

bool contains(const std::vector<std::uint32_t>& sorted, std::uint32_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

void mark_not_serializable(const EndClasses& classes, const SerialOrders& serial,
                           std::uint32_t property,
                           std::vector<std::vector<std::uint32_t>>& properties_of_class) {
  for (std::size_t i = 0; i < properties_of_class.size(); ++i) {
    const Outcome& outcome = classes.outcomes()[classes.classes()[i].outcome];
    if (outcome.end != End::kCompleted || serial.allows(outcome)) continue;
    auto& properties = properties_of_class[i];
    properties.insert(std::lower_bound(properties.begin(), properties.end(), property), property);
  }
}

// Two outcomes that complete with different values, the first of each in the order of their values.
void find_nondeterminism(const Program& program, const EndClasses& classes, const Tally& tally,
                         Result& result) {
  const auto property = property_of(program, "nondeterministic");
  if (!property) return;
  std::vector<bool> has_way(classes.outcomes().size());  // a stopped search need not have all
  for (std::uint32_t i = 0; i < tally.class_costs.size(); ++i) {
    if (tally.class_costs[i]) has_way[classes.classes()[i].outcome] = true;
  }
  std::map<std::vector<Value>, std::uint32_t> first_by_values;
  for (std::uint32_t i = 0; i < classes.outcomes().size(); ++i) {
    const Outcome& outcome = classes.outcomes()[i];
    if (outcome.end == End::kCompleted && has_way[i])
      first_by_values.try_emplace(outcome.values, i);
  }
  if (first_by_values.size() < 2) return;
  const auto witness_of = [&](const std::vector<Value>& values) {
    return best_witness(tally, classes_where(tally, [&](std::uint32_t end_class) {
                          const Outcome& outcome =
                              classes.outcomes()[classes.classes()[end_class].outcome];
                          return outcome.end == End::kCompleted && outcome.values == values;
                        }));
  };
  Finding finding{.property = *property};
  finding.witness = *witness_of(first_by_values.begin()->first);
  finding.second = *witness_of(std::next(first_by_values.begin())->first);
  result.findings.push_back(std::move(finding));
}

}  // namespace

bool is_countable(const std::string& kind) {
  return kind != "data-race" && kind != "livelock" && kind != "nondeterministic";
}

std::optional<std::uint32_t> property_of(const Program& program, const std::string& kind) {
  const auto& properties = program.properties();
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    if (properties[i].kind == kind) return i;
  }
  return std::nullopt;
}

Count count_classes(const Tally& tally, const std::function<bool(std::uint32_t)>& wanted) {
  if (tally.kind != Count::kKnown) return Count{.kind = tally.kind, .value = 0};
  return count_classes(tally, classes_where(tally, wanted));
}

void tally_ends(const Program& program, const EndClasses& classes, const Tally& tally,
                const std::optional<SerialOrders>& serial, Result& result,
                std::vector<std::vector<std::uint32_t>>& properties_of_class) {
  for (const EndClass& each : classes.classes()) properties_of_class.push_back(each.properties);
  if (const auto property = property_of(program, "not-serializable"); property && serial) {
    mark_not_serializable(classes, *serial, *property, properties_of_class);
    if (serial->completed.empty()) result.never_ends = serial->stuck;
  }
  std::vector<std::vector<std::uint32_t>> classes_of_outcome(classes.outcomes().size());
  for (std::uint32_t i = 0; i < tally.class_costs.size(); ++i) {
    classes_of_outcome[classes.classes()[i].outcome].push_back(i);
  }
  for (std::uint32_t i = 0; i < classes.outcomes().size(); ++i) {
    auto witness = best_witness(tally, classes_of_outcome[i]);
    if (!witness) continue;
    result.outcomes.push_back(
        {classes.outcomes()[i], count_classes(tally, classes_of_outcome[i]), std::move(*witness)});
  }
  result.interleavings = count_classes(tally, [](std::uint32_t) { return true; });
  for (std::uint32_t property = 0; property < program.properties().size(); ++property) {
    const auto wanted = [&](std::uint32_t end_class) {
      return contains(properties_of_class[end_class], property);
    };
    const std::vector<std::uint32_t> lacking = classes_where(tally, wanted);
    if (auto witness = best_witness(tally, lacking)) {
      result.findings.push_back({.property = property,
                                 .count = count_classes(tally, lacking),
                                 .witness = std::move(*witness)});
    }
  }
  find_nondeterminism(program, classes, tally, result);
}

void finish_findings(const Program& program, const Tally& tally,
                     const std::vector<std::vector<std::uint32_t>>& properties_of_class,
                     Result& result) {
  std::sort(result.findings.begin(), result.findings.end(),
            [](const Finding& a, const Finding& b) { return a.property < b.property; });
  const auto kind_of = [&](std::uint32_t property) {
    const auto& each = program.properties()[property];
    return each.kind == "flag" ? each.name : each.kind;
  };
  for (const Finding& finding : result.findings) {
    const std::string kind = kind_of(finding.property);
    if (!result.counts.empty() && result.counts.back().kind == kind) continue;
    Count count = count_classes(tally, [&](std::uint32_t end_class) {
      const auto& lacking = properties_of_class[end_class];
      return std::any_of(lacking.begin(), lacking.end(),
                         [&](std::uint32_t property) { return kind_of(property) == kind; });
    });
    if (!is_countable(program.properties()[finding.property].kind)) count = {};
    result.counts.push_back({kind, std::move(count)});
  }
}

}  // namespace heddle::explore
