// SIGINT, SIGTERM and SIGHUP stop the search; what was found so far is printed.
#pragma once

#include <atomic>

namespace heddle::cli {

// Set when a signal asked to stop.
const std::atomic<bool>& interrupted();

// What searches look at: set by a signal, and by stop_searches().
const std::atomic<bool>& searches_stopped();
void stop_searches();

// From here on, the first SIGINT, SIGTERM or SIGHUP sets the flag; the second ends the program at
// once. A signal that the parent had ignored stays ignored.
void catch_interrupts();

}  // namespace heddle::cli
