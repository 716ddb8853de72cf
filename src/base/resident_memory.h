// How much memory this process has.
#pragma once

#include <cstdint>

namespace heddle {

// Bytes of memory that the system holds for this process; 0 where it does not say.
std::uint64_t resident_bytes();

}  // namespace heddle
