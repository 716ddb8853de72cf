#include "explore/states/state_space.h"

#include <new>

#include "base/check.h"
#include "explore/states/concrete_path.h"
#include "explore/states/counting.h"
#include "explore/states/fewest_preemptions.h"
#include "explore/states/shortest_ways.h"

namespace heddle::explore {

StateSpace::StateSpace(kernel::Execution& execution, kernel::StateProgram& program,
                       const Options& options, Reduction reduction)
    : search_(execution, program, options, reduction) {
  search_.set_checkpoint(options.checkpoint);
}

bool StateSpace::explore(StateId pause_at) {
  stop_ = search_.run(pause_at);
  if (!search_.done()) return false;
  if (!complete()) return true;
  try {
    order_ = topological_order(graph());
  } catch (const std::bad_alloc&) {
    stop_ = Stop::kMemory;
  }
  return true;
}

void StateSpace::stop(Stop reason) {
  search_.stop(reason);
  stop_ = reason;
}

void StateSpace::give_up(Stop stop) {
  stop_ = stop;
  ways_.reset();
}

const InEdges& StateSpace::in_edges() {
  CHECK(complete());
  if (!in_edges_) in_edges_ = std::make_unique<const InEdges>(graph());
  return *in_edges_;
}

const std::vector<Number>& StateSpace::futures() {
  CHECK(complete() && !cyclic());
  if (!futures_) futures_ = count_futures(graph(), order_, &search_.watch());
  return *futures_;
}

const std::vector<Number>& StateSpace::class_counts() {
  CHECK(complete() && !cyclic());
  if (!class_counts_)
    class_counts_ = count_ends(graph(), order_, classes().classes().size(), &search_.watch());
  return *class_counts_;
}

const conditions::Alphabet* StateSpace::alphabet() {
  CHECK(complete());
  if (!alphabet_) alphabet_ = conditions::read_alphabet(search_);
  return alphabet_ ? &*alphabet_ : nullptr;
}

const Ways& StateSpace::ways() {
  if (!ways_ && complete())
    ways_ = fewest_preemptions(graph(), order_, in_edges(), &search_.watch());
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

Path decisions(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges) {
  Path path;
  path.push_back({kernel::kNoId, search.choices_of_start(start)});
  for (const EdgeId edge : edges) {
    const StateId state = source(search.graph(), edge);
    path.push_back({search.graph().thread(edge), search.choices_of_edge(state, edge)});
  }
  return path;
}

}  // namespace heddle::explore
