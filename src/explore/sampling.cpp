#include "explore/sampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "base/hash.h"
#include "base/words.h"
#include "explore/checkpoint.h"
#include "explore/samples.h"
#include "explore/shared_coverage.h"
#include "explore/size_estimate.h"
#include "explore/state_search.h"
#include "explore/watch.h"

namespace heddle::explore {

using kernel::End;
using kernel::kNoId;

namespace {

constexpr std::uint64_t kRunsPerBlock = 250;
constexpr std::uint64_t kStepsBetweenLooks = 4096;  // at the clock, in one run
constexpr std::uint64_t kDistinctMax = 10'000'000;  // runs whose hashes are kept

// Makes runs on one execution.
class Runner {
 public:
  Runner(kernel::Execution& execution, kernel::Program& program, const Options& options,
         std::unique_ptr<Sampler> sampler)
      : execution_(execution),
        program_(program),
        options_(options),
        classes_(execution, program),
        expansion_(execution, program),
        sampler_(std::move(sampler)) {
    const auto& properties = program.properties();
    for (std::uint32_t i = 0; i < properties.size(); ++i) {
      if (properties[i].mark != kNoId) marked_.push_back(i);
      if (properties[i].kind != "data-race") continue;
      if (race_property_.size() <= properties[i].memory) {
        race_property_.resize(properties[i].memory + 1, kNoId);
      }
      race_property_[properties[i].memory] = i;
    }
  }

  // Runs [first, last), or until `stop` says so.
  Samples run(std::uint64_t first, std::uint64_t last, const std::function<bool()>& stop) {
    samples_ = Samples();
    samples_.findings.resize(program_.properties().size());
    samples_.contended.resize(execution_.object_count());
    end_of_class_.clear();
    for (std::uint64_t number = first; number < last && !stop(); ++number) {
      Random random(options_.seed, number);
      if (!run_once(random, number < kDistinctMax, stop)) break;
      if (options_.first && samples_.any_finding()) {
        samples_.stop = Stop::kFirst;
        break;
      }
    }
    return std::move(samples_);
  }

 private:
  // False when `stop` said so in the middle of it; then it does not count.
  bool run_once(Random& random, bool keep_hash, const std::function<bool()>& stop) {
    kernel::Choices choices;
    choices.random = &random;
    execution_.restart(choices);
    path_.assign(1, {kNoId, choices.taken});
    preemptions_ = 0;
    hash_ = 0;
    note_decision(path_.front());
    sampler_->begin(execution_, random);
    for (;;) {
      ++samples_.states;
      if (path_.size() % kStepsBetweenLooks == 0 && stop()) return false;
      expansion_.look();
      note_state();
      if (expansion_.end() != End::kRunning) break;
      if (path_.size() > options_.limits.steps_max) {
        ++samples_.cut;
        break;
      }
      take_step(choices);
    }
    if (keep_hash && expansion_.end() != End::kRunning) samples_.runs_by_hash.push_back(hash_);
    note_end();
    return true;
  }

  void take_step(kernel::Choices& choices) {
    const auto& enabled = expansion_.enabled();
    const auto& [thread, operation] = enabled[sampler_->choose(enabled)];
    const kernel::ThreadId last = path_.back().thread;
    const bool switches =
        last != thread && std::any_of(enabled.begin(), enabled.end(),
                                      [&](const auto& each) { return each.thread == last; });
    if (switches) ++preemptions_;
    choices.clear();
    execution_.step(thread, operation, choices);
    path_.push_back({thread, choices.taken});
    note_decision(path_.back());
  }

  void note_decision(const Decision& decision) {
    hash_ = mix(hash_ ^ decision.thread) + 0x9e3779b97f4a7c15ULL;
    for (const std::uint32_t choice : decision.choices) hash_ = mix(hash_ ^ choice) + 1;
  }

  void keep_if_better(std::optional<SampledWay>& best) const {
    const WayCost cost{preemptions_, path_.size() - 1};
    if (!best || cost < best->cost) best = {cost, path_};
  }

  void note_state() {
    expansion_.note_contention(samples_.contended);
    for (const std::uint32_t name : expansion_.races()) {
      if (name < race_property_.size() && race_property_[name] != kNoId) {
        keep_if_better(samples_.findings[race_property_[name]]);
      }
    }
    for (const std::uint32_t property : marked_) {
      if (execution_.marked(program_.properties()[property].mark)) {
        keep_if_better(samples_.findings[property]);
      }
    }
  }

  void note_end() {
    ++samples_.runs;
    samples_.steps_longest = std::max<std::uint64_t>(samples_.steps_longest, path_.size() - 1);
    if (expansion_.end() == End::kRunning) return;
    const std::uint32_t end_class = classes_.classify(expansion_.end());
    if (end_of_class_.size() <= end_class) end_of_class_.resize(end_class + 1, kNoId);
    const WayCost cost{preemptions_, path_.size() - 1};
    if (end_of_class_[end_class] == kNoId) {
      end_of_class_[end_class] = static_cast<std::uint32_t>(samples_.ends.size());
      const EndClass& known = classes_.classes()[end_class];
      samples_.ends.push_back(
          {classes_.outcomes()[known.outcome], known.properties, {cost, path_}});
    } else if (auto& way = samples_.ends[end_of_class_[end_class]].way; cost < way.cost) {
      way = {cost, path_};
    }
  }

  kernel::Execution& execution_;
  kernel::Program& program_;
  const Options& options_;
  EndClasses classes_;
  Expansion expansion_;
  std::unique_ptr<Sampler> sampler_;
  Samples samples_;
  Path path_;
  std::uint32_t preemptions_ = 0;
  std::uint64_t hash_ = 0;
  std::vector<std::uint32_t> end_of_class_;  // index in samples_.ends
  std::vector<std::uint32_t> marked_;
  std::vector<std::uint32_t> race_property_;  // by memory name
};

// Gives out blocks of runs, and puts together what they found, in their order.
class Pool {
 public:
  Pool(const Options& options, kernel::Program& program, std::uint64_t runs)
      : options_(options),
        coverage_(program),
        runs_(runs),
        blocks_((runs + kRunsPerBlock - 1) / kRunsPerBlock),
        watch_(options),
        end_(blocks_) {
    if (options.checkpoint) options.checkpoint->resume([this](ArchiveReader& from) { get(from); });
  }

  // Works until nothing is left. One of the callers, `watching`, looks at the clock.
  void work(Runner& runner, kernel::Program& program, bool watching) {
    while (const auto block = next_block()) {
      const std::uint64_t first = *block * kRunsPerBlock;
      std::uint64_t calls = 0;
      Samples samples = runner.run(first, std::min(first + kRunsPerBlock, runs_), [&] {
        if (watching && ++calls % 16 == 1) look_at_clock();
        return stop_ != Stop::kNone || *block >= end_;
      });
      coverage_.add(program);
      add(*block, std::move(samples));
      if (watching && options_.checkpoint && options_.checkpoint->due()) {
        options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
      }
    }
  }

  void give_coverage(kernel::Program& program) { coverage_.give(program); }
  // Once nobody works any more.
  Samples take() {
    if (options_.checkpoint) {
      options_.checkpoint->save_at_end([this](ArchiveWriter& to) { put(to); });
    }
    for (auto& [block, samples] : waiting_) {
      if (block < end_) merge(block, std::move(samples));
    }
    merged_.stop = found_in_ && *found_in_ < end_ ? Stop::kFirst
                   : end_ < blocks_               ? Stop::kStates
                   : stop_ != Stop::kNone         ? stop_.load()
                                                  : Stop::kRuns;
    return std::move(merged_);
  }

  // From the watching thread alone.
  void look_at_clock() {
    const Stop reason = watch_.check({.runs = done_, .runs_total = static_cast<double>(runs_)});
    if (reason != Stop::kNone) stop_ = reason;
  }

 private:
  std::optional<std::uint64_t> next_block() {
    const std::lock_guard lock(mutex_);
    while (waiting_.contains(next_)) ++next_;  // done before the search was resumed
    if (next_ >= end_ || stop_ != Stop::kNone) return std::nullopt;
    return next_++;
  }

  void add(std::uint64_t block, Samples samples) {
    const std::lock_guard lock(mutex_);
    done_ += samples.runs;
    if (samples.stop == Stop::kFirst) end_at(block, true);
    waiting_.emplace(block, std::move(samples));
    merge_whole();
  }

  // Nothing counts that comes after the block.
  void end_at(std::uint64_t block, bool found) {
    if (block + 1 > end_) return;
    end_ = block + 1;
    if (found) found_in_ = block;
  }

  // Not cut short by a stop.
  static bool whole(const Samples& samples) {
    return samples.stop == Stop::kFirst || samples.runs == kRunsPerBlock;
  }

  // Merges those that are next in the order.
  void merge_whole() {
    while (!waiting_.empty()) {
      const auto first = waiting_.begin();
      if (first->first != merged_blocks_ || first->first >= end_ || !whole(first->second)) return;
      merge(first->first, std::move(first->second));
      waiting_.erase(first);
      ++merged_blocks_;
    }
  }

  void merge(std::uint64_t block, Samples&& samples) {
    merged_.merge(std::move(samples));
    if (states_reached()) end_at(block, false);
  }

  bool states_reached() const {
    return options_.limits.states_max && merged_.states >= *options_.limits.states_max;
  }

  // Of blocks that are whole, however many runs there are to be.
  void put(ArchiveWriter& to) {
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
  void get(ArchiveReader& from) {
    from.get(merged_blocks_);
    merged_.get(from);
    const auto found_in = from.get<std::uint64_t>();
    while (from.get<bool>()) {
      const auto block = from.get<std::uint64_t>();
      Samples samples;
      samples.get(from);
      if (samples.runs > kRunsPerBlock || block < merged_blocks_) ArchiveReader::fail_damaged();
      if (block * kRunsPerBlock + samples.runs <= runs_) waiting_[block] = std::move(samples);
    }
    if (merged_.runs > runs_ || states_reached()) {  // where it was to end is not known any more
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

  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

  const Options& options_;
  SharedCoverage coverage_;
  const std::uint64_t runs_;
  const std::uint64_t blocks_;
  Watch watch_;
  std::mutex mutex_;                          // of all that is not atomic
  std::uint64_t next_ = 0;                    // block to be given out
  std::uint64_t merged_blocks_ = 0;           // the first so many
  Samples merged_;                            // of them
  std::map<std::uint64_t, Samples> waiting_;  // by block: what comes after a gap
  std::optional<std::uint64_t> found_in_;     // block, with --first
  std::atomic<std::uint64_t> end_;            // block from which nothing counts
  std::atomic<std::uint64_t> done_{0};
  std::atomic<Stop> stop_{Stop::kNone};
};

void note_coverage(const Samples& samples, kernel::Execution& execution, kernel::Program& program,
                   const Options& options, Result& result) {
  std::vector<std::uint64_t> hashes = samples.runs_by_hash;
  std::sort(hashes.begin(), hashes.end());
  const auto told_apart = hashes.size();
  const auto distinct =
      static_cast<std::uint64_t>(std::unique(hashes.begin(), hashes.end()) - hashes.begin());
  // Who is out of time, or of memory, has none for an estimate.
  const bool has_means =
      result.stop != Stop::kTime && result.stop != Stop::kInterrupt && result.stop != Stop::kMemory;
  SizeEstimate size;
  size.most = options.interleavings_max;
  if (has_means) size = estimate_size(execution, program, options);
  result.notes.push_back(coverage_text(distinct, size));
  if (samples.runs - samples.cut > told_apart) {
    result.notes.push_back(
        fmt::format("Only the first {} runs were told apart.", grouped(kDistinctMax)));
  }
  if (samples.cut > 0) {
    const std::uint64_t steps = options.limits.steps_max;
    result.notes.push_back(fmt::format("{} {} cut after {}: {}.", counted(samples.cut, "run"),
                                       samples.cut == 1 ? "was" : "were", counted(steps, "step"),
                                       option_text("--max-steps", steps, Limits().steps_max)));
  }
}

}  // namespace

Result explore_sampled(kernel::Execution& execution, kernel::Program& program,
                       const Options& options, const std::string& strategy,
                       const std::function<std::unique_ptr<Sampler>()>& make_sampler) {
  Pool pool(options, program, options.limits.runs_max.value_or(kSampledRuns));
  {
    std::atomic<std::size_t> working{0};
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 1; i < options.jobs && options.make_worker; ++i) {
      ++working;
      threads.emplace_back([&] {
        const auto worker = options.make_worker();
        Runner runner(worker->execution(), worker->program(), options, make_sampler());
        pool.work(runner, worker->program(), false);
        --working;
      });
    }
    Runner runner(execution, program, options, make_sampler());
    pool.work(runner, program, true);
    while (working > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      pool.look_at_clock();
    }
  }
  pool.give_coverage(program);
  const Samples samples = pool.take();
  Result result =
      conclude(samples, strategy, {.no_orderings = kNoOrderings}, execution, program, options);
  note_coverage(samples, execution, program, options, result);
  return result;
}

Result explore_random(kernel::Execution& execution, kernel::Program& program,
                      const Options& options) {
  Result result = explore_sampled(execution, program, options, "random", random_sampler);
  result.notes.insert(
      result.notes.begin(),
      "Each run chooses evenly among the threads that can go on, at each step; what "
      "needs a rare order is easily missed.");
  return result;
}

Result explore_pct(kernel::Execution& execution, kernel::Program& program, const Options& options) {
  PctPromise promise{
      .depth = options.depth, .threads = execution.thread_count(), .steps = options.steps_bound};
  Options left = options;  // with the time that the first runs leave
  if (!promise.steps) {
    // No bound is known: the longest of some random runs.
    Runner runner(execution, program, options, random_sampler());
    constexpr std::uint64_t kPilotRuns = 100;
    const std::uint64_t first = ~std::uint64_t{0} - kPilotRuns;
    Watch watch(options);
    const auto stop = [&] { return watch.check({}) != Stop::kNone; };
    const Samples pilot = runner.run(first, first + kPilotRuns, stop);
    promise.pilot_runs = pilot.runs;
    if (pilot.runs > 0) promise.steps = pilot.steps_longest;
    if (auto& seconds_max = left.limits.seconds_max) {
      seconds_max = std::max(0.0, *seconds_max - watch.seconds());
    }
  }
  Result result = explore_sampled(execution, program, left, "pct", [&] {
    return pct_sampler(promise.depth, promise.steps.value_or(1));
  });
  promise.runs = result.runs;
  result.notes.insert(result.notes.begin(), promise.text());
  return result;
}

Result explore_pos(kernel::Execution& execution, kernel::Program& program, const Options& options) {
  Result result = explore_sampled(execution, program, options, "pos", pos_sampler);
  result.notes.insert(result.notes.begin(),
                      "Each access has a random priority, which is drawn again when a conflicting "
                      "access comes before it. How likely an order of conflicting accesses is "
                      "differs from order to order, and no bound on what is missed is given.");
  return result;
}

}  // namespace heddle::explore
