// What an access does, as a sentence says it of its thread.
#pragma once

#include <string>
#include <string_view>

namespace heddle::tell {

// "read balance" -> verb "reads", object "balance".
struct Deed {
  std::string verb;
  std::string object;
};
Deed deed(std::string_view access);

}  // namespace heddle::tell
