#include "explore/states/size_estimate.h"

#include <algorithm>

#include "explore/states/counting.h"
#include "explore/states/state_search.h"
#include "explore/states/topology.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

constexpr std::uint64_t kStatesMax = 50'000;
constexpr std::uint64_t kProbes = 1'000;
constexpr std::uint64_t kStreams = std::uint64_t{1} << 62;  // of no sampled run
constexpr std::uint64_t kProbeStepsMax = 20'000;

// The product of the numbers of alternatives along one random run; 0 when it is cut.
Scaled probe(kernel::Schedulable& run, Expansion& expansion, Random random,
             std::uint64_t steps_max) {
  Scaled product(1);
  kernel::Choices choices;
  choices.random = &random;
  const auto count_choices = [&] {
    for (const std::uint32_t each : choices.alternatives) product *= Scaled(each);
  };
  run.restart(choices);
  count_choices();
  for (std::uint64_t step = 0; step <= steps_max; ++step) {
    expansion.look();
    if (expansion.end() != kernel::End::kRunning) return product;
    const auto& enabled = expansion.enabled();
    product *= Scaled(static_cast<double>(enabled.size()));
    const auto& [thread, operation] = enabled[random.below(enabled.size())];
    choices.clear();
    run.step(thread, operation, choices);
    count_choices();
  }
  return {};
}

// Of a whole graph; nullopt when there was no time to count.
std::optional<SizeEstimate> exact_size(StateSearch& search) {
  SizeEstimate size;
  const TopologicalOrder order = topological_order(search.graph());
  size.unbounded = order.cyclic;
  if (order.cyclic) return size;
  Number total = 0;
  try {
    const auto counts =
        count_ends(search.graph(), order, search.classes().classes().size(), &search.watch());
    for (const Number& each : counts) total += each;
  } catch (const SearchStopped&) {
    return std::nullopt;
  }
  size.exact = total;
  return size;
}

}  // namespace

SizeEstimate sample_size(kernel::Schedulable& run, const Options& options) {
  SizeEstimate size;
  size.most = options.interleavings_max;
  Expansion expansion(run);
  Watch watch(options);
  Scaled sum;
  Scaled squares;
  const std::uint64_t steps = std::min(options.limits.steps_max, kProbeStepsMax);
  for (std::uint64_t i = 0; i < kProbes; ++i) {
    if (watch.look() != Stop::kNone) break;
    const Scaled value =
        probe(run, expansion, Random(options.settings[kSeed], kStreams + i), steps);
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
  if (size.most && scaled(*size.most) < size.mean) size.mean = scaled(*size.most);
  return size;
}

SizeEstimate estimate_size(kernel::Schedulable& run, const Options& options) {
  if (const auto machine = run.states()) {
    Options small = options;
    small.limits = {};
    small.limits.states_max = kStatesMax;
    small.limits.seconds_max = options.limits.seconds_max;
    small.limits.memory_bytes_max = options.limits.memory_bytes_max;
    small.progress = nullptr;
    small.first = false;
    const Watch watch(options);
    StateSearch search(machine->execution, machine->program, small);
    if (search.run() == Stop::kNone) {
      if (auto size = exact_size(search)) return *size;
    }
    if (small.limits.seconds_max) {
      small.limits.seconds_max = std::max(0.0, *small.limits.seconds_max - watch.seconds());
    }
    small.limits.steps_max = options.limits.steps_max;
    return sample_size(run, small);
  }
  return sample_size(run, options);
}

void note_coverage(std::vector<std::uint64_t> hashes, const SizeEstimate& size, Result& result) {
  std::sort(hashes.begin(), hashes.end());
  const auto distinct =
      static_cast<std::uint64_t>(std::unique(hashes.begin(), hashes.end()) - hashes.begin());
  result.notes.emplace_back(Coverage{distinct, size});
  const bool by_number = result.stop == Stop::kRuns || result.stop == Stop::kStates;
  if (by_number && size.exact && distinct == *size.exact) result.stop = Stop::kNone;
}

}  // namespace heddle::explore
