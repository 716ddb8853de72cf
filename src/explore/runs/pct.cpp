// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): threads have random
// priorities; at `depth` - 1 random steps of the first `steps` the running thread gets the lowest.
#include <algorithm>
#include <memory>
#include <vector>

#include "explore/runs/sample_runner.h"
#include "explore/runs/sampler.h"
#include "explore/runs/sampling.h"
#include "explore/strategies.h"
#include "explore/time_left.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

class Pct final : public Sampler {
 public:
  Pct(std::uint64_t depth, std::uint64_t steps) : depth_(depth), steps_(steps) {}

  void begin(const kernel::Schedulable& run, Random& random) override {
    // A random order of the threads; priorities of change points are below those of all threads,
    // and of an earlier one above those of later ones.
    priorities_.resize(run.thread_count());
    for (std::size_t i = 0; i < priorities_.size(); ++i) priorities_[i] = depth_ + i;
    for (std::size_t i = priorities_.size(); i > 1; --i) {
      std::swap(priorities_[i - 1], priorities_[random.below(i)]);
    }
    changes_.clear();
    for (std::uint64_t i = 1; i < depth_; ++i) changes_.push_back(1 + random.below(steps_));
    step_ = 0;
    random_ = &random;
  }

  std::size_t choose(const std::vector<kernel::PendingOperation>& enabled) override {
    ++step_;
    while (priorities_.size() <= enabled.back().thread) add_thread();
    std::size_t chosen = highest(enabled);
    for (std::uint64_t i = 0; i < changes_.size(); ++i) {
      if (changes_[i] != step_) continue;
      priorities_[enabled[chosen].thread] = depth_ - 1 - i;
      chosen = highest(enabled);
    }
    return chosen;
  }

 private:
  // One that came into being: somewhere in the order of the others.
  void add_thread() {
    const std::uint64_t place = depth_ + random_->below(priorities_.size() + 1);
    for (std::uint64_t& each : priorities_) each += each >= place ? 1 : 0;
    priorities_.push_back(place);
  }
  std::size_t highest(const std::vector<kernel::PendingOperation>& enabled) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < enabled.size(); ++i) {
      if (priorities_[enabled[i].thread] > priorities_[enabled[best].thread]) best = i;
    }
    return best;
  }

  std::uint64_t depth_;
  std::uint64_t steps_;
  std::uint64_t step_ = 0;
  Random* random_ = nullptr;
  std::vector<std::uint64_t> priorities_;  // by thread
  std::vector<std::uint64_t> changes_;     // steps, from 1
};

// Where no bound of the steps is known: the longest of some random runs.
void measure_steps(kernel::Schedulable& run, const Options& options, Watch& watch,
                   PctPromise& promise) {
  SampleRunner runner(run, options, random_sampler());
  constexpr std::uint64_t kPilotRuns = 100;
  const std::uint64_t first = ~std::uint64_t{0} - kPilotRuns;
  const auto stop = [&] { return watch.check({}) != Stop::kNone; };
  const Samples pilot = runner.run(first, first + kPilotRuns, stop);
  promise.pilot_runs = pilot.runs;
  if (pilot.runs > 0) promise.steps = pilot.steps_longest;
}

Result explore_pct(kernel::Schedulable& run, const Options& options) {
  PctPromise promise{.depth = options.settings[kDepth],
                     .threads = run.thread_count(),
                     .steps = options.steps_bound};
  Options left = options;
  if (!promise.steps) {
    Watch watch(options);
    measure_steps(run, options, watch, promise);
    left = with_time_left(options, watch);
  }
  Result result = explore_sampled(run, left, "pct", [&]() -> std::unique_ptr<Sampler> {
    const std::uint64_t steps = std::max<std::uint64_t>(promise.steps.value_or(1), 1);
    return std::make_unique<Pct>(promise.depth, steps);
  });
  promise.runs = result.runs;
  promise.threads = std::max(promise.threads, result.threads_most);
  put_first(promise, result);
  return result;
}

}  // namespace

Strategy pct_strategy() {
  return random_strategy("pct", "random priorities, for findings of --depth D", explore_pct,
                         &kDepth);
}

}  // namespace heddle::explore
