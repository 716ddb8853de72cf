// The graph of states: which state follows which, by which thread. States are numbered in the order
// in which a breadth-first search met them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/archive.h"
#include "base/check.h"
#include "base/chunked_vector.h"

namespace heddle::explore {

using StateId = std::uint32_t;
using EdgeId = std::uint32_t;

class Graph {
 public:
  struct Terminal {
    StateId state = 0;
    std::uint32_t end_class = 0;
  };

  std::uint32_t state_count() const { return state_count_; }
  std::uint32_t edge_count() const { return static_cast<std::uint32_t>(targets_.size()); }
  // Edges of a state: [edges_begin, edges_end), by thread, then by choices.
  EdgeId edges_begin(StateId state) const { return state == 0 ? 0 : edges_end(state - 1); }
  EdgeId edges_end(StateId state) const {
    return state < edge_end_.size() ? edge_end_[state] : edge_count();
  }
  StateId target(EdgeId edge) const { return targets_[edge]; }
  std::uint32_t thread(EdgeId edge) const {
    return threads_[edge] + (threads_high_.empty() ? 0U : threads_high_[edge] * 256U);
  }

  // States after the start, one for each combination of its choices.
  const std::vector<StateId>& starts() const { return starts_; }
  bool is_start(StateId state) const { return state < first_starts_.size(); }
  // Index in starts() of the first that is this state. Requires: is_start(state).
  std::size_t start_of(StateId state) const {
    CHECK(is_start(state));
    return first_starts_[state];
  }
  // States that end, in increasing order.
  const std::vector<Terminal>& terminals() const { return terminals_; }
  // Every edge goes from one distance from the start to the next: numbers are a topological order.
  bool graded() const { return graded_; }
  // Two accesses that are next show a property there (detect::ShownProperties).
  bool has_pair(StateId state) const {
    return state < expanded_ && (has_pair_[state / 64] >> state % 64 & 1) != 0;
  }

  // ---- For the search that builds it ----
  void add_start(StateId state) {
    // Starts are met first, so new ones have the next number.
    if (state == first_starts_.size()) first_starts_.push_back(starts_.size());
    starts_.push_back(state);
  }
  // Edges come in the order of their sources.
  void add_edge(StateId source, std::uint32_t thread, StateId target) {
    close_until(source);
    if (thread >= 256 && threads_high_.empty()) {
      while (threads_high_.size() < threads_.size()) threads_high_.push_back(0);
    }
    if (thread >= 256 || !threads_high_.empty()) {
      threads_high_.push_back(static_cast<std::uint8_t>(thread / 256));
    }
    targets_.push_back(target);
    threads_.push_back(static_cast<std::uint8_t>(thread));
  }
  void add_terminal(StateId state, std::uint32_t end_class) {
    terminals_.push_back({state, end_class});
  }
  void add_expanded(bool has_pair) {
    if (expanded_ % 64 == 0) has_pair_.push_back(0);
    has_pair_.back() |= std::uint64_t{has_pair} << expanded_ % 64;
    ++expanded_;
  }
  void set_not_graded() { graded_ = false; }
  // No more edges; states from `expanded` on have none, they were only met.
  void finish(std::uint32_t expanded, std::uint32_t state_count) {
    close_until(expanded);
    state_count_ = state_count;
  }
  // For checkpoints of a search that is not finished; get() is for an empty graph.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from);
  // Whether all that it names is there: so many states were expanded, of so many, and met so many
  // classes of ends.
  bool fits(std::uint32_t expanded, std::uint32_t states, std::size_t classes) const;
  std::size_t bytes() const {
    return edge_end_.bytes() + targets_.bytes() + threads_.bytes() + threads_high_.bytes() +
           has_pair_.bytes() + terminals_.capacity() * sizeof(Terminal);
  }

 private:
  void close_until(StateId state) {
    while (edge_end_.size() < state) edge_end_.push_back(edge_count());
  }

  ChunkedVector<EdgeId> edge_end_;
  ChunkedVector<StateId> targets_;
  ChunkedVector<std::uint8_t> threads_;       // lower bytes
  ChunkedVector<std::uint8_t> threads_high_;  // upper bytes, once there is one
  ChunkedVector<std::uint64_t> has_pair_;     // a bit for each state that was expanded
  std::uint32_t expanded_ = 0;
  std::vector<StateId> starts_;
  std::vector<std::size_t> first_starts_;  // by state
  std::vector<Terminal> terminals_;
  std::uint32_t state_count_ = 0;
  bool graded_ = true;
};

}  // namespace heddle::explore
