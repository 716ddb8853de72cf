// Probabilistic concurrency testing.
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "explore/result.h"
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

// How likely it is that none of `runs` shows what each shows with this probability.
double miss(double probability, std::uint64_t runs) {
  double result = 1;
  double factor = 1 - probability;
  for (; runs > 0; runs /= 2) {
    if (runs % 2 != 0) result *= factor;
    factor *= factor;
  }
  return result;
}

// "1/(n k^2) = 1/(4 x 30^2)".
std::string formula(std::uint64_t threads, std::uint64_t steps, std::uint64_t depth) {
  if (depth == 1) return fmt::format("1/n = 1/{}", threads);
  const std::string power = depth == 2 ? "" : fmt::format("^{}", depth - 1);
  return fmt::format("1/(n k{}) = 1/({} x {}{})", power, threads, steps, power);
}

// What the promise for each run comes to for all of them.
std::string together(double probability, std::uint64_t runs) {
  if (runs == 0) return "";
  const std::string missed = at_most_text(miss(probability, runs));
  const bool one = runs == 1;
  const std::string who = one ? "the one run" : fmt::format("all {} runs", grouped(runs));
  if (missed == "100%") return fmt::format(" For {} this promises less than 0.01%.", who);
  return fmt::format(" That {} {} it has a probability of at most {}.", who,
                     one ? "misses" : "miss", missed);
}

}  // namespace

std::unique_ptr<Sampler> pct_sampler(std::uint64_t depth, std::uint64_t steps) {
  return std::make_unique<Pct>(depth, std::max<std::uint64_t>(steps, 1));
}

double pct_probability(std::uint64_t threads, std::uint64_t steps, std::uint64_t depth) {
  double probability = 1.0 / static_cast<double>(std::max<std::uint64_t>(threads, 1));
  for (std::uint64_t i = 1; i < depth && probability > 0; ++i) {
    probability /= static_cast<double>(std::max<std::uint64_t>(steps, 1));
  }
  return probability;
}

std::string PctPromise::text() const {
  const std::string option = option_text("--depth", depth, Options().depth);
  if (threads < 2) return "There are no two threads, so priorities decide nothing.";
  if (!steps) return "How long a run is was not learnt in time, so no probability is promised.";
  if (*steps == 0) return "No step was there to be ordered, so priorities decide nothing.";
  const std::string constraints = counted(depth, "ordering constraint");
  if (pilot_runs == 0 && depth > *steps) {
    return fmt::format("With {}: no run has more than {}, so no finding takes {}.", option,
                       counted(*steps, "step"), constraints);
  }
  std::string sizes = fmt::format("n = {} threads", grouped(threads));
  if (depth > 1 && pilot_runs == 0) sizes += fmt::format(", k = {} steps at most", grouped(*steps));
  if (depth > 1 && pilot_runs > 0) {
    sizes += fmt::format(", k = {} steps, the most in {}", grouped(*steps),
                         counted(pilot_runs, "random run"));
  }
  const char* const unless = depth > 1 && pilot_runs > 0
                                 ? " Where a run may take more steps, the promise is smaller."
                                 : "";
  return fmt::format(
      "With {}: a finding that takes {} shows in a run with a probability of at least {} ({}).{}{}",
      option, constraints, formula(threads, *steps, depth), sizes,
      together(pct_probability(threads, *steps, depth), runs), unless);
}

}  // namespace heddle::explore
