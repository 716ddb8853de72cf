// The plain random walk.
#include "explore/runs/sampler.h"
#include "explore/runs/sampling.h"
#include "explore/strategies.h"

namespace heddle::explore {

namespace {

class RandomWalk final : public Sampler {
 public:
  void begin(const kernel::Schedulable&, Random& random) override { random_ = &random; }
  std::size_t choose(const std::vector<kernel::PendingOperation>& enabled) override {
    return random_->below(enabled.size());
  }

 private:
  Random* random_ = nullptr;
};

}  // namespace

std::unique_ptr<Sampler> random_sampler() { return std::make_unique<RandomWalk>(); }

namespace {

Result explore_random(kernel::Schedulable& run, const Options& options) {
  Result result = explore_sampled(run, options, "random", random_sampler);
  put_first(EvenSteps{}, result);
  return result;
}

}  // namespace

Strategy random_walk_strategy() { return random_strategy("random", "random runs", explore_random); }

}  // namespace heddle::explore
