#include "kernel/execution.h"

#include <algorithm>
#include <new>
#include <utility>

#include "base/check.h"
#include "kernel/rules.h"

namespace heddle::kernel {

namespace {

#ifdef HEDDLE_SANITIZE
constexpr std::size_t kStackBytes = std::size_t{256} * 1024;
#else
constexpr std::size_t kStackBytes = std::size_t{64} * 1024;
#endif

std::uint32_t word_count(const Object& object, std::uint32_t thread_count) {
  const auto words = rules(object.kind).words;
  return words == nullptr ? 1 : words(object, thread_count);
}

}  // namespace

const char* name(Fault fault) {
  constexpr const char* kNames[] = {"",
                                    "assertion",
                                    "use-after-free",
                                    "double-free",
                                    "null-dereference",
                                    "out-of-bounds",
                                    "overflow",
                                    "division-by-zero",
                                    "misuse"};
  return kNames[static_cast<std::size_t>(fault)];
}

Execution::Execution(Program& program, std::uint32_t mark_count,
                     std::span<const Agent* const> agents)
    : program_(program),
      states_(program.states()),
      stacks_(kStackBytes),
      mark_word_count_((mark_count + kFaultBits + 62) / 63) {
  CHECK(agents.empty() || states_ != nullptr);
  program.set_up(*this);
  first_agent_ = thread_count();
  for (const Agent* const agent : agents) {
    threads_[add_thread({.name = agent->name(), .background = true})].agent = agent;
  }
  lay_out();
}

Execution::~Execution() {
  for (Thread& thread : threads_) thread.fiber.reset();
}

ObjectId Execution::add_object(Object object) {
  objects_.push_back(std::move(object));
  return static_cast<ObjectId>(objects_.size() - 1);
}

ThreadId Execution::add_thread(ThreadInfo thread) {
  Thread added;
  added.info = std::move(thread);
  added.execution = this;
  added.id = static_cast<ThreadId>(threads_.size());
  threads_.push_back(std::move(added));
  return threads_.back().id;
}

void Execution::add_listener(std::unique_ptr<Listener> listener) {
  listener->slot_ = static_cast<std::uint32_t>(listeners_.size());
  for (const auto topic :
       {Listener::kAccess, Listener::kUnitEnd, Listener::kParked, Listener::kFreed}) {
    if (listener->hears(topic)) hearing_[topic].push_back(listener.get());
  }
  listeners_.push_back(std::move(listener));
}

void Execution::lay_out() {
  std::uint32_t next = mark_word_count_ + thread_count();
  sleep_word_ = next;
  const bool sleeps = std::any_of(objects_.begin(), objects_.end(), [](const Object& object) {
    return object.kind == ObjectKind::kCondition;
  });
  if (sleeps) next += thread_count();
  words_per_thread_ = sleeps ? 2 : 1;
  for (const Thread& thread : threads_) {
    words_of_threads_.push_back(thread_word(thread.id));
    if (sleeps) words_of_threads_.push_back(sleep_word_ + thread.id);
  }
  for (Object& object : objects_) {
    object.word = next;
    next += word_count(object, thread_count());
  }
  program_word_ = next;
  heap_begin_ = next + program_word_count_ + 1;
  frame_words_ = listeners_.empty() ? 0 : static_cast<std::uint32_t>(listeners_.size() - 1);
  initial_words_.assign(heap_begin_ + frame_words_, 0);
  for (const Thread& thread : threads_) initial_words_[thread_word(thread.id)] = kUnstarted;
  for (const Object& object : objects_) {
    std::copy(object.initial.begin(), object.initial.end(), initial_words_.begin() + object.word);
  }
  words_ = initial_words_;
  for (const auto& listener : listeners_) listener->on_set_up(*this);
}

void Execution::begin(Choices& choices) {
  fault_detail_ = nullptr;
  unit_border_ = false;
  choices_ = &choices;
  choice_index_ = 0;
  result_ = 0;
  released_.clear();
  parked_after_apply_ = false;
}

void Execution::finish_step() {
  if (choice_index_ != choices_->taken.size()) choices_->resize(choice_index_);
  if (observing_) program_.reached(*this);
  if (!failed()) return;
  words_.resize(history_begin());
  words_.push_back(program_.failed_at(*this));
}

void Execution::restart(Choices& choices) {
  if (states_ == nullptr) {
    for (Thread& thread : threads_) thread.fiber.reset();
  }
  words_ = initial_words_;
  begin(choices);
  event_ = {.thread = kNoId};
  for (Thread& thread : threads_) {
    if (thread.info.starts && !failed()) start(thread.id);
  }
  finish_step();
}

void Execution::restore(std::span<const Value> words) {
  CHECK(states_ != nullptr);
  words_.assign(words.begin(), words.end());
}

StateProgram& Execution::states() const {
  CHECK(states_ != nullptr && "awaits, blocks and records are of programs whose states are words");
  return *states_;
}

void Execution::step(ThreadId thread, const Operation& operation, Choices& choices) {
  CHECK(enabled(thread, operation));
  begin(choices);
  event_ = {.thread = thread, .operation = operation};
  if (operation.fault != Fault::kNone) {
    publish(event_);
    fail(operation.fault);
  } else {
    apply(event_);
  }
  if (!failed() && !parked_after_apply_) {
    if (released_.empty()) {
      let_run(thread);
    } else {
      for (std::size_t i = 0; i < released_.size() && !failed(); ++i) let_run(released_[i]);
    }
  }
  finish_step();
}

void Execution::announced(ThreadId thread, Operation& operation) const {
  if (is_agent(thread)) {
    threads_[thread].agent->announce(*this, location(thread), operation);
  } else if (states_ != nullptr) {
    states_->announced(*this, thread, operation);
  } else {
    operation = threads_[thread].announced;
  }
}

void Execution::pending(ThreadId thread, Operation& operation) const {
  const Value word = words_[thread_word(thread)];
  if (word < 0) return;
  announced(thread, operation);
  const auto status = static_cast<Status>(word & 3);
  if (status == kAsleep || status == kNotified) operation.kind = OperationKind::kRelock;
}

bool Execution::enabled(ThreadId thread, const Operation& operation) const {
  if (operation.kind == OperationKind::kNone) return false;
  if (operation.fault != Fault::kNone) return true;
  const auto rule = rules(operation.kind).enabled;
  return rule == nullptr || rule(*this, thread, operation);
}

End Execution::end(bool any_enabled) const {
  if (failed()) return End::kFailed;
  if (any_enabled) return End::kRunning;
  for (const Thread& thread : threads_) {
    if (!thread.info.background && started(thread.id) && !finished(thread.id)) return End::kBlocked;
  }
  return End::kCompleted;
}

void Execution::apply(Event& event) {
  const Operation& operation = event.operation;
  if (touches_ != nullptr) note_touches(operation);
  const Rules& row = rules(operation.kind);
  if (row.causes) publish(event);
  if (row.apply != nullptr) row.apply(*this, event);
  if (row.causes) return;
  event.result = result_;
  publish(event);
}

void Execution::publish(const Event& event) {
  if (recorded_ != nullptr) recorded_->push_back(event);
  const bool touches = is_memory(event.operation.kind) && event.operation.fault == Fault::kNone;
  if (!touches) return;
  tell(Listener::kAccess, [&](Listener& each) { each.on_access(*this, event); });
}

void Execution::note_touches(const Operation& operation) {
  if (is_memory(operation.kind)) {
    const bool writes = operation.kind != OperationKind::kRead;
    touches_->push_back({operation.cell, writes, operation.plain});
  } else if (operation.kind == OperationKind::kDelete) {
    std::vector<std::uint32_t> cells;
    deleted_cells(operation, cells);
    for (const std::uint32_t cell : cells) touches_->push_back({cell, true, true});
  }
}

void Execution::footprint(ThreadId thread, std::vector<Touch>& touches) {
  CHECK(states_ != nullptr);
  const std::vector<Value> saved = words_;
  const Event event = event_;
  const Operation operation = pending(thread);
  observing_ = false;
  touches_ = &touches;
  auto* const recorded = std::exchange(recorded_, nullptr);
  auto* const deleted = std::exchange(deleted_, nullptr);
  Choices choices;
  do {
    words_ = saved;
    step(thread, operation, choices);
  } while (choices.advance());
  recorded_ = recorded;
  deleted_ = deleted;
  touches_ = nullptr;
  observing_ = true;
  words_ = saved;
  event_ = event;
  fault_detail_ = nullptr;
}

void Execution::enter(void* argument) {
  auto& thread = *static_cast<Thread*>(argument);
  thread.execution->program_.run(*thread.execution, thread.id);
}

AccessName Execution::access_name(ThreadId thread, const Operation& operation) const {
  return is_agent(thread) ? threads_[thread].agent->access_name(*this, operation)
                          : program_.access_name(*this, thread, operation);
}

bool Execution::in_unit(ThreadId thread) const {
  return !is_agent(thread) && program_.in_unit(*this, thread);
}

void Execution::move_on(ThreadId agent) {
  if (const auto next = threads_[agent].agent->next(*this, location(agent))) {
    set_location(agent, *next);
  } else {
    finish(agent);
  }
}

void Execution::let_run(ThreadId id) {
  if (is_agent(id)) return move_on(id);
  Thread& thread = threads_[id];
  if (!thread.fiber) thread.fiber = std::make_unique<Fiber>(stacks_, enter, &thread);
  const ThreadId before = std::exchange(running_, id);
  thread.fiber->resume();
  running_ = before;
  if (!thread.fiber->finished()) return;
  if (thread.fiber->out_of_memory()) {  // no finding about the program
    thread.fiber.reset();
    throw std::bad_alloc();
  }
  if (thread.fiber->exception() != nullptr) {
    fail(Fault::kAssertion, "an exception left the thread");
  } else if (!failed()) {
    finish(id);
  }
}

void Execution::start(ThreadId thread) {
  if (is_agent(thread)) return set_location(thread, 0);
  const Value result = std::exchange(result_, 0);
  words_[thread_word(thread)] = kStarting;
  let_run(thread);
  result_ = result;
}

Value Execution::perform(const Operation& operation) {
  CHECK(running_ != kNoId);
  threads_[running_].announced = operation;
  set_location(running_, 0);
  park();
  return result_;
}

void Execution::park() { threads_[running_].fiber->park(); }

Value Execution::perform_now(ThreadId thread, const Operation& operation) {
  CHECK(rules(operation.kind).enabled == nullptr);
  if (operation.fault != Fault::kNone) {
    publish({.thread = thread, .operation = operation, .nested = true});
    fail(operation.fault);
    return 0;
  }
  Event event{.thread = thread, .operation = operation, .nested = true};
  apply(event);
  return result_;
}

std::uint32_t Execution::choose(std::uint32_t count, std::uint32_t source) {
  Choices& choices = *choices_;
  const bool fresh = choice_index_ >= choices.taken.size();
  choices.resize(std::max(choice_index_ + 1, choices.taken.size()));
  if (fresh && choices.random != nullptr) {
    choices.taken[choice_index_] = static_cast<std::uint32_t>(choices.random->below(count));
  }
  if (choices.taken[choice_index_] >= count) choices.taken[choice_index_] = 0;
  choices.alternatives[choice_index_] = count;
  choices.threads[choice_index_] = running_;
  choices.sources[choice_index_] = source;
  return choices.taken[choice_index_++];
}

void Execution::fail(Fault fault, const char* detail) {
  if (failed()) return;
  words_[0] |= static_cast<Value>(fault);
  fault_detail_ = detail;
}

void Execution::end_unit(ThreadId thread) {
  cross_unit_border(thread);
  if (!remembers()) return;
  tell(Listener::kUnitEnd, [&](Listener& each) { each.on_unit_end(*this, thread); });
}

void Execution::tell_parked(ThreadId thread) {
  tell(Listener::kParked, [&](Listener& each) { each.on_parked(*this, thread); });
}

void Execution::forget_history(std::uint32_t first, std::uint32_t last) {
  if (!remembers()) return;
  tell(Listener::kFreed, [&](Listener& each) { each.on_freed(*this, first, last); });
}

void Execution::finish(ThreadId thread) {
  words_[thread_word(thread)] = kFinished;
  end_unit(thread);
}

void Execution::resize_heap(std::uint32_t size) {
  const auto begin = words_.begin() + heap_begin_;
  const std::uint32_t old = heap_size();
  words_[heap_begin_ - 1] = size;
  if (size > old) {
    words_.insert(begin + old, size - old, 0);
  } else {
    words_.erase(begin + size, begin + old);
  }
}

void Execution::insert_history(std::uint32_t slot, std::size_t at, Value word) {
  const std::size_t begin = history_bounds(slot).first;
  if (slot < frame_words_) ++words_[history_begin() + slot];
  words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(begin + at), word);
}

void Execution::cut_history(std::uint32_t slot, std::size_t size) {
  const auto [begin, end] = history_bounds(slot);
  CHECK(size <= end - begin);
  if (slot == frame_words_) return words_.resize(begin + size);
  words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(begin + size),
               words_.begin() + static_cast<std::ptrdiff_t>(end));
  words_[history_begin() + slot] = static_cast<Value>(size);
}

bool Execution::can_be_history(std::span<const Value> words,
                               const Listener::IsCell& is_cell) const {
  if (words.size() < frame_words_) return false;
  auto rest = words.subspan(frame_words_);
  for (const auto& listener : listeners_) {
    const bool last = listener->slot() == frame_words_;
    const Value size = last ? static_cast<Value>(rest.size()) : words[listener->slot()];
    if (size < 0 || static_cast<std::uint64_t>(size) > rest.size()) return false;
    const auto own = rest.first(static_cast<std::size_t>(size));
    if (!listener->can_remember(*this, own, is_cell)) return false;
    rest = rest.subspan(own.size());
  }
  return rest.empty();
}

void Execution::release_barrier(ObjectId barrier, ThreadId last) {
  for (ThreadId thread = 0; thread < thread_count(); ++thread) {
    if (thread == last) {
      released_.push_back(thread);
    } else if (status(thread) == kAtBarrier && announced(thread).object == barrier) {
      set_status(thread, kReady);
      released_.push_back(thread);
    }
  }
}

}  // namespace heddle::kernel
