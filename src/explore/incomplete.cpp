#include "explore/incomplete.h"

namespace heddle::explore {

void make_incomplete(Result& result, Stop reason) {
  result.stop = reason;
  result.interleavings = {};
  for (FoundOutcome& outcome : result.outcomes) {
    outcome.count = {};
    for (auto& [index, count] : outcome.findings) count = {};
    outcome.witness.fewest = false;
  }
  for (KindCount& each : result.counts) each.count = {};
  for (Finding& finding : result.findings) {
    finding.count = {};
    finding.same_as.reset();
    finding.within.clear();
    finding.orderings.clear();
    finding.covered = {};
    finding.only_when.clear();
    finding.no_orderings = NoOrderings::kIncomplete;
    finding.witness.fewest = false;
  }
}

}  // namespace heddle::explore
