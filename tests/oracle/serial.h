// Serial orders: interleavings that switch threads only while no transaction is open.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oracle/oracle.h"

namespace heddle::oracle {

// The units of an order, as they open: "deposit", "clerk[0]/transfer".
using SerialOrder = std::vector<std::string>;

// Adds the unit that the next access of `thread` opens, if it opens one.
void add_unit(const Scheduler& scheduler, const World& world, std::uint32_t thread,
              SerialOrder& order);

// Whether an order that got here, where nothing is enabled, has come to an end: completed, by a
// finding, or in a deadlock with no transaction open.
bool ends_serially(const Scheduler& scheduler, const World& world);

// What serial orders that come to an end do.
struct SerialEnds {
  // How they end, each with the first such order of all, by decisions; nullopt where that would go
  // round a cycle for ever.
  std::map<Outcome, std::optional<SerialOrder>> outcomes;
  std::set<FindingName> findings;
  bool complete() const;  // one of them completes
};

// Of listed interleavings; and by a search of the graph of states, nullopt beyond the limits.
SerialEnds serial_ends(const std::vector<Interleaving>& interleavings);
std::optional<SerialEnds> serial_ends(const scenario::Scenario& scenario, const Limits& limits);

// Whether an interleaving that ends so is not-serializable.
bool not_serializable(const SerialEnds& serial, const Outcome& outcome);
// Sets `serial` and `serial_order` of the findings and outcomes of `result`.
void note_serial(const SerialEnds& serial, Result& result);

}  // namespace heddle::oracle
