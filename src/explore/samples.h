// What a number of sampled runs found, and how to put several such together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/archive.h"
#include "explore/end_classes.h"
#include "explore/result.h"
#include "explore/tally.h"

namespace heddle::explore {

// The best way to something that was met.
struct SampledWay {
  WayCost cost;
  Path path;
};

struct Samples {
  struct End {
    Outcome outcome;
    std::vector<std::uint32_t> properties;
    SampledWay way;
  };
  std::vector<End> ends;                            // each class once
  std::vector<std::optional<SampledWay>> findings;  // by property: races and marks
  std::vector<bool> contended;                      // by object
  std::vector<std::uint64_t> runs_by_hash;          // of its decisions, one for each run
  std::uint64_t runs = 0;
  std::uint64_t cut = 0;  // runs that were longer than allowed
  std::uint64_t states = 0;
  std::uint64_t steps_longest = 0;
  Stop stop = Stop::kNone;

  bool any_finding() const;
  // Takes over what later runs found.
  void merge(Samples&& later);

  // For checkpoints.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from);
};

// Turns samples into a result without counts.
Result conclude(Samples samples, const std::string& strategy, kernel::Execution& execution,
                kernel::Program& program, const Options& options);

}  // namespace heddle::explore
