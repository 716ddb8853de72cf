// From ends to findings: what both engines do once they know how often interleavings end how.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "explore/end_classes.h"
#include "explore/result.h"
#include "explore/serial_orders.h"

namespace heddle::explore {

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

// Adds outcomes, findings at ends, and counts to `result`. `classes` are those of the ends seen;
// `serial` is empty unless `serializable` is asked and all serial orders are known.
// Afterwards `properties_of_class` (by class) holds all properties an end lacks, those that follow
// from all outcomes together (not-serializable) included.
void tally_ends(const kernel::Program& program, const EndClasses& classes, const Tally& tally,
                const std::optional<SerialOrders>& serial, Result& result,
                std::vector<std::vector<std::uint32_t>>& properties_of_class);

// Sorts the findings by property and adds the counts of kinds.
void finish_findings(const kernel::Program& program, const Tally& tally,
                     const std::vector<std::vector<std::uint32_t>>& properties_of_class,
                     Result& result);

// Sums of the counts of some classes.
Count count_classes(const Tally& tally, const std::function<bool(std::uint32_t)>& wanted);

// Whether a kind of finding belongs to the scenario as a whole and has no count.
bool is_countable(const std::string& kind);

// Index of the property of this kind without a name; nullopt when it is not asked.
std::optional<std::uint32_t> property_of(const kernel::Program& program, const std::string& kind);

}  // namespace heddle::explore
