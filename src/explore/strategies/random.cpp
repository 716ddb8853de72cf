// The plain random walk.
#include "explore/strategies/sampler.h"

namespace heddle::explore {

namespace {

class RandomWalk final : public Sampler {
 public:
  void begin(const kernel::Execution&, Random& random) override { random_ = &random; }
  std::size_t choose(const std::vector<detect::PendingOperation>& enabled) override {
    return random_->below(enabled.size());
  }

 private:
  Random* random_ = nullptr;
};

}  // namespace

std::unique_ptr<Sampler> random_sampler() { return std::make_unique<RandomWalk>(); }

}  // namespace heddle::explore
