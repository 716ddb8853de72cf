// The product of a graph with a monitor: every interleaving at once, each followed until a term
// holds in it or none can. Says whether the terms imply a finding and whether they miss some of
// its interleavings, shows interleavings where they are wrong, and counts those they cover.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "explore/conditions/completions.h"
#include "explore/conditions/monitor.h"
#include "explore/number.h"

namespace heddle::explore::conditions {

// What a product is made over.
struct Ground {
  const Graph& graph;
  const TopologicalOrder& order;
  const InEdges& in_edges;
  const Alphabet& alphabet;
};

// How much may be visited: so many states of the product; and whether it is time to stop, asked now
// and then.
struct Budget {
  std::uint64_t nodes_max = 0;
  std::function<bool()> expired;  // may be empty
};

struct Interleaving {
  std::size_t start = 0;  // index in Graph::starts
  std::vector<EdgeId> edges;
};

class Product {
 public:
  // All must outlive this.
  Product(const Ground& ground, Monitor& monitor);

  // Visits everything; false when the budget did not suffice. `with`, `without`: to the ends with
  // the finding, and to the others.
  bool visit(const Completions& with, const Completions& without, const Budget& budget);
  // Whether the terms hold in no interleaving without the finding, and whether they miss none with
  // it. Of what was visited.
  bool sound() const { return wrong_.empty(); }
  bool exhaustive() const { return missed_.empty(); }
  std::size_t node_count() const { return nodes_.size(); }
  // Some interleaving without the finding in which a term holds, and one with it in which none
  // does. Requires: not sound(), not exhaustive().
  Interleaving draw_wrong(const Completions& without, Random& random);
  Interleaving draw_missed(const Completions& with, Random& random);

  // How many interleavings the terms cover. `futures`: by state. Requires: everything was visited,
  // and there is no cycle.
  Number count(const std::vector<Number>& futures);

 private:
  struct Node {
    StateId state = 0;
    Monitor::Id monitor = 0;
    std::uint32_t next_of_state = kNoId;
  };
  // Where it is decided: along an edge from a node, at a node, or at a start already.
  struct Leaf {
    std::uint32_t node = kNoId;
    EdgeId edge = kNoId;
    std::size_t start = 0;
  };

  // The node, which is made when there is none.
  std::uint32_t node(StateId state, Monitor::Id monitor);
  std::uint32_t find(StateId state, Monitor::Id monitor) const;
  void grow();
  void judge(StateId state, Monitor::Id monitor, const Leaf& leaf, const Completions& with,
             const Completions& without);
  void expand(std::uint32_t from, const Completions& with, const Completions& without);
  Interleaving draw(const std::vector<Leaf>& leaves, const Completions& onward, Random& random);
  std::size_t trace_back(std::uint32_t to, Random& random, std::vector<EdgeId>& edges);

  const Ground& ground_;
  Monitor& monitor_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> slots_;           // hash table of indexes in nodes_, plus 1
  std::vector<std::uint32_t> first_of_state_;  // index in nodes_
  bool visited_ = false;                       // everything
  std::vector<Leaf> wrong_;
  std::vector<Leaf> missed_;
};

}  // namespace heddle::explore::conditions
