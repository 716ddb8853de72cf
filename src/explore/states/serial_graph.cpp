#include "explore/states/serial_graph.h"

#include <algorithm>

#include "base/check.h"

namespace heddle::explore {

namespace {

using Edges = std::vector<std::uint32_t>;

SerialOrder order_along(const SerialGraph& graph, const Edges& way) {
  SerialOrder order;
  for (const std::uint32_t edge : way) {
    const std::uint32_t unit = graph.edges[edge].unit;
    if (unit != SerialGraph::kNone) order.push_back(graph.units[unit]);
  }
  return order;
}

// Depth first in the order of decisions: where there is no cycle, the first way that leads to a
// state is the first of all.
class FirstWays {
 public:
  explicit FirstWays(const SerialGraph& graph)
      : graph_(graph), mark_(graph.edges_end.size(), kNew), orders_(graph.ends) {}

  // False when it met a cycle.
  bool run() {
    for (const std::uint32_t start : graph_.starts) {
      if (!visit_all_from(start)) return false;
    }
    return true;
  }

  std::vector<std::optional<SerialOrder>> take() { return std::move(orders_); }

 private:
  enum Mark : std::uint8_t { kNew, kOnWay, kDone };
  struct Frame {
    std::uint32_t state = 0;
    std::uint32_t next = 0;  // edge
  };

  bool visit_all_from(std::uint32_t start) {
    if (mark_[start] != kNew) return true;
    enter(start);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.next == graph_.edges_end[frame.state]) {
        leave();
        continue;
      }
      const std::uint32_t edge = frame.next++;
      const std::uint32_t target = graph_.edges[edge].target;
      if (mark_[target] == kOnWay) return false;
      if (mark_[target] == kDone) continue;
      way_.push_back(edge);
      enter(target);
    }
    return true;
  }

  void enter(std::uint32_t state) {
    mark_[state] = kOnWay;
    frames_.push_back({state, graph_.edges_begin(state)});
    const std::uint32_t end = graph_.end_of[state];
    if (end != SerialGraph::kNone && !orders_[end]) orders_[end] = order_along(graph_, way_);
  }

  void leave() {
    mark_[frames_.back().state] = kDone;
    frames_.pop_back();
    if (!way_.empty()) way_.pop_back();
  }

  const SerialGraph& graph_;
  std::vector<Mark> mark_;
  std::vector<std::optional<SerialOrder>> orders_;
  std::vector<Frame> frames_;
  Edges way_;
};

// With cycles: for each end, always the first decision from which it can still be reached.
class FirstDecisions {
 public:
  explicit FirstDecisions(const SerialGraph& graph) : graph_(graph) {
    const auto states = static_cast<std::uint32_t>(graph.edges_end.size());
    sources_.resize(states);
    for (std::uint32_t state = 0; state < states; ++state) {
      for (std::uint32_t edge = graph.edges_begin(state); edge < graph.edges_end[state]; ++edge) {
        sources_[graph.edges[edge].target].push_back(state);
      }
    }
  }

  std::optional<SerialOrder> order(std::uint32_t end) {
    find_reaching(end);
    const auto start = std::find_if(graph_.starts.begin(), graph_.starts.end(),
                                    [this](std::uint32_t state) { return reaches_[state]; });
    if (start == graph_.starts.end()) return std::nullopt;
    std::vector<bool> seen(sources_.size());
    Edges way;
    for (std::uint32_t at = *start; graph_.end_of[at] != end;) {
      if (seen[at]) return std::nullopt;
      seen[at] = true;
      std::uint32_t edge = graph_.edges_begin(at);
      while (!reaches_[graph_.edges[edge].target]) ++edge;
      way.push_back(edge);
      at = graph_.edges[edge].target;
    }
    return order_along(graph_, way);
  }

 private:
  void find_reaching(std::uint32_t end) {
    reaches_.assign(sources_.size(), false);
    std::vector<std::uint32_t> open;
    for (std::uint32_t state = 0; state < sources_.size(); ++state) {
      if (graph_.end_of[state] != end) continue;
      reaches_[state] = true;
      open.push_back(state);
    }
    while (!open.empty()) {
      const std::uint32_t state = open.back();
      open.pop_back();
      for (const std::uint32_t source : sources_[state]) {
        if (reaches_[source]) continue;
        reaches_[source] = true;
        open.push_back(source);
      }
    }
  }

  const SerialGraph& graph_;
  std::vector<std::vector<std::uint32_t>> sources_;  // by state, those that lead to it
  std::vector<bool> reaches_;
};

bool all_expanded(const SerialGraph& graph) {
  const std::size_t states = graph.edges_end.size();
  return graph.end_of.size() == states &&
         std::all_of(graph.edges.begin(), graph.edges.end(),
                     [&](const SerialGraph::Edge& each) { return each.target < states; });
}

}  // namespace

std::vector<std::optional<SerialOrder>> first_orders(const SerialGraph& graph) {
  CHECK(all_expanded(graph));
  FirstWays depth_first(graph);
  if (depth_first.run()) return depth_first.take();
  std::vector<std::optional<SerialOrder>> orders;
  FirstDecisions decisions(graph);
  for (std::uint32_t end = 0; end < graph.ends; ++end) orders.push_back(decisions.order(end));
  return orders;
}

}  // namespace heddle::explore
