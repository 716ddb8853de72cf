// Makes random runs, one after the other, on one run.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/random.h"
#include "detect/shown_properties.h"
#include "explore/end_classes.h"
#include "explore/expansion.h"
#include "explore/run_notes.h"
#include "explore/runs/sampler.h"
#include "explore/samples.h"

namespace heddle::explore {

inline constexpr std::uint64_t kRunsToldApart = 10'000'000;  // those whose hashes are kept

class SampleRunner {
 public:
  // All must outlive this.
  SampleRunner(kernel::Schedulable& run, const Options& options, std::unique_ptr<Sampler> sampler);

  // Makes the runs [first, last), or until `stop` says so or so many states were visited: then
  // Samples::stop is kStates. What it finds depends on nothing but the seed and their numbers.
  // Without memory for it, it ends by Stop::kMemory.
  Samples run(std::uint64_t first, std::uint64_t last, const std::function<bool()>& stop,
              std::optional<std::uint64_t> states_max = std::nullopt);

 private:
  void run_all(std::uint64_t first, std::uint64_t last, const std::function<bool()>& stop);
  bool run_once(Random& random, bool keep_hash, const std::function<bool()>& stop);
  void take_step(kernel::Choices& choices);
  void note_decision(const Decision& decision);
  WayCost cost() const { return {preemptions_, path_.size() - 1}; }
  void note_state();
  void note_end();

  kernel::Schedulable& run_;
  const Options& options_;
  std::optional<EndClasses> classes_;  // of the runs that are made now
  RunEnds ends_;                       // of them
  Expansion expansion_;
  std::unique_ptr<Sampler> sampler_;
  detect::ShownProperties shown_;
  Samples samples_;
  std::optional<std::uint64_t> states_max_;
  Path path_;
  std::uint32_t preemptions_ = 0;
  std::uint64_t hash_ = 0;
};

}  // namespace heddle::explore
