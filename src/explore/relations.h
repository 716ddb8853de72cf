// How findings and outcomes stand to each other: which findings happen in the same interleavings,
// which only inside those of another, and what serial orders have too.
#pragma once

#include "explore/result.h"
#include "explore/states/serial_orders.h"
#include "explore/tally.h"

namespace heddle::explore {

// Fills `same_as` and `within`; only where interleavings are counted.
void relate_findings(const Tally& tally, const TalliedClasses& tallied, Result& result);

// Fills FoundOutcome::findings.
void share_findings(const Tally& tally, const TalliedClasses& tallied, Result& result);

// Fills `serial` of findings and outcomes, and `serial_order`.
void relate_to_serial_orders(const SerialOrders& serial, const Properties& properties,
                             Result& result);

}  // namespace heddle::explore
