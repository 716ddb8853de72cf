// What a number of runs found, and how to put several such together.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/archive.h"
#include "explore/end_classes.h"
#include "explore/path.h"
#include "explore/result.h"
#include "explore/tally.h"

namespace heddle::explore {

// The best way to something that was met.
struct SampledWay {
  WayCost cost;
  PackedPath path;
};

struct Samples {
  struct End {
    Outcome outcome;
    std::vector<kernel::Defect> defects;
    SampledWay way;
    std::uint64_t count = 0;  // runs that ended so, where that is asked
  };
  std::vector<End> ends;                            // each class once
  std::vector<std::optional<SampledWay>> findings;  // by property: races and marks
  std::vector<bool> contended;                      // by object
  std::vector<std::uint64_t> runs_by_hash;          // of its decisions, one for each run
  std::uint64_t runs = 0;
  std::uint64_t cut = 0;  // runs that were longer than allowed
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t steps_longest = 0;
  std::uint64_t threads_most = 0;  // as far as random runs met them
  bool cyclic = false;             // a run came back to a state it had been in
  bool bound_hit = false;          // runs with too many preemptions were left out
  Stop stop = Stop::kNone;
  bool done = false;  // the runs were made, up to the stop

  bool any_finding() const;
  // The end of this class, if there is one.
  End* find_end(const Outcome& outcome, const std::vector<kernel::Defect>& defects);
  // Takes over what later runs found.
  void merge(Samples&& later);

  // For checkpoints.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from);

 private:
  std::unordered_multimap<std::uint64_t, std::size_t> by_hash_;  // index in `ends`
  std::size_t indexed_ = 0;                                      // so many of them
};

// What is known about all interleavings besides.
struct Knowledge {
  Count::Kind counts = Count::kUnknown;
  bool fewest = false;  // no interleavings have fewer preemptions than those that were run
  NoOrderings no_orderings = NoOrderings::kNone;  // why there are none; kNone: found elsewhere
};

// Turns what was found into a result.
Result conclude(const Samples& samples, const std::string& strategy, const Knowledge& knowledge,
                kernel::Schedulable& run, const Options& options);

}  // namespace heddle::explore
