#include "explore/run_notes.h"

namespace heddle::explore {

std::uint32_t count_preemptions(kernel::Schedulable& run, const Path& path) {
  std::uint32_t preemptions = 0;
  kernel::ThreadId last = kernel::kNoId;
  for (const Decision& decision : path) {
    kernel::Choices choices;
    choices.taken = decision.choices;
    choices.resize(choices.taken.size());
    if (decision.thread == kernel::kNoId) {
      run.restart(choices);
      continue;
    }
    if (last != kernel::kNoId && last != decision.thread && run.enabled(last)) ++preemptions;
    run.step(decision.thread, choices);
    last = decision.thread;
  }
  return preemptions;
}

}  // namespace heddle::explore
