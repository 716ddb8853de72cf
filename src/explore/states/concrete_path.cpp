#include "explore/states/concrete_path.h"

#include "base/check.h"

namespace heddle::explore {

using kernel::ThreadId;

namespace {

class Follower {
 public:
  explicit Follower(StateSearch& search) : search_(search), execution_(search.execution()) {}

  // Takes a step from the state that the execution is in to one that `target` stands for.
  Decision step_to(StateId target) {
    search_.store().load(target, target_);
    const std::vector<Value> here = execution_.words();
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      execution_.restore(here);
      if (!execution_.enabled(thread)) continue;
      kernel::Choices choices;
      do {
        execution_.restore(here);
        execution_.step(thread, choices);
        if (arrived()) return {thread, choices.taken};
      } while (choices.advance());
    }
    CHECK(false);
    return {};
  }

 private:
  bool arrived() {
    const std::vector<Value> real = execution_.words();
    search_.canonicalize();
    const bool same = execution_.words() == target_;
    execution_.restore(real);
    return same;
  }

  StateSearch& search_;
  kernel::Execution& execution_;
  std::vector<Value> target_;
};

}  // namespace

Path concrete_path(StateSearch& search, std::size_t start, const std::vector<EdgeId>& edges) {
  kernel::Choices choices;
  choices.taken = search.choices_of_start(start);
  choices.resize(choices.taken.size());
  search.execution().restart(choices);
  Path path = {{kernel::kNoId, choices.taken}};
  Follower follower(search);
  for (const EdgeId edge : edges) path.push_back(follower.step_to(search.graph().target(edge)));
  return path;
}

}  // namespace heddle::explore
