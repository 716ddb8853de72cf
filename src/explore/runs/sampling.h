// Random runs: as many as asked, each by itself, spread over several threads.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "explore/result.h"
#include "explore/runs/sampler.h"

namespace heddle::explore {

inline constexpr std::uint64_t kSampledRuns = 10'000;  // when Limits::runs_max does not say

// Runs with decisions by what `make_sampler` makes. Run number r draws its random numbers from the
// seed and r alone, so the result is the same for any number of jobs. Never complete: it ends by
// Stop::kRuns, or another limit.
Result explore_sampled(kernel::Schedulable& run, const Options& options,
                       const std::string& strategy,
                       const std::function<std::unique_ptr<Sampler>()>& make_sampler);

// Adds a note before the others.
void put_first(Note note, Result& result);

}  // namespace heddle::explore
