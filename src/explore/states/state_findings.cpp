#include "explore/states/state_findings.h"

#include <algorithm>
#include <queue>
#include <utility>

#include "base/check.h"
#include "detect/shown_properties.h"
#include "explore/expansion.h"
#include "explore/run_notes.h"

namespace heddle::explore {

using kernel::kNoId;

namespace {

// The best state with a property of its own.
template <class Predicate>
std::optional<StateId> best_state(StateSpace& space, Predicate wanted) {
  std::optional<StateId> best;
  std::optional<Ways::Cost> best_cost;
  for (StateId state = 0; state < space.graph().state_count(); ++state) {
    if (state % 256 == 0) space.go_on();
    const auto cost = space.ways().cost(state);
    if (!cost || (best_cost && *best_cost <= *cost) || !wanted(state)) continue;
    best = state;
    best_cost = cost;
  }
  return best;
}

Witness witness_to(StateSpace& space, StateId state) {
  return {.path = space.path_to(state),
          .preemptions = space.ways().cost(state)->preemptions,
          .fewest = space.knows_fewest()};
}

// Whether a state shows a property.
class Showing {
 public:
  explicit Showing(StateSpace& space)
      : search_(space.search()), expansion_(space.scheduled()), shown_(space.scheduled()) {}

  bool operator()(StateId state, std::uint32_t property) {
    const std::uint32_t mark = search_.program().properties()[property].mark;
    if (mark == kNoId && !search_.graph().has_pair(state)) return false;
    search_.load(state);
    if (mark != kNoId) return search_.execution().marked(mark);
    expansion_.look();
    const auto& all = shown_.of_pairs(expansion_.enabled());
    return std::binary_search(all.begin(), all.end(), property);
  }

 private:
  StateSearch& search_;
  Expansion expansion_;
  detect::ShownProperties shown_;
};

// What single states show, and no end that was seen does.
void add_shown(StateSpace& space, const TalliedClasses& classes, Count::Kind counted,
               Result& result) {
  Showing shows(space);
  const auto& properties = space.program().properties();
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    auto state = space.search().first_showing(i);
    if (!state || classes.has({.property = i})) continue;
    if (space.complete()) state = best_state(space, [&](StateId each) { return shows(each, i); });
    if (!state) continue;
    Finding finding{.defect = {.property = i}, .witness = witness_to(space, *state)};
    if (is_countable(properties[i])) finding.count = {.kind = counted, .value = 0};
    result.findings.push_back(std::move(finding));
  }
}

// Breadth first from a state back to itself.
std::vector<EdgeId> shortest_round(const Graph& graph, StateId state,
                                   const std::vector<bool>& within) {
  std::vector<EdgeId> reached_by(graph.state_count(), kNoId);
  std::queue<StateId> queue;
  queue.push(state);
  while (reached_by[state] == kNoId) {
    CHECK(!queue.empty());
    const StateId from = queue.front();
    queue.pop();
    for (EdgeId edge = graph.edges_begin(from); edge < graph.edges_end(from); ++edge) {
      const StateId to = graph.target(edge);
      if (!within[to] || reached_by[to] != kNoId) continue;
      reached_by[to] = edge;
      queue.push(to);
    }
  }
  std::vector<EdgeId> round;
  for (StateId at = state; round.empty() || at != state;) {
    round.push_back(reached_by[at]);
    at = source(graph, reached_by[at]);
  }
  std::reverse(round.begin(), round.end());
  return round;
}

void add_livelock(StateSpace& space, Result& result) {
  const auto property = property_of(space.program().properties(), "livelock");
  if (!property || !space.complete() || !space.cyclic()) return;
  std::vector<bool> doomed = reaches_end(space.graph(), space.in_edges());
  doomed.flip();
  const std::vector<bool> cyclic = on_cycle(space.graph(), doomed);
  const auto state = best_state(space, [&](StateId each) { return cyclic[each]; });
  if (!state) return;
  auto way = space.ways().way(*state);
  const std::size_t begin = way.edges.size() + 1;
  const auto round = shortest_round(space.graph(), *state, doomed);
  way.edges.insert(way.edges.end(), round.begin(), round.end());
  // The round may need preemptions of its own; then another round could need fewer of them.
  const Path path = space.path_along(way.start, way.edges);
  Witness witness = witness_to(space, *state);
  const std::uint32_t preemptions_to = witness.preemptions;
  witness.path = path;
  witness.preemptions = count_preemptions(space.scheduled(), path);
  witness.fewest = witness.fewest && witness.preemptions == preemptions_to;
  witness.cycle_begin = begin;
  result.findings.push_back({.defect = {.property = *property}, .witness = std::move(witness)});
}

}  // namespace

void add_state_findings(StateSpace& space, const TalliedClasses& classes, Count::Kind counted,
                        Result& result) {
  add_shown(space, classes, counted, result);
  add_livelock(space, result);
}

}  // namespace heddle::explore
