#include "explore/stateful.h"

#include <algorithm>
#include <memory>

#include "base/check.h"
#include "explore/checkpoint.h"
#include "explore/concrete_path.h"
#include "explore/conditions/conditions.h"
#include "explore/serial_orders.h"
#include "explore/state_findings.h"
#include "explore/state_space.h"
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
// is not complete without them.
std::optional<SerialOrders> serial_orders(StateSpace& space, const Options& options) {
  if (!space.complete()) return std::nullopt;
  const bool asked = property_of(space.program(), "not-serializable").has_value();
  Options own = options;
  if (!asked) own.limits.states_max = serial_states_max(space.search().expanded());
  auto serial = find_serial_orders(space.execution(), space.program(), own, space.search().watch());
  if (serial.stop == Stop::kNone) return serial;
  if (asked) space.give_up(serial.stop);
  return std::nullopt;
}

void note_size(StateSpace& space, Result& result) {
  result.states = space.search().expanded();
  result.transitions = space.graph().edge_count();
  if (!space.search().reduction().any()) result.contended = space.search().contended();
}

void count(StateSpace& space, Tally& tally) {
  if (space.cyclic()) {
    tally.kind = space.complete() ? Count::kUnbounded : Count::kUnknown;
  } else if (space.complete()) {
    tally.kind = Count::kKnown;
    tally.class_counts = space.class_counts();
  }
}

// The best end of each class, and the way to it.
void find_ways(StateSpace& space, Tally& tally) {
  tally.fewest = space.knows_fewest();
  tally.class_costs.resize(space.classes().classes().size());
  std::vector<StateId> best_ends(tally.class_costs.size());
  for (const auto& terminal : space.graph().terminals()) {
    auto& best = tally.class_costs[terminal.end_class];
    // A stopped search gives the ends that it met first, and looks for no better ones.
    if (!space.complete() && best) continue;
    const auto cost = space.ways().cost(terminal.state);
    CHECK(cost);
    const WayCost way{cost->preemptions, cost->steps};
    if (best && *best <= way) continue;
    best = way;
    best_ends[terminal.end_class] = terminal.state;
  }
  tally.class_path = [&space, ends = std::move(best_ends)](std::uint32_t end_class) {
    return space.path_to(ends[end_class]);
  };
}

void add_conditions(StateSpace& space, const Options& options, const TalliedClasses& classes,
                    Result& result) {
  if (options.counts && options.orderings) return find_conditions(space, classes, result);
  for (Finding& finding : result.findings) {
    finding.no_orderings = options.counts ? NoOrderings::kNotAsked : NoOrderings::kNotCounted;
  }
}

// The edges of a reduced graph do not tell who else could have gone on.
void recount_preemptions(kernel::Execution& execution, Result& result) {
  const auto recount = [&](Witness& witness) {
    witness.preemptions = count_preemptions(execution, witness.path.unpack());
  };
  for (FoundOutcome& outcome : result.outcomes) recount(outcome.witness);
  for (Finding& finding : result.findings) {
    recount(finding.witness);
    if (finding.second) recount(*finding.second);
  }
}

// Says what the graph holds.
Result conclude(StateSpace& space, const Options& options) {
  Result result;
  result.strategy = "stateful";
  result.counted = options.counts;
  result.cyclic = space.cyclic();
  const auto serial = serial_orders(space, options);
  result.stop = space.stop();
  note_size(space, result);
  space.search().store().freeze();
  Tally tally;
  if (options.counts) count(space, tally);
  find_ways(space, tally);
  TalliedClasses classes = tally_ends(space.program(), space.classes(), tally, serial, result);
  add_state_findings(space, classes, tally.kind, result);
  finish_findings(space.program(), tally, serial, classes, result);
  add_conditions(space, options, classes, result);
  if (space.search().reduction().any()) recount_preemptions(space.execution(), result);
  return result;
}

}  // namespace

Result explore_stateful(kernel::Execution& execution, kernel::Program& program,
                        const Options& options) {
  Options left = options;
  Reduction reduction = {.persistent = !options.counts, .symmetric = !options.counts};
  const Watch watch(options);
  std::optional<StateSpace> space;
  if (options.checkpoint) {
    options.checkpoint->resume([&](ArchiveReader& from) {
      reduction = StateSearch::get_reduction(from);
      space.emplace(execution, program, left, reduction).resume(from);
    });
  }
  for (;;) {
    if (!space) space.emplace(execution, program, left, reduction);
    space->explore();
    const auto exact = exact_reduction(*space);
    if (!exact) return conclude(*space, left);
    reduction = *exact;
    space.reset();
    if (options.limits.seconds_max) {
      left.limits.seconds_max = std::max(0.0, *options.limits.seconds_max - watch.seconds());
    }
  }
}

}  // namespace heddle::explore
