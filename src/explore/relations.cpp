#include "explore/relations.h"

#include <algorithm>
#include <map>

namespace heddle::explore {

namespace {

using Classes = std::vector<std::uint32_t>;

bool includes(const Classes& all, const Classes& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

void relate_findings(const Tally& tally, const TalliedClasses& tallied, Result& result) {
  if (tally.kind != Count::kKnown) return;
  std::vector<const Classes*> classes(result.findings.size(), nullptr);
  std::map<Classes, std::uint32_t> first;
  for (std::uint32_t i = 0; i < result.findings.size(); ++i) {
    const auto found = tallied.classes.find(result.findings[i].defect);
    if (found == tallied.classes.end()) continue;
    classes[i] = &found->second;
    const auto [known, added] = first.try_emplace(found->second, i);
    if (!added) result.findings[i].same_as = known->second;
  }
  for (std::uint32_t i = 0; i < classes.size(); ++i) {
    if (classes[i] == nullptr) continue;
    for (std::uint32_t k = 0; k < classes.size(); ++k) {
      const bool more = classes[k] != nullptr && classes[k]->size() > classes[i]->size();
      if (more && includes(*classes[k], *classes[i])) result.findings[i].within.push_back(k);
    }
  }
}

void share_findings(const Tally& tally, const TalliedClasses& tallied, Result& result) {
  std::vector<std::map<std::uint32_t, Count>> shares(result.outcomes.size());
  for (std::uint32_t each = 0; each < tallied.findings.size(); ++each) {
    if (tallied.outcomes[each] == kernel::kNoId) continue;
    auto& of_outcome = shares[tallied.outcomes[each]];
    for (const std::uint32_t finding : tallied.findings[each]) {
      Count& count = of_outcome.try_emplace(finding, Count{tally.kind, 0}).first->second;
      if (tally.kind == Count::kKnown) count.value += tally.class_counts[each];
    }
  }
  for (std::size_t i = 0; i < shares.size(); ++i) {
    result.outcomes[i].findings.assign(shares[i].begin(), shares[i].end());
  }
}

void relate_to_serial_orders(const SerialOrders& serial, const Properties& properties,
                             Result& result) {
  if (serial.stop != Stop::kNone || !serial.completes) return;
  for (FoundOutcome& outcome : result.outcomes) {
    const SerialEnd* const end = serial.find(outcome.outcome);
    outcome.serial = end != nullptr;
    if (end != nullptr) outcome.serial_order = end->order;
  }
  for (Finding& finding : result.findings) {
    if (is_countable(properties[finding.defect.property])) {
      finding.serial = serial.defects.contains(finding.defect);
    }
  }
}

}  // namespace heddle::explore
