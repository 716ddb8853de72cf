// Probabilistic concurrency testing.
#include <algorithm>

#include "explore/strategies/sampler.h"

namespace heddle::explore {

namespace {

class Pct final : public Sampler {
 public:
  Pct(std::uint64_t depth, std::uint64_t steps) : depth_(depth), steps_(steps) {}

  void begin(const kernel::Execution& execution, Random& random) override {
    // A random order of the threads; priorities of change points are below those of all threads,
    // and of an earlier one above those of later ones.
    priorities_.resize(execution.thread_count());
    for (std::size_t i = 0; i < priorities_.size(); ++i) priorities_[i] = depth_ + i;
    for (std::size_t i = priorities_.size(); i > 1; --i) {
      std::swap(priorities_[i - 1], priorities_[random.below(i)]);
    }
    changes_.clear();
    for (std::uint64_t i = 1; i < depth_; ++i) changes_.push_back(1 + random.below(steps_));
    step_ = 0;
  }

  std::size_t choose(const std::vector<detect::PendingOperation>& enabled) override {
    ++step_;
    std::size_t chosen = highest(enabled);
    for (std::uint64_t i = 0; i < changes_.size(); ++i) {
      if (changes_[i] != step_) continue;
      priorities_[enabled[chosen].thread] = depth_ - 1 - i;
      chosen = highest(enabled);
    }
    return chosen;
  }

 private:
  std::size_t highest(const std::vector<detect::PendingOperation>& enabled) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < enabled.size(); ++i) {
      if (priorities_[enabled[i].thread] > priorities_[enabled[best].thread]) best = i;
    }
    return best;
  }

  std::uint64_t depth_;
  std::uint64_t steps_;
  std::uint64_t step_ = 0;
  std::vector<std::uint64_t> priorities_;  // by thread
  std::vector<std::uint64_t> changes_;     // steps, from 1
};

}  // namespace

std::unique_ptr<Sampler> pct_sampler(std::uint64_t depth, std::uint64_t steps) {
  return std::make_unique<Pct>(depth, std::max<std::uint64_t>(steps, 1));
}

}  // namespace heddle::explore
