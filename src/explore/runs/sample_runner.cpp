#include "explore/runs/sample_runner.h"

#include <algorithm>
#include <new>
#include <utility>

#include "base/hash.h"

namespace heddle::explore {

using kernel::End;
using kernel::kNoId;

namespace {

constexpr std::uint64_t kStepsBetweenLooks = 4096;  // at the clock, in one run

}  // namespace

SampleRunner::SampleRunner(kernel::Schedulable& run, const Options& options,
                           std::unique_ptr<Sampler> sampler)
    : run_(run), options_(options), expansion_(run), sampler_(std::move(sampler)), shown_(run) {}

Samples SampleRunner::run(std::uint64_t first, std::uint64_t last,
                          const std::function<bool()>& stop,
                          std::optional<std::uint64_t> states_max) {
  samples_ = Samples();
  states_max_ = states_max;
  try {
    run_all(first, last, stop);
  } catch (const std::bad_alloc&) {
    samples_.stop = Stop::kMemory;
  }
  classes_.reset();
  return std::move(samples_);
}

void SampleRunner::run_all(std::uint64_t first, std::uint64_t last,
                           const std::function<bool()>& stop) {
  samples_.findings.resize(run_.properties().size());
  samples_.contended.resize(run_.object_count());
  classes_.emplace(run_);
  ends_.begin();
  for (std::uint64_t number = first; number < last && !stop(); ++number) {
    Random random(options_.settings[kSeed], number);
    if (!run_once(random, number < kRunsToldApart, stop)) break;
    if (options_.first && samples_.any_finding()) {
      samples_.stop = Stop::kFirst;
      break;
    }
  }
}

// False when it was stopped in the middle; then it does not count.
bool SampleRunner::run_once(Random& random, bool keep_hash, const std::function<bool()>& stop) {
  kernel::Choices choices;
  choices.random = &random;
  run_.restart(choices);
  path_.assign(1, {kNoId, choices.taken});
  preemptions_ = 0;
  hash_ = 0;
  note_decision(path_.front());
  sampler_->begin(run_, random);
  for (;;) {
    if (states_max_ && samples_.states >= *states_max_) {
      samples_.stop = Stop::kStates;
      return false;
    }
    ++samples_.states;
    if (path_.size() % kStepsBetweenLooks == 0 && stop()) return false;
    expansion_.look();
    note_state();
    if (expansion_.end() != End::kRunning) break;
    if (path_.size() > options_.limits.steps_max) {
      ++samples_.cut;
      break;
    }
    take_step(choices);
  }
  if (keep_hash && expansion_.end() != End::kRunning) samples_.runs_by_hash.push_back(hash_);
  note_end();
  return true;
}

void SampleRunner::take_step(kernel::Choices& choices) {
  const auto& enabled = expansion_.enabled();
  const auto& [thread, operation] = enabled[sampler_->choose(enabled)];
  if (preempts(path_.back().thread, thread, enabled)) ++preemptions_;
  choices.clear();
  run_.step(thread, operation, choices);
  path_.push_back({thread, choices.taken});
  note_decision(path_.back());
}

void SampleRunner::note_decision(const Decision& decision) {
  hash_ = mix(hash_ ^ decision.thread) + 0x9e3779b97f4a7c15ULL;
  for (const std::uint32_t choice : decision.choices) hash_ = mix(hash_ ^ choice) + 1;
}

void SampleRunner::note_state() {
  expansion_.note_contention(samples_.contended);
  shown_.for_each(run_, expansion_.enabled(), [this](std::uint32_t property) {
    keep_if_better(samples_.findings[property], cost(), [this] { return path_; });
  });
}

void SampleRunner::note_end() {
  ++samples_.runs;
  samples_.threads_most = std::max<std::uint64_t>(samples_.threads_most, run_.thread_count());
  samples_.steps_longest = std::max<std::uint64_t>(samples_.steps_longest, path_.size() - 1);
  if (expansion_.end() == End::kRunning) return;
  ends_.add(
      *classes_, classes_->classify(expansion_.end()), cost(), [this] { return path_; }, samples_);
}

}  // namespace heddle::explore
