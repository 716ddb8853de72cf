// Which values were chosen on the way along an edge, or at a start: the graph keeps only which of
// the edges of its thread it is. They are found by choosing again, from the nearest place that is
// known.
#include <algorithm>

#include "base/check.h"
#include "explore/states/state_search.h"

namespace heddle::explore {

namespace {

// Steps `cursor` on to the k-th combination of choices, from 0, that `run` has.
template <class Run>
void advance(ChoiceCursor& cursor, std::size_t k, Run run) {
  while (cursor.index < k) {
    if (!cursor.ran) run(cursor.choices);
    CHECK(cursor.choices.advance());
    cursor.ran = false;
    ++cursor.index;
  }
  if (!cursor.ran) run(cursor.choices);
  cursor.ran = true;
}

std::size_t rank_of(const Graph& graph, StateId state, EdgeId edge) {
  EdgeId first = edge;
  while (first > graph.edges_begin(state) && graph.thread(first - 1) == graph.thread(edge)) --first;
  return edge - first;
}

}  // namespace

void StateSearch::note_start() {
  if (graph_.starts().size() % kStartsBetween == 0) starts_known_.push_back(choices_.taken);
}

std::vector<std::uint32_t> StateSearch::choices_of_start(std::size_t start) {
  const bool ahead = start_cursor_.index <= start && start - start_cursor_.index < kStartsBetween;
  if (!ahead) {
    start_cursor_ = {};
    const std::size_t known = start / kStartsBetween;
    if (known < starts_known_.size()) {
      start_cursor_.index = known * kStartsBetween;
      start_cursor_.choices.taken = starts_known_[known];
      start_cursor_.choices.resize(starts_known_[known].size());
    }
  }
  advance(start_cursor_, start, [&](kernel::Choices& choices) { execution_.restart(choices); });
  return start_cursor_.choices.taken;
}

std::vector<std::uint32_t> StateSearch::choices_of_edge(StateId state, EdgeId edge) {
  const std::uint32_t thread = graph_.thread(edge);
  const std::size_t rank = rank_of(graph_, state, edge);
  const auto [found, added] = edge_cursors_.try_emplace({state, thread});
  ChoiceCursor& cursor = found->second;
  if (cursor.index > rank) cursor = {};
  advance(cursor, rank, [&](kernel::Choices& choices) {
    load(state);
    execution_.step(thread, choices);
  });
  std::vector<std::uint32_t> taken = cursor.choices.taken;
  if (rank < kRankRemembered || edge_cursors_.size() > kCursorsMax) edge_cursors_.erase(found);
  return taken;
}

}  // namespace heddle::explore
