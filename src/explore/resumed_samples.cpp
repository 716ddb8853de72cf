#include "explore/resumed_samples.h"

#include <algorithm>

#include "explore/end_classes.h"

namespace heddle::explore {

namespace {

// Whether the steps can be taken; leaves the execution at their end.
bool can_be_taken(kernel::Execution& execution, const Path& path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    kernel::Choices choices;
    choices.taken = path[i].choices;
    choices.resize(choices.taken.size());
    if ((i == 0) != (path[i].thread == kernel::kNoId)) return false;
    if (i == 0) {
      execution.restart(choices);
    } else {
      const kernel::ThreadId thread = path[i].thread;
      const bool can_step = thread < execution.thread_count() && !execution.failed() &&
                            execution.started(thread) && !execution.finished(thread) &&
                            execution.enabled(thread);
      if (!can_step) return false;
      execution.step(thread, choices);
    }
    const std::size_t both = std::min(choices.taken.size(), path[i].choices.size());
    if (!std::equal(choices.taken.begin(),
                    choices.taken.begin() + static_cast<std::ptrdiff_t>(both),
                    path[i].choices.begin()))
      return false;
  }
  return !path.empty();
}

bool ends_so(kernel::Execution& execution, const kernel::Program& program,
             const Samples::End& end) {
  if (!can_be_taken(execution, end.way.path.unpack())) return false;
  bool any_enabled = false;
  for (kernel::ThreadId thread = 0; thread < execution.thread_count(); ++thread)
    any_enabled |= execution.started(thread) && !execution.finished(thread) &&
                   !execution.failed() && execution.enabled(thread);
  return outcome_of(execution, program, execution.end(any_enabled)) == end.outcome;
}

}  // namespace

bool can_be_found(const Samples& samples, kernel::Execution& execution, kernel::Program& program) {
  const std::size_t known = program.properties().size();
  if (samples.findings.size() > known || samples.contended.size() > execution.object_count())
    return false;
  for (const auto& end : samples.ends) {
    const bool fits =
        std::all_of(end.defects.begin(), end.defects.end(),
                    [&](const kernel::Defect& each) { return each.property < known; }) &&
        std::is_sorted(end.defects.begin(), end.defects.end());
    if (!fits || !ends_so(execution, program, end)) return false;
  }
  return std::all_of(samples.findings.begin(), samples.findings.end(), [&](const auto& finding) {
    return !finding || can_be_taken(execution, finding->path.unpack());
  });
}

}  // namespace heddle::explore
