#include "explore/runs/sample_blocks.h"

#include <algorithm>
#include <new>
#include <utility>

#include "explore/checkpoint.h"

namespace heddle::explore {

namespace {

constexpr std::uint64_t kRunsPerBlock = 250;
constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

// Not cut short by a stop.
bool whole(const Samples& samples) {
  return samples.stop == Stop::kFirst || samples.runs == kRunsPerBlock;
}

}  // namespace

SampleBlocks::SampleBlocks(const Options& options, std::uint64_t runs)
    : options_(options),
      runs_(runs),
      blocks_((runs + kRunsPerBlock - 1) / kRunsPerBlock),
      watch_(options),
      end_(blocks_) {
  if (options.checkpoint) options.checkpoint->resume([this](ArchiveReader& from) { get(from); });
}

void SampleBlocks::work(SampleRunner& runner, bool watching) {
  while (const auto block = next_block()) {
    const std::uint64_t first = *block * kRunsPerBlock;
    Samples samples = runner.run(first, std::min(first + kRunsPerBlock, runs_),
                                 stopping(*block, watching), options_.limits.states_max);
    for (const Samples::End& end : samples.ends) report_size_.add(end.outcome);
    findings_.add(samples);
    add(*block, std::move(samples));
    if (watching && !cut_short_ && options_.checkpoint && options_.checkpoint->due()) {
      options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
    }
  }
}

std::function<bool()> SampleBlocks::stopping(std::uint64_t block, bool watching) {
  return [this, block, watching, calls = std::uint64_t{0}]() mutable {
    if (watching && ++calls % 16 == 1) look_at_clock();
    return stop_ != Stop::kNone || block >= end_;
  };
}

Samples SampleBlocks::take(SampleRunner& runner) {
  if (options_.checkpoint && !cut_short_) {
    options_.checkpoint->save_at_end([this](ArchiveWriter& to) { put(to); });
  }
  merged_.stop = Stop::kNone;
  if (!cut_short_) merge_rest(runner);
  if (merged_.stop == Stop::kNone) merged_.stop = stop_;
  if (merged_.stop == Stop::kNone) merged_.stop = Stop::kRuns;
  waiting_.clear();
  return std::move(merged_);
}

// Those behind a gap, up to a limit of states or the first finding.
void SampleBlocks::merge_rest(SampleRunner& runner) {
  for (auto& [block, samples] : waiting_) {
    if (block >= end_ || merged_.stop != Stop::kNone || states_reached()) break;
    if (passes_states(samples)) {
      const std::uint64_t first = block * kRunsPerBlock;
      end_ = block + 1;
      samples = runner.run(first, std::min(first + kRunsPerBlock, runs_), stopping(block, true),
                           *options_.limits.states_max - merged_.states);
    }
    const Stop reason = samples.stop;
    if (!merge(std::move(samples))) break;
    if (reason != Stop::kMemory) merged_.stop = reason;
  }
  if (merged_.stop == Stop::kNone && merged_.runs < runs_ && states_reached()) {
    merged_.stop = Stop::kStates;
  }
}

void SampleBlocks::look_at_clock() {
  const Stop reason = watch_.check_process(
      {.runs = done_, .runs_total = static_cast<double>(runs_), .findings = findings_.count()},
      report_size_.bytes());
  if (reason != Stop::kNone) stop_ = reason;
}

std::optional<std::uint64_t> SampleBlocks::next_block() {
  const std::lock_guard lock(mutex_);
  // Some were made before the search was resumed.
  next_ = std::max(next_, merged_blocks_);
  while (waiting_.contains(next_)) ++next_;
  if (next_ >= end_ || stop_ != Stop::kNone) return std::nullopt;
  return next_++;
}

void SampleBlocks::add(std::uint64_t block, Samples samples) {
  const std::lock_guard lock(mutex_);
  done_ += samples.runs;
  if (samples.stop == Stop::kFirst) end_at(block, true);
  if (samples.stop == Stop::kStates) end_at(block, false);
  if (samples.stop == Stop::kMemory) stop_ = Stop::kMemory;
  waiting_.emplace(block, std::move(samples));
  merge_whole();
}

// Nothing counts that comes after the block.
void SampleBlocks::end_at(std::uint64_t block, bool found) {
  if (block + 1 > end_) return;
  end_ = block + 1;
  if (found) found_in_ = block;
}

// Merges those that are next in the order.
void SampleBlocks::merge_whole() {
  while (!waiting_.empty() && !cut_short_) {
    const auto first = waiting_.begin();
    if (first->first != merged_blocks_ || first->first >= end_ || !whole(first->second)) return;
    if (first->second.stop == Stop::kFirst) return;  // take() ends with it
    if (passes_states(first->second)) return end_at(first->first, false);
    if (!merge(std::move(first->second))) return;
    waiting_.erase(first);
    ++merged_blocks_;
    if (states_reached()) return end_at(merged_blocks_ - 1, false);
  }
}

// False when there is no memory for it: then nothing behind it counts, and what was merged stays.
bool SampleBlocks::merge(Samples&& samples) {
  try {
    merged_.merge(std::move(samples));
    return true;
  } catch (const std::bad_alloc&) {
    stop_ = merged_.stop = Stop::kMemory;
    cut_short_ = true;
    return false;
  }
}

bool SampleBlocks::passes_states(const Samples& samples) const {
  const auto most = options_.limits.states_max;
  return most && merged_.states + samples.states > *most;
}

bool SampleBlocks::states_reached() const {
  return options_.limits.states_max && merged_.states >= *options_.limits.states_max;
}

// Of blocks that are whole, however many runs there are to be.
void SampleBlocks::put(ArchiveWriter& to) {
  const std::lock_guard lock(mutex_);
  to.put(merged_blocks_);
  merged_.put(to);
  to.put(found_in_.value_or(kNowhere));
  for (const auto& [block, samples] : waiting_) {
    if (!whole(samples)) continue;
    to.put(true);
    to.put(block);
    samples.put(to);
  }
  to.put(false);
}

void SampleBlocks::get(ArchiveReader& from) {
  from.get(merged_blocks_);
  merged_.get(from);
  const auto found_in = from.get<std::uint64_t>();
  while (from.get<bool>()) {
    const auto block = from.get<std::uint64_t>();
    Samples samples;
    samples.get(from);
    if (samples.runs > kRunsPerBlock || block < merged_blocks_) ArchiveReader::fail_damaged();
    if (block < blocks_ && block * kRunsPerBlock + samples.runs <= runs_)
      waiting_[block] = std::move(samples);
  }
  if (merged_blocks_ > blocks_ || merged_.runs > runs_ ||
      states_reached()) {  // where it was to end is not known any more
    merged_ = Samples();
    merged_blocks_ = 0;
    waiting_.clear();
    return;
  }
  next_ = merged_blocks_;
  if (found_in != kNowhere) end_at(found_in, true);
  done_ = merged_.runs;
  for (const auto& [block, samples] : waiting_) done_ += samples.runs;
}

}  // namespace heddle::explore
