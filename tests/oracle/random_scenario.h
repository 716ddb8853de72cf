// Random scenario files, valid by construction: the same seed gives the same text, on every
// machine.
#pragma once

#include <cstdint>
#include <string>

namespace heddle::oracle {

// The JSON text of a scenario. Over many seeds every statement, block, form of expression, kind of
// object and check of the format occurs; most have between 1 and some 5,000 interleavings.
std::string random_scenario(std::uint64_t seed);

}  // namespace heddle::oracle
