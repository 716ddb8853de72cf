// From ends to findings: what all engines do once they know how often interleavings end how.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "explore/end_classes.h"
#include "explore/result.h"
#include "explore/states/serial_orders.h"

namespace heddle::explore {

using Properties = std::vector<kernel::Property>;  // Program::properties

// How good a way is: fewer preemptions first, then fewer steps.
struct WayCost {
  std::uint32_t preemptions = 0;
  std::uint64_t steps = 0;
  auto operator<=>(const WayCost&) const = default;  // NOLINT(modernize-use-nullptr)
};

// What an engine knows.
struct Tally {
  Count::Kind kind = Count::kUnknown;               // of all counts
  std::vector<Number> class_counts;                 // by class, when known
  std::vector<std::optional<WayCost>> class_costs;  // of the best way to an end of each class
  bool fewest = false;                              // the best of all ways, not only of those seen
  std::function<PackedPath(std::uint32_t)> class_path;  // the best way to an end of this class
};

// Which ends have which defects, those that follow from all ends together (not-serializable)
// included.
struct TalliedClasses {
  std::map<kernel::Defect, std::vector<std::uint32_t>> classes;  // that have it, increasing
  std::vector<std::vector<std::uint32_t>> findings;  // by class: indexes of findings, increasing
  std::vector<std::uint32_t> outcomes;               // by class: index in Result::outcomes

  bool has(const kernel::Defect& defect) const { return classes.contains(defect); }
};

// Adds outcomes, findings at ends, and how many interleavings there are to `result`. `classes` are
// those of the ends seen; `serial` is empty when serial orders are not known.
TalliedClasses tally_ends(const Properties& properties, const EndClasses& classes,
                          const Tally& tally, const std::optional<SerialOrders>& serial,
                          Result& result);

// Sorts the findings by their defects, adds the counts of kinds, and says how findings, outcomes
// and serial orders stand to each other (same_as, within, serial). Fills `tallied.findings`.
void finish_findings(const Properties& properties, const Tally& tally,
                     const std::optional<SerialOrders>& serial, TalliedClasses& tallied,
                     Result& result);

// Puts a finding without a count, the only one of its kind, where it belongs in a finished result:
// among the findings, and its kind among the counts.
void insert_uncounted(const Properties& properties, Finding finding, Result& result);

// Whether its findings have a count; the others belong to the scenario as a whole.
bool is_countable(const kernel::Property& property);

// Index of the property of this kind without a name; nullopt when it is not asked.
std::optional<std::uint32_t> property_of(const Properties& properties, const std::string& kind);

}  // namespace heddle::explore
