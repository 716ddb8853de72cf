#include "explore/size_estimate.h"

#include <fmt/format.h>

#include "explore/counting.h"
#include "explore/state_search.h"
#include "explore/topology.h"

namespace heddle::explore {

namespace {

constexpr std::uint64_t kStatesMax = 50'000;
constexpr std::uint64_t kProbes = 1'000;
constexpr std::uint64_t kStreams = std::uint64_t{1} << 62;  // of no sampled run
constexpr std::uint64_t kProbeStepsMax = 20'000;

// The product of the numbers of alternatives along one random run; 0 when it is cut.
Scaled probe(kernel::Execution& execution, Expansion& expansion, Random random,
             std::uint64_t steps_max) {
  Scaled product(1);
  kernel::Choices choices;
  choices.random = &random;
  const auto count_choices = [&] {
    for (const std::uint32_t each : choices.alternatives) product *= Scaled(each);
  };
  execution.restart(choices);
  count_choices();
  for (std::uint64_t step = 0; step <= steps_max; ++step) {
    expansion.look();
    if (expansion.end() != kernel::End::kRunning) return product;
    const auto& enabled = expansion.enabled();
    product *= Scaled(static_cast<double>(enabled.size()));
    const auto& [thread, operation] = enabled[random.below(enabled.size())];
    choices.clear();
    execution.step(thread, operation, choices);
    count_choices();
  }
  return {};
}

}  // namespace

std::string SizeEstimate::text() const {
  if (exact) return exact->str();
  if (unbounded) return "unbounded";
  if (mean.zero()) return "unknown";
  const double share = (error / mean).value();
  if (share < 0.005) return "about " + mean.text();
  return fmt::format("about {} (standard error {:.0f}%)", mean.text(), share * 100);
}

SizeEstimate sample_size(kernel::Execution& execution, kernel::Program& program,
                         const Options& options) {
  SizeEstimate size;
  Expansion expansion(execution, program);
  Scaled sum;
  Scaled squares;
  const std::uint64_t steps = std::min(options.limits.steps_max, kProbeStepsMax);
  for (std::uint64_t i = 0; i < kProbes; ++i) {
    if (options.interrupt != nullptr && options.interrupt->load(std::memory_order_relaxed)) break;
    const Scaled value = probe(execution, expansion, Random(options.seed, kStreams + i), steps);
    sum += value;
    squares += value * value;
    ++size.probes;
  }
  if (size.probes < 2) return size;
  const Scaled count(static_cast<double>(size.probes));
  size.mean = sum / count;
  Scaled variance = squares / count;
  variance -= size.mean * size.mean;
  size.error = (variance / Scaled(static_cast<double>(size.probes - 1))).root();
  return size;
}

SizeEstimate estimate_size(kernel::Execution& execution, kernel::Program& program,
                           const Options& options) {
  if (program.restorable()) {
    Options small = options;
    small.limits = {};
    small.limits.states_max = kStatesMax;
    small.progress = nullptr;
    small.first = false;
    StateSearch search(execution, program, small);
    if (search.run() == Stop::kNone) {
      SizeEstimate size;
      const TopologicalOrder order = topological_order(search.graph());
      size.unbounded = order.cyclic;
      if (order.cyclic) return size;
      Number total = 0;
      for (const Number& each :
           count_ends(search.graph(), order, search.classes().classes().size())) {
        total += each;
      }
      size.exact = total;
      return size;
    }
  }
  return sample_size(execution, program, options);
}

std::string coverage_text(std::uint64_t distinct, const SizeEstimate& size) {
  const auto share = [&](const Scaled& total) {
    return (Scaled(static_cast<double>(distinct)) / total).value();
  };
  if (size.exact) {
    const double part = share(Scaled(size.exact->convert_to<double>()));
    const std::string percent =
        part >= 0.0001 ? fmt::format("{:.2f}%", part * 100) : "less than 0.01%";
    return fmt::format("{} different interleavings were run, of {} in all ({}).", distinct,
                       size.exact->str(), percent);
  }
  if (size.unbounded) {
    return fmt::format("{} different interleavings were run, of an unbounded number.", distinct);
  }
  if (size.mean.zero()) {
    return fmt::format("{} different interleavings were run; how many there are is not known.",
                       distinct);
  }
  return fmt::format("{} different interleavings were run, of {} by Knuth's estimate.", distinct,
                     size.text());
}

}  // namespace heddle::explore
