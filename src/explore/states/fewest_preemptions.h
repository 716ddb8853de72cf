// The ways to states with the fewest preemptions (Musuvathi and Qadeer, PLDI 2007: a switch away
// from a thread that is still enabled), and among those the shortest.
#pragma once

#include <memory>

#include "explore/states/graph.h"
#include "explore/states/topology.h"
#include "explore/states/ways.h"
#include "explore/watch.h"

namespace heddle::explore {

// Ways of a graph that was searched to its end. It and its edges must outlive them. Throws
// SearchStopped when `watch` says so.
std::unique_ptr<Ways> fewest_preemptions(const Graph& graph, const TopologicalOrder& order,
                                         const InEdges& in_edges, Watch* watch = nullptr);

}  // namespace heddle::explore
