// The state of a StateSearch between two expansions, for checkpoints.
#include <algorithm>

#include "explore/checkpoint.h"
#include "explore/saved.h"
#include "explore/states/state_search.h"

namespace heddle::explore {

namespace {

// Whether there are as many starts as there are combinations of choices, and each is what the
// program starts with.
bool starts_fit(StateSearch& search) {
  kernel::Choices choices;
  std::vector<Value> saved;
  const std::vector<StateId>& starts = search.graph().starts();
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (i > 0 && !choices.advance()) return false;
    search.execution().restart(choices);
    search.canonicalize();
    search.store().load(starts[i], saved);
    if (saved != search.execution().words()) return false;
  }
  return starts.empty() || !choices.advance();
}

// Whether each state can be one of the program, and what leaves it are steps that can be taken.
bool states_fit(StateSearch& search) {
  const Checkpointer* const checkpoint = search.options().checkpoint;
  if (checkpoint == nullptr) return true;
  kernel::Execution& execution = search.execution();
  std::vector<Value> words;
  for (StateId state = 0; state < search.store().size(); ++state) {
    search.store().load(state, words);
    if (!checkpoint->can_be_state(words)) return false;
    const EdgeId first = search.graph().edges_begin(state);
    const EdgeId end = search.graph().edges_end(state);
    if (first == end) continue;
    execution.restore(words);
    for (EdgeId edge = first; edge < end; ++edge) {
      const std::uint32_t thread = search.graph().thread(edge);
      if (edge > first && thread == search.graph().thread(edge - 1)) continue;
      if (thread >= execution.thread_count() || !execution.started(thread) ||
          execution.finished(thread) || execution.failed() || !execution.enabled(thread))
        return false;
    }
  }
  return true;
}

}  // namespace

void StateSearch::save_if_due() {
  if (checkpoint_ == nullptr || !checkpoint_->due()) return;
  checkpoint_->save([this](ArchiveWriter& to) { put(to); });
}

void StateSearch::save_at_end() {
  if (checkpoint_ == nullptr) return;
  checkpoint_->save_at_end([this](ArchiveWriter& to) { put(to); });
}

// What follows the states before next_ is in the graph, and nothing else.
void StateSearch::put(ArchiveWriter& to) const {
  to.put(reduction().persistent);
  to.put(reduction().symmetric);
  if (coverage_) {
    coverage_->put(to);
  } else {
    put_coverage(to, program_.coverage());
  }
  store_.put(to);
  classes_.put(to);
  graph_.put(to);
  for (const auto& choices : starts_known_) to.put(choices);
  to.put(next_);
  to.put(level_end_);
  to.put(level_);
  to.put(checked_at_);
  for (const auto& state : first_shown_) to.put(state.value_or(kernel::kNoId));
  explore::put(to, contended_);
  to.put(any_shown_);
  to.put(failed_);
}

Reduction StateSearch::get_reduction(ArchiveReader& from) {
  Reduction reduction;
  from.get(reduction.persistent);
  from.get(reduction.symmetric);
  return reduction;
}

void StateSearch::get(ArchiveReader& from) {
  get_coverage(from, program_.coverage());
  store_.get(from);
  classes_.get(from);
  graph_.get(from);
  starts_known_.resize((graph_.starts().size() + kStartsBetween - 1) / kStartsBetween);
  for (auto& choices : starts_known_) from.get(choices);
  from.get(next_);
  from.get(level_end_);
  from.get(level_);
  from.get(checked_at_);
  for (auto& state : first_shown_) {
    const auto saved = from.get<StateId>();
    if (saved != kernel::kNoId && saved >= store_.size()) ArchiveReader::fail_damaged();
    if (saved != kernel::kNoId) state = saved;
  }
  const std::size_t objects = contended_.size();
  explore::get(from, contended_);
  if (contended_.size() != objects) ArchiveReader::fail_damaged();
  from.get(any_shown_);
  from.get(failed_);
  const bool fits = next_ <= store_.size() && level_end_ <= store_.size() &&
                    graph_.fits(next_, store_.size(), classes_.classes().size());
  if (!fits || !starts_fit(*this) || !states_fit(*this)) ArchiveReader::fail_damaged();
  begun_ = true;
}

}  // namespace heddle::explore
