// A directed graph, and its strongly connected components (Tarjan, SIAM J. Comput. 1(2), 1972).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace heddle::vm {

class DependenceGraph {
 public:
  using Node = std::uint32_t;

  explicit DependenceGraph(std::size_t nodes) : nodes_(nodes) {}

  Node add_node() { return static_cast<Node>(nodes_++); }
  void add_edge(Node from, Node to) { edges_.push_back({from, to}); }
  std::size_t size() const { return nodes_; }
  const std::vector<std::pair<Node, Node>>& edges() const { return edges_; }

  // The component of each node, numbered from 0 so that edges between components lead from a larger
  // number to a smaller one. Takes time linear in nodes and edges.
  std::vector<std::uint32_t> components() const;

 private:
  std::size_t nodes_;
  std::vector<std::pair<Node, Node>> edges_;
};

}  // namespace heddle::vm
