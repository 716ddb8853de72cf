// Exactly when each finding happens: fills in its orderings, what they cover, and what every
// interleaving with it respects.
//
// How (begin at solver.h): `alphabet` names what happens on the edges of the graph, `question` says
// what a finding is about and which pairs of accesses may matter, `completions` draws interleavings
// with and without it. `candidates` are literals (this access before that one, this choice made so)
// with the samples in which they hold; `conjunctions` combines them, `folding` makes one
// alternative of several that differ in which of like threads or which rounds are meant, `learner`
// covers the samples with as few as it can. `monitor` follows alternatives along an interleaving,
// `product` along all at once: there they are verified and counted.
#pragma once

#include "explore/result.h"
#include "explore/states/state_space.h"
#include "explore/tally.h"

namespace heddle::explore {

// Fills `orderings`, `covered` and `only_when`, or `no_orderings`, of each finding.

void find_conditions(StateSpace& space, const TalliedClasses& classes, Result& result);

}  // namespace heddle::explore
