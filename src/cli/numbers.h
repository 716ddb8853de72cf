// Numbers on the command line.
#pragma once

#include <cstdint>
#include <string>

#include "cli/options.h"

namespace heddle::cli {

// A whole number from `least` on. Throws UsageError, which names the option.
std::uint64_t whole_number(const std::string& option, const std::string& text,
                           std::uint64_t least = 1);

// A number of seconds above 0, like "2" or "0.5". Throws UsageError.
double seconds(const std::string& option, const std::string& text);

// NAME=VALUE of --set, or of an option like it. Throws UsageError, which names the option.
scenario::Override constant(const std::string& option, const std::string& text);

}  // namespace heddle::cli
