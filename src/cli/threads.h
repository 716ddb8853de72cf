// How many threads may be used.
#pragma once

#include <cstdint>

namespace heddle::cli {

// The most that --jobs can mean.
constexpr std::uint64_t kJobsMax = 1'024;

// So many of `wanted` threads (this one among them) as can be made, at least 1 and at most
// kJobsMax; says so on standard error when they are fewer. Requires: `wanted` is not 0.
std::uint64_t usable_threads(std::uint64_t wanted);

}  // namespace heddle::cli
