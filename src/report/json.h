// The JSON report: what scripts read. Equal reports give equal bytes.
//
// Beyond the keys that the contract of the report names, an outcome has `preemptions`; a finding
// has `fewest` (no interleaving with it has fewer preemptions), `orderings_note` (why `orderings`
// is empty) and, for `nondeterministic`, `second_seed` and `second_witness`; a step has
// `occurrence`, and `cycle_start` where the round of a livelock begins; a file of `check` has
// `unexpected`, `missing` and `expected_interleavings`, or `errors` when it could not be read. A
// replay has `seed`, `number`, `end` (null when the seed stops before an end), `initial`, and in
// each of its `steps` also `changed`, `flags`, `findings`, `state` and `objects`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace heddle::report {

std::string json_explore(const Report& report);
std::string json_replay(const Replay& replay);
// `verdict`: "as-expected", "not-as-expected", "incomplete" or "error".
std::string json_check(const std::vector<CheckedFile>& files, const std::string& verdict);

// The text as a JSON string, in quotes.
std::string json_quoted(std::string_view text);

}  // namespace heddle::report
