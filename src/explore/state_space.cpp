#include "explore/state_space.h"

#include "base/check.h"
#include "explore/concrete_path.h"
#include "explore/counting.h"
#include "explore/fewest_preemptions.h"
#include "explore/shortest_ways.h"

namespace heddle::explore {

StateSpace::StateSpace(kernel::Execution& execution, kernel::Program& program,
                       const Options& options, Reduction reduction)
    : search_(execution, program, options, reduction) {
  search_.set_checkpoint(options.checkpoint);
}

void StateSpace::explore() {
  stop_ = search_.run();
  if (complete()) order_ = topological_order(graph());
}

const InEdges& StateSpace::in_edges() {
  if (!in_edges_) in_edges_ = std::make_unique<const InEdges>(graph());
  return *in_edges_;
}

const std::vector<Number>& StateSpace::futures() {
  if (!futures_) futures_ = count_futures(graph(), order_);
  return *futures_;
}

const std::vector<Number>& StateSpace::class_counts() {
  if (!class_counts_) class_counts_ = count_ends(graph(), order_, classes().classes().size());
  return *class_counts_;
}

const conditions::Alphabet* StateSpace::alphabet() {
  if (!alphabet_) alphabet_ = conditions::read_alphabet(search_);
  return alphabet_ ? &*alphabet_ : nullptr;
}

const Ways& StateSpace::ways() {
  if (!ways_ && complete()) ways_ = fewest_preemptions(graph(), order_, in_edges());
  if (!ways_) ways_ = std::make_unique<ShortestWays>(graph());
  return *ways_;
}

Path StateSpace::path_to(StateId state) {
  const auto way = ways().way(state);
  return path_along(way.start, way.edges);
}

Path StateSpace::path_along(std::size_t start, const std::vector<EdgeId>& edges) {
  return search_.reduction().symmetric ? concrete_path(search_, start, edges)
                                       : decisions(search_, start, edges);
}

namespace {

// Which of the steps of `thread` from this state the edge is: several when values are chosen.
std::uint32_t rank_among_thread(const Graph& graph, StateId state, EdgeId edge) {
  std::uint32_t rank = 0;
  for (EdgeId each = graph.edges_begin(state); each < edge; ++each) {
    if (graph.thread(each) == graph.thread(edge)) ++rank;
  }
  return rank;
}

// The k-th combination of choices, from 0, that `run` has.
template <class Run>
std::vector<std::uint32_t> choices_of(std::size_t k, Run run) {
  kernel::Choices choices;
  run(choices);
  for (std::size_t i = 0; i < k; ++i) {
    CHECK(choices.advance());
    run(choices);
  }
  return choices.taken;
}

}  // namespace

Path decisions(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges) {
  Path path;
  auto& execution = search.execution();
  path.push_back({kernel::kNoId, choices_of(start, [&](kernel::Choices& choices) {
                    execution.restart(choices);
                  })});
  for (const EdgeId edge : edges) {
    const StateId state = source(search.graph(), edge);
    const std::uint32_t thread = search.graph().thread(edge);
    const std::uint32_t rank = rank_among_thread(search.graph(), state, edge);
    path.push_back({thread, choices_of(rank, [&](kernel::Choices& choices) {
                      search.load(state);
                      execution.step(thread, choices);
                    })});
  }
  return path;
}

}  // namespace heddle::explore
