#include "explore/conditions/best_witness.h"

#include <algorithm>
#include <map>

#include "base/flat_set.h"

namespace heddle::explore::conditions {

namespace {

bool goes_on(const Graph& graph, StateId state, kernel::ThreadId thread) {
  const EdgeId end = graph.edges_end(state);
  for (EdgeId edge = graph.edges_begin(state); edge < end; ++edge) {
    if (graph.thread(edge) == thread) return true;
  }
  return false;
}

// Breadth first, by preemptions and then by steps; a node knows which thread came last.
class Search {
 public:
  Search(const Ground& ground, Monitor& monitor, const Completions& with,
         const EdgeFilter& may_take)
      : ground_(ground), monitor_(monitor), with_(with), may_take_(may_take) {}

  std::optional<BestWitness> run(const Budget& budget) {
    for (std::size_t i = 0; i < ground_.graph.starts().size(); ++i) {
      const Monitor::Id monitor = monitor_.after(monitor_.initial(), ground_.alphabet.of_start[i]);
      meet({ground_.graph.starts()[i], monitor, kNoId, kNoId, kNoId, i}, 0, level_);
    }
    for (std::uint32_t preemptions = 0; !level_.empty(); ++preemptions) {
      for (std::size_t steps = 0; steps < level_.size(); ++steps) {
        for (std::size_t i = 0; i < level_[steps].size(); ++i) {
          if (is_over(budget)) return std::nullopt;
          const std::uint32_t node = level_[steps][i];
          if (!settled_.insert(key(nodes_[node]))) continue;
          if (is_goal(node)) return BestWitness{way_to(node), preemptions};
          expand(node, steps + 1);
        }
      }
      level_ = std::move(next_);
      next_.clear();
    }
    return std::nullopt;
  }

 private:
  struct Node {
    StateId state = 0;
    Monitor::Id monitor = 0;
    kernel::ThreadId last = kNoId;
    std::uint32_t from = kNoId;  // index in nodes_
    EdgeId edge = kNoId;
    std::size_t start = 0;
  };

  std::uint64_t key(const Node& node) {
    const auto [found, added] = contexts_.try_emplace({node.monitor, node.last}, contexts_.size());
    return found->second << 32 | node.state;
  }

  // Nodes by how many steps lead to them, in the order in which they were met.
  using Level = std::vector<std::vector<std::uint32_t>>;

  bool is_over(const Budget& budget) {
    constexpr std::size_t kNodesBetweenLooks = 4096;
    if (nodes_.size() > budget.nodes_max) return true;
    return ++looks_ % kNodesBetweenLooks == 0 && budget.expired && budget.expired();
  }

  void meet(const Node& node, std::size_t steps, Level& level) {
    if (node.monitor == Monitor::kDead || !with_.any(node.state)) return;
    if (level.size() <= steps) level.resize(steps + 1);
    level[steps].push_back(static_cast<std::uint32_t>(nodes_.size()));
    nodes_.push_back(node);
  }

  bool is_goal(std::uint32_t node) const {
    const StateId state = nodes_[node].state;
    return nodes_[node].monitor == Monitor::kCovered &&
           ground_.graph.edges_begin(state) == ground_.graph.edges_end(state);
  }

  void expand(std::uint32_t from, std::size_t steps) {
    const Graph& graph = ground_.graph;
    const Node node = nodes_[from];
    const bool may_go_on = goes_on(graph, node.state, node.last);
    const EdgeId end = graph.edges_end(node.state);
    for (EdgeId edge = graph.edges_begin(node.state); edge < end; ++edge) {
      if (may_take_ && !may_take_(edge)) continue;
      const Monitor::Id monitor = monitor_.after(node.monitor, ground_.alphabet.of_edge[edge]);
      const bool preempts = may_go_on && graph.thread(edge) != node.last;
      meet({graph.target(edge), monitor, graph.thread(edge), from, edge, node.start}, steps,
           preempts ? next_ : level_);
    }
  }

  Interleaving way_to(std::uint32_t node) const {
    Interleaving result{nodes_[node].start, {}};
    for (; nodes_[node].from != kNoId; node = nodes_[node].from) {
      result.edges.push_back(nodes_[node].edge);
    }
    std::reverse(result.edges.begin(), result.edges.end());
    return result;
  }

  const Ground& ground_;
  Monitor& monitor_;
  const Completions& with_;
  const EdgeFilter& may_take_;
  std::vector<Node> nodes_;
  std::size_t looks_ = 0;
  Level level_;  // with as few preemptions as any
  Level next_;   // with one more
  std::map<std::pair<Monitor::Id, kernel::ThreadId>, std::uint64_t> contexts_;
  FlatSet settled_;
};

}  // namespace

std::optional<BestWitness> best_witness(const Ground& ground, Monitor& monitor,
                                        const Completions& with, const Budget& budget,
                                        const EdgeFilter& may_take) {
  return Search(ground, monitor, with, may_take).run(budget);
}

std::uint32_t preemptions_of(const Graph& graph, const Interleaving& interleaving) {
  std::uint32_t preemptions = 0;
  kernel::ThreadId last = kNoId;
  for (const EdgeId edge : interleaving.edges) {
    const kernel::ThreadId thread = graph.thread(edge);
    if (thread != last && goes_on(graph, source(graph, edge), last)) ++preemptions;
    last = thread;
  }
  return preemptions;
}

}  // namespace heddle::explore::conditions
