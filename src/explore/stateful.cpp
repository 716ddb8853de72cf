#include "explore/stateful.h"

#include <algorithm>
#include <memory>
#include <queue>

#include "base/check.h"
#include "explore/checkpoint.h"
#include "explore/concrete_path.h"
#include "explore/counting.h"
#include "explore/fewest_preemptions.h"
#include "explore/orderings.h"
#include "explore/serial_orders.h"
#include "explore/shortest_ways.h"
#include "explore/tally.h"

namespace heddle::explore {

using kernel::kNoId;

namespace {

// Which of the steps of `thread` from this state the edge is: several when values are chosen.
std::uint32_t rank_among_thread(const Graph& graph, StateId state, EdgeId edge) {
  std::uint32_t rank = 0;
  for (EdgeId each = graph.edges_begin(state); each < edge; ++each) {
    if (graph.thread(each) == graph.thread(edge)) ++rank;
  }
  return rank;
}

bool has_barriers(const kernel::Execution& execution) {
  for (kernel::ObjectId object = 0; object < execution.object_count(); ++object) {
    if (execution.object(object).kind == kernel::ObjectKind::kBarrier) return true;
  }
  return false;
}

class Exploration {
 public:
  Exploration(kernel::Execution& execution, kernel::Program& program, const Options& options,
              Reduction reduction)
      : program_(program), options_(options), search_(execution, program, options, reduction) {
    search_.set_checkpoint(options.checkpoint);
  }

  // Goes on with what was saved of a search with this reduction.
  void get(ArchiveReader& from) { search_.get(from); }

  // Builds the graph.
  void search() {
    result_.stop = search_.run();
    if (!result_.complete()) return;
    order_ = topological_order(graph());
    result_.cyclic = order_.cyclic;
  }

  // What the search must not leave out, given what it has met, to find everything; nullopt: it is
  // exact, or was stopped and owes nothing.
  std::optional<Reduction> exact_reduction() {
    const Reduction& reduction = search_.reduction();
    if (!reduction.any() || !result_.complete()) return std::nullopt;
    if (order_.cyclic) return Reduction{};
    if (!search_.failed()) return std::nullopt;
    // When a barrier opens, the local work of its threads is done in their order, and a fault in it
    // keeps the others from theirs: then the threads are not alike.
    const bool symmetric = reduction.symmetric && !has_barriers(search_.execution());
    if (!reduction.persistent && symmetric) return std::nullopt;
    return Reduction{.symmetric = symmetric};
  }

  // Says what the graph holds.
  Result conclude() {
    result_.strategy = "stateful";
    result_.counted = options_.counts;
    find_serial_orders();
    note_size();
    search_.store().freeze();
    count();
    find_ways();
    classes_ = tally_ends(program_, search_.classes(), tally_, serial_, result_);
    add_marks_without_end();
    add_races();
    add_livelock();
    finish_findings(program_, tally_, serial_, classes_, result_);
    add_orderings();
    if (search_.reduction().any()) recount_preemptions();
    return std::move(result_);
  }

 private:
  const Graph& graph() const { return search_.graph(); }

  // Where they decide a finding, the search is not complete without them.
  void find_serial_orders() {
    if (result_.stop != Stop::kNone) return;
    const bool asked = property_of(program_, "not-serializable").has_value();
    Options own = options_;
    if (!asked) own.limits.states_max = serial_states_max(search_.expanded());
    serial_ = explore::find_serial_orders(search_.execution(), program_, own, search_.watch());
    if (asked) result_.stop = serial_->stop;
    if (serial_->stop != Stop::kNone) serial_.reset();
  }

  void note_size() {
    result_.states = search_.expanded();
    result_.transitions = graph().edge_count();
    if (!search_.reduction().any()) result_.contended = search_.contended();
  }

  void count() {
    if (!options_.counts) return;
    if (order_.cyclic) {
      tally_.kind = result_.complete() ? Count::kUnbounded : Count::kUnknown;
    } else if (result_.complete()) {
      tally_.kind = Count::kKnown;
      tally_.class_counts = count_ends(graph(), order_, search_.classes().classes().size());
    }
  }

  // The best end of each class.
  void find_ways() {
    if (result_.complete()) {
      in_edges_.emplace(graph());
      ways_ = fewest_preemptions(graph(), order_, *in_edges_);
    } else {
      ways_ = std::make_unique<ShortestWays>(graph());
    }
    tally_.fewest = knows_fewest();
    tally_.class_costs.resize(search_.classes().classes().size());
    best_ends_.resize(tally_.class_costs.size());
    for (const auto& terminal : graph().terminals()) {
      // A stopped search gives the ends that it met first, and looks for no better ones.
      if (!result_.complete() && tally_.class_costs[terminal.end_class]) continue;
      const auto cost = ways_->cost(terminal.state);
      CHECK(cost);
      const WayCost way{cost->preemptions, cost->steps};
      auto& best = tally_.class_costs[terminal.end_class];
      if (best && *best <= way) continue;
      best = way;
      best_ends_[terminal.end_class] = terminal.state;
    }
    tally_.class_path = [this](std::uint32_t end_class) { return path_to(best_ends_[end_class]); };
  }

  // A graph that leaves ways out need not have the best one.
  bool knows_fewest() const { return result_.complete() && !search_.reduction().any(); }

  Path path_to(StateId state) {
    const auto way = ways_->way(state);
    return path_along(way.start, way.edges);
  }

  Path path_along(std::size_t start, const std::vector<EdgeId>& edges) {
    return search_.reduction().symmetric ? concrete_path(search_, start, edges)
                                         : decisions(search_, start, edges);
  }

  // The edges of a reduced graph do not tell who else could have gone on.
  void recount_preemptions() {
    const auto recount = [&](Witness& witness) {
      witness.preemptions = count_preemptions(search_.execution(), witness.path.unpack());
    };
    for (FoundOutcome& outcome : result_.outcomes) recount(outcome.witness);
    for (Finding& finding : result_.findings) {
      recount(finding.witness);
      if (finding.second) recount(*finding.second);
    }
  }

  // The best state with a property of its own.
  template <class Predicate>
  std::optional<StateId> best_state(Predicate wanted) {
    std::optional<StateId> best;
    std::optional<Ways::Cost> best_cost;
    for (StateId state = 0; state < graph().state_count(); ++state) {
      const auto cost = ways_->cost(state);
      if (!cost || (best_cost && *best_cost <= *cost) || !wanted(state)) continue;
      best = state;
      best_cost = cost;
    }
    return best;
  }

  Witness witness_to(StateId state) {
    return {.path = path_to(state),
            .preemptions = ways_->cost(state)->preemptions,
            .fewest = knows_fewest()};
  }

  // What happened on the way to no end that was seen.
  void add_marks_without_end() {
    for (std::uint32_t i = 0; i < program_.properties().size(); ++i) {
      const std::uint32_t mark = program_.properties()[i].mark;
      if (mark == kNoId || !search_.mark_seen(mark)) continue;
      if (classes_.has({.property = i})) continue;
      auto state = search_.first_with_mark(mark);
      if (result_.complete()) {
        state = best_state([&](StateId each) {
          search_.load(each);
          return search_.execution().marked(mark);
        });
      }
      if (!state) continue;
      result_.findings.push_back({.defect = {.property = i},
                                  .count = {.kind = tally_.kind, .value = 0},
                                  .witness = witness_to(*state)});
    }
  }

  void add_races() {
    Expansion expansion(search_.execution(), program_);
    for (std::uint32_t i = 0; i < program_.properties().size(); ++i) {
      const std::uint32_t name = program_.properties()[i].memory;
      if (program_.properties()[i].kind != "data-race" || !search_.race_seen(name)) continue;
      auto state = search_.first_with_race(name);
      if (result_.complete()) {
        state = best_state([&](StateId each) {
          if (!graph().racy(each)) return false;
          search_.load(each);
          expansion.look();
          const auto& races = expansion.races();
          return std::binary_search(races.begin(), races.end(), name);
        });
      }
      CHECK(state);
      result_.findings.push_back({.defect = {.property = i}, .witness = witness_to(*state)});
    }
  }

  void add_livelock() {
    const auto property = property_of(program_, "livelock");
    if (!property || !result_.complete() || !result_.cyclic) return;
    std::vector<bool> doomed = reaches_end(graph(), *in_edges_);
    doomed.flip();
    const std::vector<bool> cyclic = on_cycle(graph(), doomed);
    const auto state = best_state([&](StateId each) { return cyclic[each]; });
    if (!state) return;
    auto way = ways_->way(*state);
    const std::size_t begin = way.edges.size() + 1;
    const auto round = shortest_round(*state, doomed);
    way.edges.insert(way.edges.end(), round.begin(), round.end());
    Witness witness = witness_to(*state);
    witness.path = path_along(way.start, way.edges);
    witness.cycle_begin = begin;
    result_.findings.push_back({.defect = {.property = *property}, .witness = std::move(witness)});
  }

  // Breadth first from a state back to itself.
  std::vector<EdgeId> shortest_round(StateId state, const std::vector<bool>& within) const {
    std::vector<EdgeId> reached_by(graph().state_count(), kNoId);
    std::queue<StateId> queue;
    queue.push(state);
    while (reached_by[state] == kNoId) {
      CHECK(!queue.empty());
      const StateId from = queue.front();
      queue.pop();
      for (EdgeId edge = graph().edges_begin(from); edge < graph().edges_end(from); ++edge) {
        const StateId to = graph().target(edge);
        if (!within[to] || reached_by[to] != kNoId) continue;
        reached_by[to] = edge;
        queue.push(to);
      }
    }
    std::vector<EdgeId> round;
    for (StateId at = state; round.empty() || at != state;) {
      round.push_back(reached_by[at]);
      at = source(graph(), reached_by[at]);
    }
    std::reverse(round.begin(), round.end());
    return round;
  }

  void add_orderings() {
    if (!options_.counts || !options_.orderings) {
      for (Finding& finding : result_.findings) {
        finding.no_orderings = options_.counts ? NoOrderings::kNotAsked : NoOrderings::kNotCounted;
      }
      return;
    }
    find_orderings(search_, classes_, result_);
  }

  kernel::Program& program_;
  const Options& options_;
  StateSearch search_;
  Result result_;
  Tally tally_;
  TopologicalOrder order_;
  std::optional<SerialOrders> serial_;
  std::optional<InEdges> in_edges_;
  std::unique_ptr<Ways> ways_;
  std::vector<StateId> best_ends_;  // by class
  TalliedClasses classes_;
};

// The k-th combination of choices, from 0, that `run` has.
template <class Run>
std::vector<std::uint32_t> choices_of(std::size_t k, Run run) {
  kernel::Choices choices;
  run(choices);
  for (std::size_t i = 0; i < k; ++i) {
    CHECK(choices.advance());
    run(choices);
  }
  return choices.taken;
}

}  // namespace

Path decisions(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges) {
  Path path;
  auto& execution = search.execution();
  path.push_back(
      {kNoId, choices_of(start, [&](kernel::Choices& choices) { execution.restart(choices); })});
  for (const EdgeId edge : edges) {
    const StateId state = source(search.graph(), edge);
    const std::uint32_t thread = search.graph().thread(edge);
    const std::uint32_t rank = rank_among_thread(search.graph(), state, edge);
    path.push_back({thread, choices_of(rank, [&](kernel::Choices& choices) {
                      search.load(state);
                      execution.step(thread, choices);
                    })});
  }
  return path;
}

Result explore_stateful(kernel::Execution& execution, kernel::Program& program,
                        const Options& options) {
  Options left = options;
  Reduction reduction = {.persistent = !options.counts, .symmetric = !options.counts};
  const Watch watch(options);
  std::optional<Exploration> exploration;
  if (options.checkpoint) {
    options.checkpoint->resume([&](ArchiveReader& from) {
      reduction = StateSearch::get_reduction(from);
      exploration.emplace(execution, program, left, reduction).get(from);
    });
  }
  for (;;) {
    if (!exploration) exploration.emplace(execution, program, left, reduction);
    exploration->search();
    const auto exact = exploration->exact_reduction();
    if (!exact) return exploration->conclude();
    reduction = *exact;
    exploration.reset();
    if (options.limits.seconds_max) {
      left.limits.seconds_max = std::max(0.0, *options.limits.seconds_max - watch.seconds());
    }
  }
}

}  // namespace heddle::explore
