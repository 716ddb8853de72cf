// Exact numbers of interleavings by counting paths in the graph of states.
#pragma once

#include <vector>

#include "explore/number.h"
#include "explore/states/graph.h"
#include "explore/states/topology.h"
#include "explore/watch.h"

namespace heddle::explore {

// Both are for graphs that were searched to the end, with their order, and throw SearchStopped when
// `watch` says so.

// How many interleavings end in each class of ends (by class number). Requires: no cycle.
std::vector<Number> count_ends(const Graph& graph, const TopologicalOrder& order,
                               std::size_t class_count, Watch* watch = nullptr);

// From each state, how many interleavings go on to an end (by state). Requires: the same.
std::vector<Number> count_futures(const Graph& graph, const TopologicalOrder& order,
                                  Watch* watch = nullptr);

}  // namespace heddle::explore
