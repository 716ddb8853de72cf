#include "explore/run_notes.h"

namespace heddle::explore {

void take(kernel::Schedulable& run, const Decision& decision) {
  kernel::Choices choices;
  choices.taken = decision.choices;
  choices.resize(choices.taken.size());
  if (decision.thread == kernel::kNoId) {
    run.restart(choices);
  } else {
    run.step(decision.thread, choices);
  }
}

std::uint32_t count_preemptions(kernel::Schedulable& run, const Path& path) {
  std::uint32_t preemptions = 0;
  kernel::ThreadId last = kernel::kNoId;
  for (const Decision& decision : path) {
    const bool switches = last != kernel::kNoId && last != decision.thread;
    if (switches && run.enabled(last)) ++preemptions;
    take(run, decision);
    last = decision.thread;
  }
  return preemptions;
}

}  // namespace heddle::explore
