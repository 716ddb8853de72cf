#include "explore/sampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/words.h"
#include "explore/sample_blocks.h"
#include "explore/sample_runner.h"
#include "explore/samples.h"
#include "explore/size_estimate.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

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
        fmt::format("Only the first {} runs were told apart.", grouped(kRunsToldApart)));
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
  SampleBlocks blocks(options, options.limits.runs_max.value_or(kSampledRuns));
  {
    std::atomic<std::size_t> working{0};
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 1; i < options.jobs && options.make_worker; ++i) {
      ++working;
      threads.emplace_back([&] {
        const auto worker = options.make_worker();
        SampleRunner runner(worker->execution(), worker->program(), options, make_sampler());
        blocks.work(runner, false);
        --working;
      });
    }
    SampleRunner runner(execution, program, options, make_sampler());
    blocks.work(runner, true);
    while (working > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      blocks.look_at_clock();
    }
  }
  const Samples samples = blocks.take();
  Result result = conclude(samples, strategy, {.no_orderings = NoOrderings::kNotInGraph}, execution,
                           program, options);
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
    SampleRunner runner(execution, program, options, random_sampler());
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
