// Partial order sampling (Yuan et al., CAV 2018): accesses have random priorities; those that
// conflict with the one that happens get new ones.
#include <memory>
#include <vector>

#include "explore/runs/sampler.h"
#include "explore/runs/sampling.h"
#include "explore/strategies.h"
#include "kernel/dependence.h"

namespace heddle::explore {

namespace {

class Pos final : public Sampler {
 public:
  void begin(const kernel::Schedulable& run, Random& random) override {
    random_ = &random;
    priorities_.assign(run.thread_count(), 0);
  }

  std::size_t choose(const std::vector<kernel::PendingOperation>& enabled) override {
    const std::size_t threads = enabled.back().thread + std::size_t{1};
    if (priorities_.size() < threads) priorities_.resize(threads, 0);
    std::size_t best = 0;
    for (std::size_t i = 0; i < enabled.size(); ++i) {
      std::uint64_t& priority = priorities_[enabled[i].thread];
      if (priority == 0) priority = random_->next() | 1;
      if (priority > priorities_[enabled[best].thread]) best = i;
    }
    for (std::size_t i = 0; i < enabled.size(); ++i) {
      const auto& [thread, operation] = enabled[i];
      if (i == best || kernel::may_be_dependent(operation, enabled[best].operation)) {
        priorities_[thread] = 0;
      }
    }
    return best;
  }

 private:
  Random* random_ = nullptr;
  std::vector<std::uint64_t> priorities_;  // by thread, of its next access; 0: not drawn
};

Result explore_pos(kernel::Schedulable& run, const Options& options) {
  Result result = explore_sampled(run, options, "pos", [] { return std::make_unique<Pos>(); });
  put_first(RandomPriorities{}, result);
  return result;
}

}  // namespace

Strategy pos_strategy() {
  return random_strategy("pos", "random orders of conflicting accesses", explore_pos);
}

}  // namespace heddle::explore
