#include "explore/states/uniform.h"

#include <algorithm>
#include <map>
#include <new>
#include <unordered_map>

#include "base/check.h"
#include "base/hash.h"
#include "base/random.h"
#include "explore/checkpoint.h"
#include "explore/run_notes.h"
#include "explore/runs/sampling.h"
#include "explore/states/counting.h"
#include "explore/states/size_estimate.h"
#include "explore/states/state_space.h"
#include "explore/strategies.h"
#include "explore/time_left.h"

namespace heddle::explore {

using kernel::kNoId;

namespace {

// A number below `count`, each equally likely.
Number draw(Random& random, const Number& count) {
  const auto bits = static_cast<unsigned>(msb(count)) + 1;
  for (;;) {
    Number number = 0;
    for (unsigned i = 0; i < bits; i += 64) number = (number << 64) | random.next();
    number &= (Number(1) << bits) - 1;
    if (number < count) return number;
  }
}

class UniformWalks {
 public:
  UniformWalks(StateSearch& search, const Options& options)
      : search_(search),
        options_(options),
        graph_(search.graph()),
        expansion_(search.scheduled()),
        shown_(search.scheduled()) {
    samples_.findings.resize(search.program().properties().size());
    samples_.contended = search.contended();
    for (const auto& terminal : graph_.terminals()) {
      class_of_end_[terminal.state] = terminal.end_class;
    }
  }

  Samples run(const std::vector<Number>& futures) {
    for (const StateId start : graph_.starts()) total_ += futures[start];
    samples_.stop = Stop::kRuns;
    try {
      draw_runs(futures);
    } catch (const std::bad_alloc&) {
      samples_.stop = Stop::kMemory;
    }
    return std::move(samples_);
  }
  const Number& total() const { return total_; }

 private:
  void draw_runs(const std::vector<Number>& futures) {
    const std::uint64_t runs = options_.limits.runs_max.value_or(kSampledRuns);
    for (std::uint64_t number = 0; number < runs; ++number) {
      if (number % 64 == 0) {
        const Stop stop = search_.watch().check({.runs = number});
        if (stop != Stop::kNone) samples_.stop = stop;
      }
      if (samples_.stop != Stop::kRuns) break;
      Random random(options_.settings[kSeed], number);
      walk(draw(random, total_), futures);
      if (options_.first && samples_.any_finding()) samples_.stop = Stop::kFirst;
    }
  }

  // The interleaving with this number, from 0, in the order of the graph's edges.
  void walk(Number number, const std::vector<Number>& futures) {
    samples_.runs_by_hash.push_back(hash_text(number.str()));
    std::size_t start = 0;
    while (number >= futures[graph_.starts()[start]]) number -= futures[graph_.starts()[start++]];
    StateId state = graph_.starts()[start];
    edges_.clear();
    preemptions_ = 0;
    start_ = start;
    visit(state);
    while (class_of_end_.find(state) == class_of_end_.end()) {
      EdgeId edge = graph_.edges_begin(state);
      while (number >= futures[graph_.target(edge)]) number -= futures[graph_.target(edge++)];
      if (!edges_.empty() && preempts(state, edge)) ++preemptions_;
      edges_.push_back(edge);
      state = graph_.target(edge);
      visit(state);
    }
    ++samples_.runs;
    ends_.add(
        search_.classes(), class_of_end_[state], cost(), [this] { return path(); }, samples_);
  }

  bool preempts(StateId state, EdgeId edge) const {
    const std::uint32_t last = graph_.thread(edges_.back());
    if (graph_.thread(edge) == last) return false;
    for (EdgeId each = graph_.edges_begin(state); each < graph_.edges_end(state); ++each) {
      if (graph_.thread(each) == last) return true;
    }
    return false;
  }

  WayCost cost() const { return {preemptions_, edges_.size()}; }
  Path path() { return decisions(search_, start_, edges_); }

  void visit(StateId state) {
    ++samples_.states;
    if (!graph_.has_pair(state)) return;
    for (const std::uint32_t property : shown_in(state)) {
      keep_if_better(samples_.findings[property], cost(), [this] { return path(); });
    }
  }

  const std::vector<std::uint32_t>& shown_in(StateId state) {
    const auto [found, added] = shown_by_pairs_.try_emplace(state);
    if (!added) return found->second;
    search_.load(state);
    expansion_.look();
    return found->second = shown_.of_pairs(expansion_.enabled());
  }

  StateSearch& search_;
  const Options& options_;
  const Graph& graph_;
  Expansion expansion_;
  detect::ShownProperties shown_;
  Samples samples_;
  Number total_ = 0;
  std::size_t start_ = 0;
  std::vector<EdgeId> edges_;  // of the current walk
  std::uint32_t preemptions_ = 0;
  std::unordered_map<StateId, std::uint32_t> class_of_end_;
  std::map<StateId, std::vector<std::uint32_t>> shown_by_pairs_;
  RunEnds ends_;
};

Result refuse(const StateSearch& search, Stop stop, bool cyclic) {
  Result result;
  result.strategy = "uniform";
  result.states = search.expanded();
  result.transitions = search.graph().edge_count();
  result.stop = cyclic ? Stop::kCycle : stop;
  result.cyclic = cyclic;
  result.notes.emplace_back(NothingDrawn{result.stop});
  return result;
}

}  // namespace

UniformSamples sample_uniformly(StateSearch& search, const TopologicalOrder& order,
                                const Options& options) {
  CHECK(search.done() && !order.cyclic);
  UniformWalks walks(search, options);
  Samples samples = walks.run(count_futures(search.graph(), order, &search.watch()));
  return {std::move(samples), walks.total()};
}

Result explore_uniform(kernel::Execution& execution, kernel::StateProgram& program,
                       const Options& options) {
  Options graph_options = options;
  graph_options.first = false;
  StateSearch search(execution, program, graph_options);
  search.set_checkpoint(options.checkpoint);
  if (options.checkpoint) {
    options.checkpoint->resume([&](ArchiveReader& from) {
      StateSearch::get_reduction(from);
      search.get(from);
    });
  }
  const Stop stop = search.run();
  if (stop != Stop::kNone) return refuse(search, stop, false);
  const TopologicalOrder order = topological_order(search.graph());
  if (order.cyclic) return refuse(search, stop, true);
  UniformSamples drawn;
  try {
    drawn = sample_uniformly(search, order, options);
  } catch (const SearchStopped& stopped) {
    return refuse(search, stopped.reason, false);
  }
  const auto& [samples, total] = drawn;
  Result result = conclude(samples, "uniform", {.no_orderings = NoOrderings::kNotInGraph},
                           search.scheduled(), with_time_left(options, search.watch()));
  result.states = search.expanded();
  result.transitions = search.graph().edge_count();
  result.notes.emplace_back(EvenDraws{total, samples.runs});
  SizeEstimate size;
  size.exact = total;
  note_coverage(samples.runs_by_hash, size, result);
  return result;
}

Strategy uniform_strategy() {
  Strategy row = random_strategy("uniform", "each interleaving equally likely", explore_uniform);
  row.graph = true;
  return row;
}

}  // namespace heddle::explore
