// What a search proves or makes likely, and why conditions are not known, in sentences.
#pragma once

#include <string>
#include <vector>

#include "explore/result.h"

namespace heddle::tell {

std::vector<std::string> note_texts(const explore::Result& result);

// Why a finding has no orderings; "" where it has some, and where nobody would ask for them.
std::string why_none(explore::NoOrderings reason);

}  // namespace heddle::tell
