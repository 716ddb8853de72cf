#include "explore/states/stateful.h"

#include <algorithm>
#include <memory>
#include <new>

#include "base/check.h"
#include "explore/checkpoint.h"
#include "explore/conditions/conditions.h"
#include "explore/run_notes.h"
#include "explore/states/class_ways.h"
#include "explore/states/serial_orders.h"
#include "explore/states/state_findings.h"
#include "explore/states/state_space.h"
#include "explore/strategies.h"
#include "explore/tally.h"

namespace heddle::explore {

namespace {

bool has_barriers(const kernel::Execution& execution) {
  for (kernel::ObjectId object = 0; object < execution.object_count(); ++object) {
    if (execution.object(object).kind == kernel::ObjectKind::kBarrier) return true;
  }
  return false;
}

// What the search must not leave out, given what it has met, to find everything; nullopt: it is
// exact, or was stopped and owes nothing.
std::optional<Reduction> exact_reduction(StateSpace& space) {
  const Reduction& reduction = space.search().reduction();
  if (!reduction.any() || !space.complete()) return std::nullopt;
  if (space.cyclic()) return Reduction{};
  if (!space.search().failed()) return std::nullopt;
  // When a barrier opens, the local work of its threads is done in their order, and a fault in it
  // keeps the others from theirs: then the threads are not alike.
  const bool symmetric = reduction.symmetric && !has_barriers(space.execution());
  if (!reduction.persistent && symmetric) return std::nullopt;
  return Reduction{.symmetric = symmetric};
}

// All that serial orders do; nullopt: they are not known. Where they decide a finding, the search
// is not complete without them: throws SearchStopped.
std::optional<SerialOrders> serial_orders(StateSpace& space, const Options& options) {
  if (!space.complete()) return std::nullopt;
  const bool asked = property_of(space.program().properties(), "not-serializable").has_value();
  Options own = options;
  if (!asked) own.limits.states_max = serial_states_max(space.search().expanded());
  auto serial = find_serial_orders(space.execution(), space.program(), own, space.search().watch());
  if (serial.stop == Stop::kNone) return serial;
  if (asked) throw SearchStopped{serial.stop};
  return std::nullopt;
}

// The numbers of the search alone.
Result begun(StateSpace& space, const Options& options) {
  Result result;
  result.strategy = "stateful";
  result.counted = options.counts;
  result.cyclic = space.cyclic();
  result.stop = space.stop();
  result.states = space.search().expanded();
  result.transitions = space.graph().edge_count();
  if (!space.search().reduction().any()) result.contended = space.search().contended();
  return result;
}

void count(StateSpace& space, Tally& tally) {
  if (space.cyclic()) {
    tally.kind = space.complete() ? Count::kUnbounded : Count::kUnknown;
  } else if (space.complete()) {
    tally.kind = Count::kKnown;
    tally.class_counts = space.class_counts();
  }
}

void add_conditions(StateSpace& space, const Options& options, const TalliedClasses& classes,
                    Result& result) {
  if (options.counts && options.orderings) return find_conditions(space, classes, result);
  for (Finding& finding : result.findings) {
    finding.no_orderings = options.counts ? NoOrderings::kNotAsked : NoOrderings::kNotCounted;
  }
}

// The edges of a reduced graph do not tell who else could have gone on.
void recount_preemptions(StateSpace& space, Result& result) {
  const auto recount = [&](Witness& witness) {
    witness.preemptions = count_preemptions(space.scheduled(), witness.path.unpack());
  };
  for (FoundOutcome& outcome : result.outcomes) {
    space.go_on();
    recount(outcome.witness);
  }
  for (Finding& finding : result.findings) {
    recount(finding.witness);
    if (finding.second) recount(*finding.second);
  }
}

Result tell(StateSpace& space, const Options& options, Haste haste) {
  Result result = begun(space, options);
  const auto serial = serial_orders(space, options);
  Tally tally;
  if (options.counts) count(space, tally);
  ClassWays ways(space, options);
  ways.find(haste);
  tally.fewest = space.knows_fewest();
  tally.class_costs = ways.costs();
  tally.class_path = [&ways](std::uint32_t end_class) { return ways.path(end_class); };
  TalliedClasses classes =
      tally_ends(space.program().properties(), space.classes(), tally, serial, result);
  add_state_findings(space, classes, tally.kind, result);
  finish_findings(space.program().properties(), tally, serial, classes, result);
  add_conditions(space, options, classes, result);
  if (space.search().reduction().any()) recount_preemptions(space, result);
  return result;
}

// nullopt when it was stopped; then the space says by what.
std::optional<Result> told(StateSpace& space, const Options& options, Haste haste) {
  try {
    return tell(space, options, haste);
  } catch (const SearchStopped& stopped) {
    space.give_up(stopped.reason);
  } catch (const std::bad_alloc&) {
    space.give_up(Stop::kMemory);
  }
  return std::nullopt;
}

// Says what the graph holds: all of it, unless that is stopped; then as much as there is time for,
// and if there is no memory for that, the findings.
Result everything_told(StateSpace& space, const Options& options) {
  space.search().store().freeze();
  const Stop stop = space.stop();
  if (stop != Stop::kTime && stop != Stop::kInterrupt && stop != Stop::kMemory) {
    if (auto result = told(space, options, Haste::kNone)) return std::move(*result);
  }
  space.hurry();
  if (auto result = told(space, options, Haste::kSoon)) return std::move(*result);
  if (auto result = told(space, options, Haste::kFindings)) return std::move(*result);
  return begun(space, options);
}

class StatefulSearch final : public PausableSearch {
 public:
  StatefulSearch(kernel::Execution& execution, kernel::StateProgram& program,
                 const Options& options)
      : execution_(execution),
        program_(program),
        options_(options),
        left_(options),
        reduction_{.persistent = !options.counts, .symmetric = !options.counts},
        watch_(options) {
    if (options.checkpoint == nullptr) return;
    options.checkpoint->resume([this](ArchiveReader& from) {
      reduction_ = StateSearch::get_reduction(from);
      space_.emplace(execution_, program_, left_, reduction_).resume(from);
    });
  }

  bool go_on(std::uint64_t states) override {
    const auto pause_at =
        static_cast<StateId>(std::min<std::uint64_t>(states, StateSearch::kNever));
    for (;;) {
      if (!space_) space_.emplace(execution_, program_, left_, reduction_);
      if (!space_->explore(pause_at)) return false;
      const auto exact = exact_reduction(*space_);
      if (!exact) return true;
      reduction_ = *exact;
      space_.reset();
      if (options_.limits.seconds_max) {
        left_.limits.seconds_max = std::max(0.0, *options_.limits.seconds_max - watch_.seconds());
      }
    }
  }

  void stop(Stop reason) override { space_->stop(reason); }
  Result conclude() override {
    CHECK(space_ && space_->search().done());
    return everything_told(*space_, left_);
  }

 private:
  kernel::Execution& execution_;
  kernel::StateProgram& program_;
  const Options& options_;
  Options left_;
  Reduction reduction_;
  const Watch watch_;
  std::optional<StateSpace> space_;
};

}  // namespace

std::unique_ptr<PausableSearch> stateful_search(kernel::Execution& execution,
                                                kernel::StateProgram& program,
                                                const Options& options) {
  return std::make_unique<StatefulSearch>(execution, program, options);
}

Result explore_stateful(kernel::Execution& execution, kernel::StateProgram& program,
                        const Options& options) {
  StatefulSearch search(execution, program, options);
  search.go_on(PausableSearch::kToTheEnd);
  return search.conclude();
}

Strategy stateful_strategy() {
  return {.name = "stateful",
          .summary = "each state once, interleavings counted",
          .explore = explore_stateful,
          .reach = Reach::kCounts,
          .graph = true,
          .may_not_count = true,
          .checkpoints = true};
}

}  // namespace heddle::explore
