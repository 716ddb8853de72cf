// What a search proves or makes likely, and why conditions are not known, in sentences.
#pragma once

#include <string>
#include <vector>

#include "explore/result.h"

namespace heddle::tell {

// "4 different interleavings were run, of 6 in all (66.7%)."
std::string note_text(const explore::Note& note);

// Why a finding has no orderings; "" where it has some, and where nobody would ask for them.
std::string why_none(explore::NoOrderings reason);

}  // namespace heddle::tell
