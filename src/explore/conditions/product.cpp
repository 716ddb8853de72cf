#include "explore/conditions/product.h"

#include <algorithm>

#include "base/check.h"

namespace heddle::explore::conditions {

namespace {

std::uint64_t hash(StateId state, Monitor::Id monitor) {
  return mix(std::uint64_t{monitor} << 32 | state);
}

}  // namespace

Product::Product(const Ground& ground, Monitor& monitor)
    : ground_(ground),
      monitor_(monitor),
      slots_(64, 0),
      first_of_state_(ground.graph.state_count(), kNoId) {}

std::uint32_t Product::find(StateId state, Monitor::Id monitor) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash(state, monitor) & mask;
  while (slots_[i] != 0) {
    const Node& node = nodes_[slots_[i] - 1];
    if (node.state == state && node.monitor == monitor) return slots_[i] - 1;
    i = (i + 1) & mask;
  }
  return kNoId;
}

void Product::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t index = 0; index < nodes_.size(); ++index) {
    std::size_t i = hash(nodes_[index].state, nodes_[index].monitor) & mask;
    while (slots_[i] != 0) i = (i + 1) & mask;
    slots_[i] = index + 1;
  }
}

std::uint32_t Product::node(StateId state, Monitor::Id monitor) {
  if (const std::uint32_t found = find(state, monitor); found != kNoId) return found;
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({state, monitor, first_of_state_[state]});
  first_of_state_[state] = index;
  if (nodes_.size() * 2 > slots_.size()) {
    grow();
  } else {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = hash(state, monitor) & mask;
    while (slots_[i] != 0) i = (i + 1) & mask;
    slots_[i] = index + 1;
  }
  return index;
}

// At a state that was reached with this monitor: makes a node where it is still open.
void Product::judge(StateId state, Monitor::Id monitor, const Leaf& leaf, const Completions& with,
                    const Completions& without) {
  if (monitor == Monitor::kCovered) {
    if (without.any(state)) wrong_.push_back(leaf);
  } else if (monitor == Monitor::kDead) {
    if (with.any(state)) missed_.push_back(leaf);
  } else {
    node(state, monitor);
  }
}

void Product::expand(std::uint32_t from, const Completions& with, const Completions& without) {
  const Graph& graph = ground_.graph;
  const StateId state = nodes_[from].state;
  const Monitor::Id monitor = nodes_[from].monitor;
  const EdgeId end = graph.edges_end(state);
  if (graph.edges_begin(state) == end && with.any(state)) missed_.push_back({from, kNoId, 0});
  for (EdgeId edge = graph.edges_begin(state); edge < end; ++edge) {
    const Monitor::Id next = monitor_.after(monitor, ground_.alphabet.of_edge[edge]);
    judge(graph.target(edge), next, {from, edge, 0}, with, without);
  }
}

bool Product::visit(const Completions& with, const Completions& without, const Budget& budget) {
  const auto& starts = ground_.graph.starts();
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const Monitor::Id monitor = monitor_.after(monitor_.initial(), ground_.alphabet.of_start[i]);
    judge(starts[i], monitor, {kNoId, kNoId, i}, with, without);
  }
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    constexpr std::uint32_t kNodesBetweenLooks = 4096;
    if (nodes_.size() > budget.nodes_max) return false;
    if (i % kNodesBetweenLooks == 0 && budget.expired && budget.expired()) return false;
    expand(i, with, without);
  }
  visited_ = true;
  return true;
}

// Backwards from a node to a start, by nodes that were met earlier; returns the start.
std::size_t Product::trace_back(std::uint32_t to, Random& random, std::vector<EdgeId>& edges) {
  const auto& starts = ground_.graph.starts();
  std::vector<std::pair<EdgeId, std::uint32_t>> before;
  for (;;) {
    const Node& node = nodes_[to];
    before.clear();
    for (const EdgeId edge : ground_.in_edges.of(node.state)) {
      const StateId from = source(ground_.graph, edge);
      for (std::uint32_t i = first_of_state_[from]; i != kNoId; i = nodes_[i].next_of_state) {
        const LabelId label = ground_.alphabet.of_edge[edge];
        if (i < to && monitor_.after(nodes_[i].monitor, label) == node.monitor) {
          before.push_back({edge, i});
        }
      }
    }
    if (before.empty()) break;
    const auto& [edge, from] = before[random.below(before.size())];
    edges.push_back(edge);
    to = from;
  }
  std::reverse(edges.begin(), edges.end());
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const bool begins =
        starts[i] == nodes_[to].state &&
        monitor_.after(monitor_.initial(), ground_.alphabet.of_start[i]) == nodes_[to].monitor;
    if (begins) return i;
  }
  CHECK(false);
  return 0;
}

Interleaving Product::draw(const std::vector<Leaf>& leaves, const Completions& onward,
                           Random& random) {
  const Leaf& leaf = leaves[random.below(leaves.size())];
  Interleaving result;
  StateId state = 0;
  if (leaf.node == kNoId) {
    result.start = leaf.start;
    state = ground_.graph.starts()[leaf.start];
  } else {
    result.start = trace_back(leaf.node, random, result.edges);
    state = nodes_[leaf.node].state;
  }
  if (leaf.edge != kNoId) {
    result.edges.push_back(leaf.edge);
    state = ground_.graph.target(leaf.edge);
  }
  onward.draw(state, random, result.edges);
  return result;
}

Interleaving Product::draw_wrong(const Completions& without, Random& random) {
  CHECK(!sound());
  return draw(wrong_, without, random);
}

Interleaving Product::draw_missed(const Completions& with, Random& random) {
  CHECK(!exhaustive());
  return draw(missed_, with, random);
}

Number Product::count(const std::vector<Number>& futures) {
  CHECK(visited_ && !ground_.order.cyclic);
  const Graph& graph = ground_.graph;
  std::vector<Number> pasts(nodes_.size());
  Number covered = 0;
  const auto reach = [&](StateId state, Monitor::Id monitor, const Number& ways) {
    if (monitor == Monitor::kCovered) {
      covered += ways * futures[state];
    } else if (monitor != Monitor::kDead) {
      pasts[find(state, monitor)] += ways;
    }
  };
  for (std::size_t i = 0; i < graph.starts().size(); ++i) {
    reach(graph.starts()[i], monitor_.after(monitor_.initial(), ground_.alphabet.of_start[i]), 1);
  }
  for (std::uint32_t at = 0; at < graph.state_count(); ++at) {
    const StateId state = ground_.order.at(at);
    for (std::uint32_t i = first_of_state_[state]; i != kNoId; i = nodes_[i].next_of_state) {
      for (EdgeId edge = graph.edges_begin(state); edge < graph.edges_end(state); ++edge) {
        const LabelId label = ground_.alphabet.of_edge[edge];
        reach(graph.target(edge), monitor_.after(nodes_[i].monitor, label), pasts[i]);
      }
    }
  }
  return covered;
}

}  // namespace heddle::explore::conditions
