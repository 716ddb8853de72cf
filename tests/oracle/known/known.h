// Hand-made scenarios with numbers worked out by hand, tried on the oracle and on both engines.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "oracle/oracle.h"

namespace heddle::oracle {

using Numbers = std::map<std::string, std::uint64_t>;

// What a scenario is known to give. Outcomes as "completed x=1 a=0,2 seen"; findings as
// "lost-update x", "flag seen", "deadlock"; with a cycle the numbers are not compared.
struct Known {
  std::uint64_t interleavings = 0;
  Numbers outcomes;
  Numbers findings;
  std::set<std::string> whole;  // "data-race x", "livelock", "nondeterministic"
  bool unbounded = false;
};

// Fails the running test where the oracle finds something else, or an engine does.
void expect_known(const std::string& json, const Known& known);

// The accesses of the only interleaving of a scenario: "read x, write a[0]", and then how it ended
// unless it completed: "read x; overflow".
std::string only_interleaving(const std::string& json);

// A scenario of one thread with these steps (JSON strings and blocks, with commas between), over
// whatever `declarations` declare (members of the file, with a comma at the end).
std::string one_thread(const std::string& declarations, const std::string& steps);

}  // namespace heddle::oracle
