// Which edges an interleaving may take that is to show why a finding happens, and whether one does.
#pragma once

#include "explore/conditions/best_witness.h"
#include "explore/states/state_space.h"

namespace heddle::explore::conditions {

// Takes no edge on which an access comes first that could no longer come second: there nothing is
// seen of the order of the two. `term`: literals that are choices do not matter.
EdgeFilter order_matters(const Ground& ground, const EventTable& events, const Term& term);

// A lost update: its mark, and the name of the memory that it is about.
struct Loss {
  std::uint32_t mark = kNoId;
  std::uint32_t memory = kNoId;
};
// Takes no edge on which the mark is set by a write that leaves all of the memory as it was: of
// what is lost there nothing is seen. Asks the space's search, and leaves its execution anywhere.
EdgeFilter loss_shows(StateSpace& space, const Alphabet& alphabet, const Loss& loss);
// Whether it shows along the path.
bool loss_shows_along(StateSpace& space, const Path& path, const Loss& loss);

// What both take; an empty filter takes all.
EdgeFilter both(EdgeFilter a, EdgeFilter b);

}  // namespace heddle::explore::conditions
