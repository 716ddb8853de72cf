#include "vm/dependence_graph.h"

#include <algorithm>

namespace heddle::vm {

namespace {

using Node = DependenceGraph::Node;
constexpr std::uint32_t kNone = 0xffffffff;

// The edges of each node, one behind the other.
struct Successors {
  std::vector<std::size_t> begin;  // of each node, and the end
  std::vector<Node> to;
};

Successors successors_of(const DependenceGraph& graph) {
  Successors result{std::vector<std::size_t>(graph.size() + 1, 0),
                    std::vector<Node>(graph.edges().size())};
  for (const auto& [from, to] : graph.edges()) ++result.begin[from + 1];
  for (std::size_t i = 0; i < graph.size(); ++i) result.begin[i + 1] += result.begin[i];
  auto next = result.begin;
  for (const auto& [from, to] : graph.edges()) result.to[next[from]++] = to;
  return result;
}

// The recursion of the paper with a stack of its own, for paths may be as long as the text.
class Search {
 public:
  explicit Search(const DependenceGraph& graph)
      : successors_(successors_of(graph)),
        next_(successors_.begin),
        index_(graph.size(), kNone),
        low_(graph.size(), kNone),
        component_(graph.size(), kNone) {}

  std::vector<std::uint32_t> run() {
    for (Node root = 0; root < index_.size(); ++root) {
      if (index_[root] == kNone) from(root);
    }
    return std::move(component_);
  }

 private:
  void from(Node root) {
    enter(root);
    while (!path_.empty()) {
      const Node node = path_.back();
      if (next_[node] < successors_.begin[node + 1]) {
        look_at(node, successors_.to[next_[node]++]);
      } else {
        leave(node);
      }
    }
  }

  void enter(Node node) {
    index_[node] = low_[node] = count_++;
    path_.push_back(node);
    open_.push_back(node);
  }

  void look_at(Node node, Node successor) {
    if (index_[successor] == kNone) {
      enter(successor);
    } else if (component_[successor] == kNone) {
      low_[node] = std::min(low_[node], index_[successor]);
    }
  }

  void leave(Node node) {
    path_.pop_back();
    if (!path_.empty()) low_[path_.back()] = std::min(low_[path_.back()], low_[node]);
    if (low_[node] != index_[node]) return;
    Node member = kNone;
    do {
      member = open_.back();
      open_.pop_back();
      component_[member] = components_;
    } while (member != node);
    ++components_;
  }

  const Successors successors_;
  std::vector<std::size_t> next_;  // edge of each node that is looked at next
  std::vector<std::uint32_t> index_;
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> component_;
  std::vector<Node> path_;
  std::vector<Node> open_;  // entered, and in no component yet
  std::uint32_t count_ = 0;
  std::uint32_t components_ = 0;
};

}  // namespace

std::vector<std::uint32_t> DependenceGraph::components() const { return Search(*this).run(); }

}  // namespace heddle::vm
