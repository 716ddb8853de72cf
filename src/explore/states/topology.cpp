#include "explore/states/topology.h"

#include <algorithm>

namespace heddle::explore {

// Kahn's algorithm (Comm. ACM 5(11), 1962).
TopologicalOrder topological_order(const Graph& graph) {
  TopologicalOrder result;
  if (graph.graded()) return result;
  std::vector<std::uint32_t> waiting(graph.state_count(), 0);
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) ++waiting[graph.target(edge)];
  for (StateId state = 0; state < graph.state_count(); ++state) {
    if (waiting[state] == 0) result.order.push_back(state);
  }
  for (std::size_t i = 0; i < result.order.size(); ++i) {
    const StateId state = result.order[i];
    for (EdgeId edge = graph.edges_begin(state); edge < graph.edges_end(state); ++edge) {
      if (--waiting[graph.target(edge)] == 0) result.order.push_back(graph.target(edge));
    }
  }
  result.cyclic = result.order.size() < graph.state_count();
  return result;
}

InEdges::InEdges(const Graph& graph)
    : begin_(std::size_t{graph.state_count()} + 1), edges_(graph.edge_count()) {
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) ++begin_[graph.target(edge) + 1];
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  // Filled from the back, each place moves down to where its edges begin.
  for (std::size_t i = begin_.size() - 1; i > 0; --i) begin_[i] = begin_[i - 1];
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    edges_[begin_[graph.target(edge) + 1]++] = edge;
  }
}

StateId source(const Graph& graph, EdgeId edge) {
  StateId low = 0;
  StateId high = graph.state_count() - 1;
  while (low < high) {
    const StateId middle = low + (high - low) / 2;
    if (graph.edges_end(middle) > edge) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::vector<bool> reaches_end(const Graph& graph, const InEdges& in_edges) {
  std::vector<bool> reaches(graph.state_count(), false);
  std::vector<StateId> queue;
  for (const auto& terminal : graph.terminals()) {
    reaches[terminal.state] = true;
    queue.push_back(terminal.state);
  }
  while (!queue.empty()) {
    const StateId state = queue.back();
    queue.pop_back();
    for (const EdgeId edge : in_edges.of(state)) {
      const StateId before = source(graph, edge);
      if (reaches[before]) continue;
      reaches[before] = true;
      queue.push_back(before);
    }
  }
  return reaches;
}

namespace {

// Strongly connected components by Tarjan's algorithm (SIAM J. Comput. 1(2), 1972), without
// recursion.
class Components {
 public:
  Components(const Graph& graph, const std::vector<bool>& wanted)
      : graph_(graph),
        wanted_(wanted),
        index_(graph.state_count(), 0),
        low_(graph.state_count(), 0),
        cyclic_(graph.state_count(), false) {}

  std::vector<bool> run() {
    for (StateId state = 0; state < graph_.state_count(); ++state) {
      if (wanted_[state] && index_[state] == 0) visit(state);
    }
    return std::move(cyclic_);
  }

 private:
  struct Frame {
    StateId state;
    EdgeId edge;
  };
  static constexpr std::uint32_t kDone = 0xffffffff;

  void enter(StateId state) {
    index_[state] = low_[state] = ++count_;
    stack_.push_back(state);
    frames_.push_back({state, graph_.edges_begin(state)});
  }

  void visit(StateId root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.edge < graph_.edges_end(frame.state)) {
        follow(frame.state, graph_.target(frame.edge++));
      } else {
        leave(frame.state);
      }
    }
  }

  void follow(StateId from, StateId to) {
    if (!wanted_[to]) return;
    if (from == to) cyclic_[from] = true;
    if (index_[to] == 0) {
      enter(to);
    } else if (low_[to] != kDone) {
      low_[from] = std::min(low_[from], index_[to]);
    }
  }

  void leave(StateId state) {
    frames_.pop_back();
    if (!frames_.empty()) {
      const StateId parent = frames_.back().state;
      low_[parent] = std::min(low_[parent], low_[state]);
    }
    if (low_[state] != index_[state]) return;
    const bool several = stack_.back() != state;
    for (StateId member = kDone; member != state;) {
      member = stack_.back();
      stack_.pop_back();
      low_[member] = kDone;
      if (several) cyclic_[member] = true;
    }
  }

  const Graph& graph_;
  const std::vector<bool>& wanted_;
  std::vector<std::uint32_t> index_;
  std::vector<std::uint32_t> low_;
  std::vector<bool> cyclic_;
  std::vector<StateId> stack_;
  std::vector<Frame> frames_;
  std::uint32_t count_ = 0;
};

}  // namespace

std::vector<bool> on_cycle(const Graph& graph, const std::vector<bool>& wanted) {
  return Components(graph, wanted).run();
}

}  // namespace heddle::explore
