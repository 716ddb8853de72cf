// Many random runs in blocks, which several threads make, and what they found together: the same,
// whoever made which.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "explore/findings_so_far.h"
#include "explore/report_size.h"
#include "explore/runs/sample_runner.h"
#include "explore/samples.h"
#include "explore/watch.h"

namespace heddle::explore {

class SampleBlocks {
 public:
  // Of the runs [0, runs); without those of the checkpoint that is resumed. `options` must outlive
  // this.
  SampleBlocks(const Options& options, std::uint64_t runs);

  // Works until nothing is left. One of the callers, `watching`, looks at the clock.
  void work(SampleRunner& runner, bool watching);
  // Whoever works ends soon.
  void stop(Stop reason) { stop_ = reason; }
  // From the watching thread alone.
  void look_at_clock();
  // All that was found, once nobody works any more. The block in which a limit of states is passed
  // is made again, by `runner`, up to just there.
  Samples take(SampleRunner& runner);

 private:
  std::optional<std::uint64_t> next_block();
  void add(std::uint64_t block, Samples samples);
  std::function<bool()> stopping(std::uint64_t block, bool watching);
  void end_at(std::uint64_t block, bool found);
  void merge_whole();
  bool merge(Samples&& samples);
  void merge_rest(SampleRunner& runner);
  bool passes_states(const Samples& samples) const;
  bool states_reached() const;
  void put(ArchiveWriter& to);
  void get(ArchiveReader& from);

  const Options& options_;
  const std::uint64_t runs_;
  const std::uint64_t blocks_;
  Watch watch_;
  std::mutex mutex_;                          // of all that is not atomic
  std::uint64_t next_ = 0;                    // block to be given out
  std::uint64_t merged_blocks_ = 0;           // the first so many
  Samples merged_;                            // of them
  std::atomic<bool> cut_short_ = false;       // and of a part of the next one: no memory
  std::map<std::uint64_t, Samples> waiting_;  // by block: what comes after a gap
  std::optional<std::uint64_t> found_in_;     // block, with --first
  ReportSize report_size_;
  FindingsSoFar findings_;
  std::atomic<std::uint64_t> end_;  // block from which nothing counts
  std::atomic<std::uint64_t> done_{0};
  std::atomic<Stop> stop_{Stop::kNone};
};

}  // namespace heddle::explore
