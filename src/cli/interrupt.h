// SIGINT and SIGTERM stop the search; what was found so far is printed.
#pragma once

#include <atomic>

namespace heddle::cli {

// Set when a signal asked to stop.
const std::atomic<bool>& interrupted();

// From here on, the first SIGINT or SIGTERM sets the flag; the second ends the program at once.
void catch_interrupts();

}  // namespace heddle::cli
