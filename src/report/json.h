// The JSON report, version 2: what scripts read. Equal reports give equal bytes. It is written as
// it is made, so a report of any size takes no memory beside it.
//
// Beyond the keys that the contract of the report names, an outcome has `preemptions`; a finding
// has `fewest` (no interleaving with it has fewer preemptions), `moment` (the step of the witness
// at which it happens, from 0; null: at the start, or at its end), `explanation` (what went wrong
// there, where that says more than `message`), `next` (deadlock, data-race: what the threads do
// next), `orderings_note` (why `orderings` is empty) and, for `nondeterministic`, `second_seed` and
// `second_witness`; `cycle_start` stands where the round of a livelock begins; a file of `check`
// has `expected_interleavings`, or `errors` when it could not be read. A replay has `seed`,
// `number`, `end` (null when the seed stops before an end), `initial`, and in each of its `steps`
// also `changes`, `flags`, `findings`, `state` and `objects`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/comparison.h"
#include "report/json_writer.h"
#include "report/report.h"
#include "report/sink.h"

namespace heddle::report {

void json_explore(const Report& report, const Sink& sink);
void json_replay(const Replay& replay, const Sink& sink);
// What scenarios/README.md says of `diff --json`.
void json_compare(const Comparison& comparison, const Sink& sink);

// The report of `check`, a file at a time: none of them need be kept.
class JsonCheck {
 public:
  // `sink` is borrowed for the life of this.
  explicit JsonCheck(const Sink& sink);
  void add(const CheckedFile& file);
  // Ends the report. `verdict`: "as-expected", "not-as-expected", "incomplete" or "error".
  void finish(std::string_view verdict);

 private:
  JsonWriter writer_;
};

// The same as one text.
std::string json_explore(const Report& report);
std::string json_replay(const Replay& replay);
std::string json_check(const std::vector<CheckedFile>& files, const std::string& verdict);
std::string json_compare(const Comparison& comparison);

}  // namespace heddle::report
