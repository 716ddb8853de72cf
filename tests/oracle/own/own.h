// Helpers for tests of the oracle alone: no engine takes part.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "oracle/oracle.h"

namespace heddle::oracle {

// Fails the running test where the text is no scenario, or too large.
Result explore_text(const std::string& json);

// "assertion it went wrong" -> in how many interleavings.
using Counts = std::map<std::string, std::uint64_t>;
Counts findings_of(const Result& result);
Counts findings_of(const std::string& json);

}  // namespace heddle::oracle
