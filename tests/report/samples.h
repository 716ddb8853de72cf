// Reports made by hand, for the tests of the formats.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/report.h"

namespace heddle::test {

// The example of the format page: 6 interleavings, 4 outcomes.
report::Report bank();
// The same with a lock: the two serial orders.
report::Report bank_locked();
// An interleaving of it in which an update is lost, as `replay` shows it.
report::Replay bank_replay();
report::Overview bank_overview();
// Two clerks sell the last seat; replayed with locals that are out of date.
report::Replay seats_replay();

// Stopped by a limit, with a deadlock of 40 threads; text in wide characters.
report::Report stopped();
// Stopped before anything was found.
report::Report undecided();
// Complete and without a finding, with warnings; numbers of many digits.
report::Report race_free();
// A livelock, and two results; unbounded.
report::Report spinning();
// Two threads that take two locks the other way round.
report::Report deadlock();
// A record that is freed too early, and the data race with its `delete`.
report::Report freed();
// A data race and nothing else, inside different locks.
report::Report race_alone();
// 60 outcomes of 137,846,528,820 interleavings.
report::Report many_ends();
// A failure that depends on what is chosen, told without counts.
report::Report chosen();
// A long interleaving whose condition names steps far apart.
report::Report long_witness();

// All of the above by their names.
std::vector<std::pair<std::string, report::Report>> all_reports();

// What `check` may meet: as expected, not as expected, not certain, not readable.
std::vector<report::CheckedFile> checked_files();

// The text without escape sequences.
std::string without_color(const std::string& text);

}  // namespace heddle::test
