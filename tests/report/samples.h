// Reports made by hand, for the tests of the formats.
#pragma once

#include "report/report.h"

namespace heddle::test {

// The example of the format page: 6 interleavings, 4 outcomes.
report::Report bank();
// An interleaving of it in which an update is lost, as `replay` shows it.
report::Replay bank_replay();
// Stopped by a limit, without a finding; text in wide characters, many threads.
report::Report stopped();
// Complete and without a finding, with warnings; numbers of many digits.
report::Report race_free();
// A livelock with a long witness, and a nondeterministic result with two.
report::Report spinning();
report::Overview bank_overview();

}  // namespace heddle::test
