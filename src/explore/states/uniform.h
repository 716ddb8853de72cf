// Every interleaving equally likely: each decision weighted by how many interleavings are behind
// it.
#pragma once

#include "explore/result.h"
#include "explore/samples.h"
#include "explore/states/state_search.h"
#include "explore/states/topology.h"

namespace heddle::explore {

// Runs nothing where the graph does not fit or has a cycle; Result::stop says
// so, and a note.
Result explore_uniform(kernel::Execution& execution, kernel::StateProgram& program,
                       const Options& options);

struct UniformSamples {
  Samples samples;  // each of its ends with the number of runs that ended so
  Number total;     // interleavings there are
};
// The runs alone. `order`: of the graph of `search`. Requires: the search is done, and the graph
// has no cycle.
UniformSamples sample_uniformly(StateSearch& search, const TopologicalOrder& order,
                                const Options& options);

}  // namespace heddle::explore
