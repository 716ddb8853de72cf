// How synchronisation objects stand, and who waits for what, in words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/report.h"
#include "tell/subject.h"

namespace heddle::tell {

// "m" -> "held by a", and so on, for each synchronisation object that is not as at the start.
std::vector<std::pair<std::string, std::string>> object_states(const Subject& subject);

// Locks that the thread is inside: "m", "r (reading)", "r (writing)".
std::vector<std::string> held_locks(const Subject& subject, kernel::ThreadId thread);

// What a thread that is not enabled waits for, where nobody will go on: "waits for m, held by b".
std::string waits(const Subject& subject, kernel::ThreadId thread);

// The same where others go on: "has to wait for m, held by b".
std::string has_to_wait(const Subject& subject, kernel::ThreadId thread);

// The same as the names of deadlocks have it: "worker: lock m".
std::string waits_name(const Subject& subject, kernel::ThreadId thread);

// What the thread is about to do.
report::Next next(const Subject& subject, kernel::ThreadId thread);

}  // namespace heddle::tell
