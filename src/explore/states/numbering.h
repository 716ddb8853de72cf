// #N: interleavings numbered from 1 in lexicographic order of their decisions, by counting.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "explore/states/state_search.h"

namespace heddle::explore {

struct NumberedPath {
  Path path;
  Number total;  // interleavings in all
};

// The path of the `number`-th interleaving, or why there is none, as a sentence. Builds the graph.
heddle::Result<NumberedPath, std::string> nth_interleaving(kernel::Execution& execution,
                                                           kernel::StateProgram& program,
                                                           const Number& number,
                                                           const Options& options);

}  // namespace heddle::explore
