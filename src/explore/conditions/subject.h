// What a finding is about, and which threads are alike.
#pragma once

#include <vector>

#include "explore/conditions/question.h"
#include "explore/states/state_space.h"

namespace heddle::explore::conditions {

// Fills in the subject of the question, the accesses that end runs, and the like threads. `with`:
// by state, whether it is an end with the finding.
void describe(StateSpace& space, const kernel::Defect& defect, const std::vector<bool>& with,
              Question& question);

}  // namespace heddle::explore::conditions
