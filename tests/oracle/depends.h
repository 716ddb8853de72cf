// Which writes depend on the variable that they write, read off the text of a thread: only these
// can lose an update.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "scenario/scenario.h"

namespace heddle::oracle {

// A variable (an array counts as one): kNone and its index; or a field: its record type and index.
using Memory = std::pair<std::uint32_t, std::uint32_t>;

// The variable or field that the target of an assignment or of an indivisible operation names.
Memory memory_of(const scenario::Scenario& scenario, scenario::ExpressionId target);

// For each write in the text of the thread, by its target: all that it depends on.
std::map<scenario::ExpressionId, std::set<Memory>> depends(const scenario::Scenario& scenario,
                                                           const scenario::Thread& thread);

// The targets of those writes of any thread that depend on the variable they write.
std::set<scenario::ExpressionId> losing_writes(const scenario::Scenario& scenario);

}  // namespace heddle::oracle
