// "did you mean ...?" for misspelt words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heddle::cli {

// The only candidate that begins with `word`, else the one that is nearest to it by letters
// changed, added, dropped or swapped; "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// "; did you mean X?" or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace heddle::cli
