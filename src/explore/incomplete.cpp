#include "explore/incomplete.h"

namespace heddle::explore {

void make_incomplete(Result& result, Stop reason) {
  result.stop = reason;
  result.interleavings = {};
  for (FoundOutcome& outcome : result.outcomes) {
    outcome.count = {};
    outcome.witness.fewest = false;
  }
  for (KindCount& each : result.counts) each.count = {};
  for (Finding& finding : result.findings) {
    finding.count = {};
    finding.orderings.clear();
    finding.orderings_note = "No orderings: the search is incomplete, so none could be proved";
    finding.witness.fewest = false;
  }
}

}  // namespace heddle::explore
