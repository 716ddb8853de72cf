#include "explore/resumed_samples.h"

#include <algorithm>

#include "explore/end_classes.h"
#include "explore/expansion.h"

namespace heddle::explore {

namespace {

// Whether the steps can be taken; leaves the run at their end.
bool can_be_taken(kernel::Schedulable& run, const Path& path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    kernel::Choices choices;
    choices.taken = path[i].choices;
    choices.resize(choices.taken.size());
    if ((i == 0) != (path[i].thread == kernel::kNoId)) return false;
    if (i == 0) {
      run.restart(choices);
    } else {
      const kernel::ThreadId thread = path[i].thread;
      if (thread >= run.thread_count() || run.failed()) return false;
      const kernel::Operation operation = run.pending(thread);
      if (!run.enabled(thread, operation)) return false;
      run.step(thread, operation, choices);
    }
    const std::size_t both = std::min(choices.taken.size(), path[i].choices.size());
    if (!std::equal(choices.taken.begin(),
                    choices.taken.begin() + static_cast<std::ptrdiff_t>(both),
                    path[i].choices.begin()))
      return false;
  }
  return !path.empty();
}

bool ends_so(kernel::Schedulable& run, const Samples::End& end) {
  if (!can_be_taken(run, end.way.path.unpack())) return false;
  Expansion expansion(run);
  expansion.look();
  return outcome_of(run, expansion.end()) == end.outcome;
}

}  // namespace

bool can_be_found(const Samples& samples, kernel::Schedulable& run) {
  const std::size_t known = run.properties().size();
  if (samples.findings.size() > known || samples.contended.size() > run.object_count())
    return false;
  for (const auto& end : samples.ends) {
    const bool fits =
        std::all_of(end.defects.begin(), end.defects.end(),
                    [&](const kernel::Defect& each) { return each.property < known; }) &&
        std::is_sorted(end.defects.begin(), end.defects.end());
    if (!fits || !ends_so(run, end)) return false;
  }
  return std::all_of(samples.findings.begin(), samples.findings.end(), [&](const auto& finding) {
    return !finding || can_be_taken(run, finding->path.unpack());
  });
}

}  // namespace heddle::explore
