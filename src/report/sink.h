// Where a report goes as it is made: a file, standard output, a string.
#pragma once

#include <functional>
#include <string_view>

namespace heddle::report {

// Takes the next piece of the text. A sink that can take no more throws; nothing is lost or
// repeated then but what it was given.
using Sink = std::function<void(std::string_view)>;

}  // namespace heddle::report
