#include "explore/states/state_search.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <new>

#include "base/check.h"
#include "explore/crew.h"

namespace heddle::explore {

using kernel::End;

namespace {

constexpr StateId kStatesPerBatch = 64;
constexpr std::uint32_t kWorkBetweenChecks = 256;  // states and edges
constexpr std::size_t kStartsBetweenLooks = 256;

constexpr std::size_t kSuccessorsPerBatch = 8'192;

// States whose words do not fit a batch, and those with very many successors, come one at a time.
StateId states_per_batch(const Batch& last) {
  const bool small = last.large.empty() && last.successors.size() < kSuccessorsPerBatch;
  return small ? kStatesPerBatch : 1;
}

}  // namespace

StateSearch::StateSearch(kernel::Execution& execution, kernel::StateProgram& program,
                         const Options& options, Reduction reduction)
    : execution_(execution),
      program_(program),
      options_(options),
      run_(execution, program),
      classes_(run_),
      expander_(execution, program, reduction),
      watch_(options),
      buffer_(StateStore::kPackedBytesMax) {
  first_shown_.resize(program.properties().size());
  contended_.resize(execution.object_count());
}

Stop StateSearch::run(StateId pause_at) {
  pause_at_ = pause_at;
  try {
    if (!begun_) start();
  } catch (const SearchStopped& stopped) {
    stop_ = stopped.reason;
  } catch (const std::bad_alloc&) {
    stop_ = Stop::kMemory;
  }
  return search();
}

Stop StateSearch::run_from_here() {
  add_start();
  return search();
}

void StateSearch::start() {
  do {
    if (graph_.starts().size() % kStartsBetweenLooks == kStartsBetweenLooks - 1) watch_.go_on();
    execution_.restart(choices_);
    note_start();
    add_start();
  } while (choices_.advance());
}

void StateSearch::add_start() {
  canonicalize();
  graph_.add_start(store_.intern(store_.pack(execution_.words(), buffer_.data())));
}

void StateSearch::load(StateId state) {
  store_.load(state, words_);
  execution_.restore(words_);
}

// ---- Several threads ----------------------------------------------------------------------------

// Batches in flight: given out in order, expanded by anyone, added in order.
class StateSearch::Pipeline {
 public:
  Pipeline(StateSearch& search, std::size_t members)
      : search_(search),
        slots_(4 * members),
        next_(search.next_),
        known_(search.known()),
        ended_(next_ == known_) {}

  // Works until the search has ended. `number`: of the expander.
  void work(StateExpander& expander, kernel::Program& program, std::size_t number) {
    try {
      work_to_end(expander, program, number);
    } catch (...) {
      end();  // nobody waits for what is missing now
      throw;
    }
  }

 private:
  struct Slot {
    Batch batch;
    bool full = false;
  };

  void work_to_end(StateExpander& expander, kernel::Program& program, std::size_t number) {
    std::unique_lock lock(mutex_);
    while (!ended_) {
      if (!adding_ && added_ < given_ && slot(added_).full) {
        add_next(lock);
      } else if (next_ < known_ && given_ - added_ < slots_.size()) {
        expand_next(lock, expander, program, number);
      } else {
        changed_.wait(lock);
      }
    }
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  Slot& slot(std::uint64_t number) { return slots_[number % slots_.size()]; }

  void add_next(std::unique_lock<std::mutex>& lock) {
    Slot& from = slot(added_);
    adding_ = true;
    lock.unlock();
    const bool goes_on = search_.add(from.batch);
    lock.lock();
    adding_ = false;
    from.full = false;
    per_batch_ = states_per_batch(from.batch);
    ++added_;
    known_ = search_.known();
    ended_ = ended_ || !goes_on || (added_ == given_ && next_ == known_);
    changed_.notify_all();
  }

  void expand_next(std::unique_lock<std::mutex>& lock, StateExpander& expander,
                   kernel::Program& program, std::size_t number) {
    Slot& to = slot(given_++);
    const StateId first = next_;
    const StateId last = next_ = std::min(known_, first + per_batch_);
    lock.unlock();
    expander.expand(search_.store_, first, last, to.batch, search_.watch_);
    to.batch.expander = number;
    search_.coverage_->add(program.coverage());
    lock.lock();
    to.full = true;
    changed_.notify_all();
  }

  StateSearch& search_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::uint64_t given_ = 0;  // batches
  std::uint64_t added_ = 0;
  StateId next_ = 0;   // to be given out
  StateId known_ = 0;  // states that may be read
  StateId per_batch_ = kStatesPerBatch;
  bool adding_ = false;
  bool ended_;
};

Stop StateSearch::search() {
  if (!begun_) level_end_ = store_.size();
  begun_ = true;
  if (!done()) {
    try {
      if (options_.jobs > 1 && options_.make_worker) {
        search_together();
      } else {
        search_alone();
      }
    } catch (const SearchStopped& stopped) {
      stop_ = stopped.reason;
    } catch (const std::bad_alloc&) {
      stop_ = Stop::kMemory;
      store_.freeze();
    }
  }
  if (done()) end();
  return stop_;
}

void StateSearch::end() {
  if (ended_) return;
  ended_ = true;
  save_at_end();
  graph_.finish(next_, store_.size());
}

void StateSearch::stop(Stop reason) {
  stop_ = reason;
  end();
}

bool StateSearch::done() const {
  const bool inexact = failed_ && reduction().persistent && !options_.first;
  return stop_ != Stop::kNone || inexact || (begun_ && next_ == store_.size());
}

void StateSearch::search_together() {
  using Member = StateCrewMember<StateExpander>;
  coverage_.emplace(program_.coverage());
  class_of_.clear();  // expanders are new, and this thread's may have another number than before
  expander_.begin();
  const std::uint64_t others = others_in_crew(options_, options_.jobs);
  Pipeline pipeline(*this, others + 1);
  Crew crew(others, [&]() -> Crew::Work {
    return
        [&, member = std::make_shared<Member>(options_, expander_.reduction())](
            std::size_t number) { pipeline.work(member->engine, member->machine.program, number); };
  });
  crew.do_all(
      others + 1, [&](std::size_t number) { pipeline.work(expander_, program_, number); }, [] {});
  coverage_->give(program_.coverage());
}

void StateSearch::search_alone() {
  Batch batch;
  while (next_ < known()) {
    const StateId last = std::min(known(), next_ + states_per_batch(batch));
    expander_.expand(store_, next_, last, batch, watch_);
    if (!add(batch)) return;
  }
}

// ---- Adding to the graph ------------------------------------------------------------------------

bool StateSearch::add(Batch& batch) {
  prefetch(batch);
  if (class_of_.size() <= batch.expander) class_of_.resize(batch.expander + 1);
  auto& classes = class_of_[batch.expander];
  classes.resize(classes.size() + batch.new_classes.size(), kernel::kNoId);
  std::size_t successors = 0;
  std::size_t notes = 0;
  for (const Batch::State& state : batch.states) {
    if (next_ == level_end_) begin_level();
    stop_ = must_stop();
    if (stop_ != Stop::kNone) return false;
    add_notes(batch, notes, state.notes_end);
    graph_.add_expanded(state.has_pair);
    if (state.end != End::kRunning) {
      failed_ |= state.end == End::kFailed;
      graph_.add_terminal(next_, end_class(batch, state.end_class));
    }
    add_successors(batch, successors, state.successors_end);
    notes = state.notes_end;
    successors = state.successors_end;
    ++next_;
    if (failed_ && reduction().persistent && !options_.first) return false;
  }
  return true;
}

// The class of this search that is the same as one of the expander's. New ones are numbered in the
// order in which states end in them.
std::uint32_t StateSearch::end_class(const Batch& batch, std::uint32_t of_expander) {
  auto& classes = class_of_[batch.expander];
  std::uint32_t& known = classes[of_expander];
  if (known == kernel::kNoId) {
    const std::size_t first_new = classes.size() - batch.new_classes.size();
    const auto& [outcome, defects] = batch.new_classes[of_expander - first_new];
    known = classes_.add(outcome, defects);
  }
  return known;
}

void StateSearch::prefetch(const Batch& batch) const {
  store_.prefetch(batch.successors, [](const Batch::Successor& each) { return each.packed.hash; });
}

void StateSearch::add_notes(const Batch& batch, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const Batch::Note& note = batch.notes[i];
    switch (note.kind) {
      case Batch::Note::kShown:
        if (!first_shown_[note.index]) first_shown_[note.index] = next_;
        any_shown_ = true;
        break;
      case Batch::Note::kContended:
        contended_[note.index] = true;
        break;
    }
  }
}

void StateSearch::add_successors(const Batch& batch, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const Batch::Successor& each = batch.successors[i];
    const bool large = each.large != kernel::kNoId;
    const StateId target = store_.intern(
        large ? store_.pack(batch.large[each.large], buffer_.data()) : batch.packed(each));
    if (target < level_end_) graph_.set_not_graded();
    graph_.add_edge(next_, each.thread, target);
  }
}

void StateSearch::begin_level() {
  level_end_ = store_.size();
  ++level_;
}

Stop StateSearch::must_stop() {
  const Limits& limits = options_.limits;
  if (limits.states_max && next_ >= *limits.states_max) return Stop::kStates;
  if (level_ > limits.steps_max) return Stop::kSteps;
  if (options_.first && found_something()) return Stop::kFirst;
  const std::uint32_t work = graph_.edge_count() + next_;
  if (next_ != 0 && work - checked_at_ < kWorkBetweenChecks) return Stop::kNone;
  checked_at_ = work;
  save_if_due();
  return watch_.check({.states = next_,
                       .depth = level_,
                       .depth_max = options_.steps_bound.value_or(0),
                       .findings = options_.progress ? findings_so_far() : 0},
                      store_.bytes() + graph_.bytes() + bytes_to_tell());
}

// What putting together the outcomes seen so far will take.
std::uint64_t StateSearch::bytes_to_tell() const {
  const auto& outcomes = classes_.outcomes();
  return outcomes.empty() ? 0 : outcomes.size() * explore::bytes_to_tell(outcomes.front());
}

std::uint64_t StateSearch::findings_so_far() {
  for (; classes_counted_ < classes_.classes().size(); ++classes_counted_)
    for (const kernel::Defect& defect : classes_.classes()[classes_counted_].defects)
      findings_.add(defect);
  for (std::uint32_t i = 0; i < first_shown_.size(); ++i) {
    if (first_shown_[i]) findings_.add({.property = i});
  }
  return findings_.count();
}

bool StateSearch::found_something() const { return any_shown_ || classes_.any_finding(); }

}  // namespace heddle::explore
