#include "explore/states/state_expander.h"

namespace heddle::explore {

namespace {

constexpr std::size_t kSuccessorsBetweenLooks = 1'024;

}  // namespace

using kernel::End;

void Batch::clear() {
  states.clear();
  successors.clear();
  notes.clear();
  bytes_used = 0;
  large.clear();
  new_classes.clear();
}

StateExpander::StateExpander(kernel::Execution& execution, kernel::StateProgram& program,
                             Reduction reduction)
    : execution_(execution),
      program_(program),
      run_(execution, program),
      expansion_(run_),
      reduction_(reduction),
      persistent_sets_(execution, reduction.persistent ? program.foresee() : nullptr),
      symmetry_(execution, reduction.symmetric ? program.symmetric_threads()
                                               : std::vector<kernel::SymmetricThreads>()),
      shown_(run_) {
  reduction_.persistent = persistent_sets_.reduces();
  reduction_.symmetric = !symmetry_.empty();
  shown_seen_.resize(program.properties().size());
  contended_.resize(execution.object_count());
  contended_seen_.resize(execution.object_count());
  begin();
}

void StateExpander::begin() {
  classes_.emplace(run_);
  classes_told_ = 0;
  for (auto* seen : {&shown_seen_, &contended_, &contended_seen_}) {
    std::fill(seen->begin(), seen->end(), false);
  }
}

void StateExpander::expand(const StateStore& store, StateId first, StateId last, Batch& batch,
                           Watch& watch) {
  batch.clear();
  batch.first = first;
  for (StateId state = first; state < last; ++state) {
    store.load(state, words_);
    execution_.restore(words_);
    expand_state(batch, watch);
  }
}

void StateExpander::expand_state(Batch& batch, Watch& watch) {
  expansion_.look();
  Batch::State state;
  note_state(batch, state);
  state.end = expansion_.end();
  if (state.end != End::kRunning) {
    state.end_class = classes_->classify(state.end);
    for (; classes_told_ < classes_->classes().size(); ++classes_told_) {
      const EndClass& added = classes_->classes()[classes_told_];
      batch.new_classes.push_back({classes_->outcomes()[added.outcome], added.defects});
    }
  } else {
    if (reduction_.persistent) persistent_sets_.reduce(expansion_.enabled());
    bool restored = true;
    for (const auto& [thread, operation] : expansion_.enabled()) {
      choices_.clear();
      do {
        if (!restored) execution_.restore(words_);
        restored = false;
        execution_.step(thread, operation, choices_);
        add_successor(thread, batch);
        if (batch.successors.size() % kSuccessorsBetweenLooks == 0) watch.go_on();
      } while (choices_.advance());
    }
  }
  state.successors_end = static_cast<std::uint32_t>(batch.successors.size());
  state.notes_end = static_cast<std::uint32_t>(batch.notes.size());
  batch.states.push_back(state);
}

void StateExpander::note(Batch& batch, Batch::Note::Kind kind, std::uint32_t index,
                         std::vector<bool>& seen) {
  if (seen[index]) return;
  seen[index] = true;
  batch.notes.push_back({kind, index});
}

void StateExpander::note_state(Batch& batch, Batch::State& state) {
  const auto show = [&](std::uint32_t property) {
    note(batch, Batch::Note::kShown, property, shown_seen_);
  };
  shown_.for_each_mark(execution_, show);
  const auto& by_pairs = shown_.of_pairs(expansion_.enabled());
  state.has_pair = !by_pairs.empty();
  for (const std::uint32_t property : by_pairs) show(property);
  expansion_.note_contention(contended_);
  if (contended_ == contended_seen_) return;
  for (std::uint32_t object = 0; object < contended_.size(); ++object) {
    if (contended_[object]) note(batch, Batch::Note::kContended, object, contended_seen_);
  }
}

void StateExpander::add_successor(std::uint32_t thread, Batch& batch) {
  if (reduction_.symmetric) canonicalize();
  Batch::Successor& successor = batch.successors.emplace_back();
  successor.thread = thread;
  const auto& words = execution_.words();
  if (words.size() > StateStore::kInlineWords) {
    successor.large = static_cast<std::uint32_t>(batch.large.size());
    batch.large.push_back(words);
    return;
  }
  const std::size_t needed = batch.bytes_used + StateStore::kPackedBytesMax;
  if (batch.bytes.size() < needed) batch.bytes.resize(2 * needed);
  successor.offset = static_cast<std::uint32_t>(batch.bytes_used);
  successor.packed = StateStore::pack_small(words, batch.bytes.data() + successor.offset);
  batch.bytes_used += successor.packed.size;
}

}  // namespace heddle::explore
