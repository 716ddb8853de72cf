#include "explore/automatic.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "explore/states/stateful.h"
#include "explore/time_left.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

// For a search after the first one. It is in no checkpoint: who resumes makes it again.
Options of_another_search(const Options& options, const Watch& watch) {
  Options left = with_time_left(options, watch);
  left.checkpoint = nullptr;
  return left;
}

// For one's report: whether the other one has findings that it lacks altogether.
bool says_less(const Result& one, const Result& other) {
  return one.findings.empty() && !other.findings.empty();
}

class Portfolio {
 public:
  Portfolio(kernel::Schedulable& run, const kernel::StateMachine& machine, const Options& options,
            const Turns& turns)
      : run_(run),
        execution_(machine.execution),
        program_(machine.program),
        options_(options),
        turns_(turns),
        watch_(options) {}

  Result explore() {
    counting_ = stateful_search(execution_, program_, options_);
    may_trace_ = !program_.may_cycle();
    for (std::uint64_t states = turns_.alone; !count(states); states *= 2) {
      if (!trace(states)) continue;
      traced_->counting_left_at = states;
      return *std::move(traced_);
    }
    Result counted = counting_->conclude();
    counting_.reset();
    may_trace_ = may_trace_ || lacked_memory_;
    const bool fits = counted.stop != Stop::kMemory && counted.stop != Stop::kStates;
    if (fits) return best(std::move(counted), std::nullopt);
    if (trace(PausableSearch::kToTheEnd)) return *std::move(traced_);
    Options uncounted = of_another_search(options_, watch_);
    uncounted.counts = false;
    return best(std::move(counted), explore_stateful(execution_, program_, uncounted));
  }

 private:
  // A turn of stateful; true when it has ended.
  bool count(std::uint64_t states) {
    return counting_->go_on(may_trace_ ? states : PausableSearch::kToTheEnd);
  }

  // A turn of dpor; true when what it found decides.
  bool trace(std::uint64_t states) {
    if (!may_trace_) return false;
    if (!tracing_) {
      reduced_ = of_another_search(options_, watch_);
      auto& states_max = reduced_.limits.states_max;
      states_max = std::min(states_max.value_or(turns_.reduced_max), turns_.reduced_max);
      tracing_ = dpor_search(run_, reduced_, turns_.rounds);
    }
    if (!tracing_->go_on(states)) return false;
    traced_ = tracing_->conclude();
    tracing_.reset();
    if (traced_->complete() || traced_->stop == Stop::kFirst) return true;
    may_trace_ = false;
    lacked_memory_ = counting_ != nullptr && traced_->stop == Stop::kMemory;
    const bool over = traced_->stop == Stop::kTime || traced_->stop == Stop::kInterrupt;
    if (over && counting_ != nullptr) counting_->stop(traced_->stop);
    return false;
  }

  Result best(Result counted, std::optional<Result> uncounted) {
    if (uncounted && uncounted->complete()) return *std::move(uncounted);
    if (traced_ && says_less(counted, *traced_)) return *std::move(traced_);
    if (uncounted && says_less(counted, *uncounted)) return *std::move(uncounted);
    return counted;
  }

  kernel::Schedulable& run_;
  kernel::Execution& execution_;
  kernel::StateProgram& program_;
  const Options& options_;
  const Turns turns_;
  const Watch watch_;
  Options reduced_;  // of dpor
  std::unique_ptr<PausableSearch> counting_;
  std::unique_ptr<PausableSearch> tracing_;
  std::optional<Result> traced_;  // where dpor ended
  bool may_trace_ = true;         // dpor may come to an end yet
  bool lacked_memory_ = false;    // and it may again once there is no graph beside it
};

}  // namespace

Result explore_automatically(kernel::Schedulable& run, const Options& options, const Turns& turns) {
  const auto machine = run.states();
  if (!machine) return explore_dpor(run, options);
  if (!options.counts) return explore_stateful(machine->execution, machine->program, options);
  return Portfolio(run, *machine, options, turns).explore();
}

}  // namespace heddle::explore
