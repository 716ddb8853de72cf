#include "explore/tally.h"

#include <algorithm>
#include <map>

namespace heddle::explore {

using kernel::End;
using kernel::Program;

namespace {

std::optional<std::uint32_t> best_class(const Tally& tally,
                                        const std::function<bool(std::uint32_t)>& wanted) {
  std::optional<std::uint32_t> best;
  for (std::uint32_t i = 0; i < tally.class_costs.size(); ++i) {
    if (!tally.class_costs[i] || !wanted(i)) continue;
    if (!best || *tally.class_costs[i] < *tally.class_costs[*best]) best = i;
  }
  return best;
}

std::optional<Witness> best_witness(const Tally& tally,
                                    const std::function<bool(std::uint32_t)>& wanted) {
  const auto best = best_class(tally, wanted);
  if (!best) return std::nullopt;
  return Witness{.path = tally.class_path(*best),
                 .preemptions = tally.class_costs[*best]->preemptions,
                 .fewest = tally.fewest};
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
  std::map<std::vector<Value>, std::uint32_t> first_by_values;
  for (std::uint32_t i = 0; i < classes.outcomes().size(); ++i) {
    const Outcome& outcome = classes.outcomes()[i];
    if (outcome.end == End::kCompleted) first_by_values.try_emplace(outcome.values, i);
  }
  if (first_by_values.size() < 2) return;
  const auto witness_of = [&](const std::vector<Value>& values) {
    return best_witness(tally, [&](std::uint32_t end_class) {
      const Outcome& outcome = classes.outcomes()[classes.classes()[end_class].outcome];
      return outcome.end == End::kCompleted && outcome.values == values;
    });
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
  Count count{.kind = tally.kind, .value = 0};
  if (tally.kind != Count::kKnown) return count;
  for (std::uint32_t i = 0; i < tally.class_counts.size(); ++i) {
    if (wanted(i)) count.value += tally.class_counts[i];
  }
  return count;
}

void tally_ends(const Program& program, const EndClasses& classes, const Tally& tally,
                const std::optional<SerialOrders>& serial, Result& result,
                std::vector<std::vector<std::uint32_t>>& properties_of_class) {
  for (const EndClass& each : classes.classes()) properties_of_class.push_back(each.properties);
  if (const auto property = property_of(program, "not-serializable"); property && serial) {
    mark_not_serializable(classes, *serial, *property, properties_of_class);
    if (serial->completed.empty()) result.never_ends = serial->stuck;
  }
  for (std::uint32_t i = 0; i < classes.outcomes().size(); ++i) {
    const auto wanted = [&](std::uint32_t end_class) {
      return classes.classes()[end_class].outcome == i;
    };
    const auto witness = best_witness(tally, wanted);
    if (!witness) continue;
    result.outcomes.push_back({classes.outcomes()[i], count_classes(tally, wanted), *witness});
  }
  result.interleavings = count_classes(tally, [](std::uint32_t) { return true; });
  for (std::uint32_t property = 0; property < program.properties().size(); ++property) {
    const auto wanted = [&](std::uint32_t end_class) {
      return contains(properties_of_class[end_class], property);
    };
    if (auto witness = best_witness(tally, wanted)) {
      result.findings.push_back({.property = property,
                                 .count = count_classes(tally, wanted),
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
