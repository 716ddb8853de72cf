// One execution under control, one operation at a time. Every thread is a fiber, parked before its
// next operation, which it has announced; step() lets one thread perform it and run on to the next.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"
#include "kernel/agent.h"
#include "kernel/choices.h"
#include "kernel/fiber.h"
#include "kernel/listener.h"
#include "kernel/object.h"
#include "kernel/operation.h"
#include "kernel/program.h"
#include "kernel/stack_pool.h"

namespace heddle::kernel {

class Execution {
 public:
  // The program and the agents, which move beside its threads, must outlive the execution.
  // `mark_count`: sticky bits kept in the state. Requires: a StateProgram, where there are agents.
  Execution(Program& program, std::uint32_t mark_count, std::span<const Agent* const> agents = {});
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  // ---- Setting up (from Program::set_up only) ----
  ObjectId add_object(Object object);
  ThreadId add_thread(ThreadInfo thread);
  // Words of the program's own, zero at the start; the offset is program_word() later.
  void add_words(std::uint32_t count) { program_word_count_ += count; }
  void add_listener(std::unique_ptr<Listener> listener);

  // ---- Running ----
  // Back to the start: initial state, then every thread that starts runs up to its first operation,
  // in order. Choices made there are taken from `choices` (and recorded in it).
  void restart(Choices& choices);
  // Puts a saved state back. Requires: the program is a StateProgram.
  void restore(std::span<const Value> words);
  // Performs what `thread` has announced and runs it on to its next operation. Requires: enabled.
  void step(ThreadId thread, Choices& choices) {
    const Operation operation = pending(thread);
    CHECK(enabled(thread, operation));
    step(thread, operation, choices);
  }
  // The same, with what pending(thread) says, for searches: they know that it is enabled, and asked
  // again it would cost each step.
  void step(ThreadId thread, const Operation& operation, Choices& choices);

  // What `thread` is about to do; kNone when it has finished or has not started.
  Operation pending(ThreadId thread) const {
    Operation operation;
    pending(thread, operation);
    return operation;
  }
  // The same, into a fresh `operation`.
  void pending(ThreadId thread, Operation& operation) const;
  // Whether `operation`, which is what pending(thread) says, can happen now.
  bool enabled(ThreadId thread, const Operation& operation) const;
  bool enabled(ThreadId thread) const { return enabled(thread, pending(thread)); }
  // How the execution has ended, given that `any_enabled` thread can go on.
  End end(bool any_enabled) const;
  Fault fault() const { return static_cast<Fault>(words_[0] & 15); }
  // What Program::failed_at said of the step that failed. Requires: failed().
  std::uint32_t failed_at() const {
    CHECK(failed());
    return static_cast<std::uint32_t>(words_.back());
  }
  const char* fault_detail() const { return fault_detail_; }  // of the last step; may be nullptr

  // Memory that the pending await or atomic block of `thread`, which is enabled, would touch if it
  // happened now (all its choices), in order. Requires: a StateProgram.
  struct Touch {
    std::uint32_t cell = kNoId;
    bool writes = false;
    bool plain = false;
    bool operator==(const Touch&) const = default;
  };
  void footprint(ThreadId thread, std::vector<Touch>& touches);
  // Appends the cells that the kDelete `operation` would write if it happened now.
  void deleted_cells(const Operation& operation, std::vector<std::uint32_t>& cells) const {
    states().deleted_cells(*this, operation, cells);
  }

  // ---- For the running thread ----
  // Announces an operation, parks, and returns its result once it has happened.
  Value perform(const Operation& operation);
  // Parks: the announced operation is in the state (a StateProgram's).
  void park();
  // Performs at once, inside an atomic block or an await. Requires: it cannot block.
  Value perform_now(ThreadId thread, const Operation& operation);
  // The result of the operation that let the running thread go on.
  Value result() const { return result_; }
  // One of `count` alternatives, from 0; each is a branch of its own. `source`: where in the file
  // the choice stands; kNoId: it is the operation's.
  std::uint32_t choose(std::uint32_t count, std::uint32_t source = kNoId);
  // Ends the execution as a failure. `detail` must be a literal.
  void fail(Fault fault, const char* detail = nullptr);
  bool failed() const { return fault() != Fault::kNone; }
  void end_unit(ThreadId thread);
  // The running thread is about to park before its next operation, at `location` in its code.
  void announce_at(ThreadId thread, std::uint32_t location) {
    set_location(thread, location);
    if (remembers()) tell_parked(thread);
  }
  // The running thread has reached its end.
  void finish(ThreadId thread);

  // ---- The state ----
  const std::vector<Value>& words() const { return words_; }
  Value word(std::uint32_t index) const { return words_[index]; }
  void set_word(std::uint32_t index, Value value) { words_[index] = value; }
  std::uint32_t program_word() const { return program_word_; }
  std::uint32_t heap_begin() const { return heap_begin_; }
  std::uint32_t heap_size() const { return static_cast<std::uint32_t>(words_[heap_begin_ - 1]); }
  // Tells the listeners that the cells [first, last) are no memory any more.
  void forget_history(std::uint32_t first, std::uint32_t last);
  // Appends zeros to the heap, or drops its last words.
  void resize_heap(std::uint32_t size);
  // The words from here on belong to the listeners: how many each but the last one has, then those
  // of each. Those of an execution that has failed are one: failed_at().
  std::uint32_t history_begin() const { return heap_begin_ + heap_size(); }
  std::vector<Value>& mutable_words() { return words_; }  // for the owner of some of them

  bool marked(std::uint32_t mark) const {
    return (words_[(mark + kFaultBits) / 63] >> ((mark + kFaultBits) % 63) & 1) != 0;
  }
  bool any_marked() const {
    Value any = words_[0] >> kFaultBits;
    for (std::uint32_t i = 1; i < mark_word_count_; ++i) any |= words_[i];
    return any != 0;
  }
  void mark(std::uint32_t mark) {
    words_[(mark + kFaultBits) / 63] |= Value{1} << ((mark + kFaultBits) % 63);
  }
  std::uint32_t mark_words() const { return mark_word_count_; }

  // ---- What listeners remember ----
  const std::vector<std::unique_ptr<Listener>>& listeners() const { return listeners_; }
  // The words of the listener with this slot. They are there until a step ends in failure.
  std::span<const Value> history(std::uint32_t slot) const {
    const auto [begin, end] = history_bounds(slot);
    return {words_.data() + begin, words_.data() + end};
  }
  std::span<Value> history(std::uint32_t slot) {
    const auto [begin, end] = history_bounds(slot);
    return {words_.data() + begin, words_.data() + end};
  }
  // One word more, before history(slot)[at].
  void insert_history(std::uint32_t slot, std::size_t at, Value word);
  // Leaves the first words only. Requires: there are so many.
  void cut_history(std::uint32_t slot, std::size_t size);
  // Whether `words`, what stands from history_begin() on in words that come from outside, can be
  // what the listeners remember.
  bool can_be_history(std::span<const Value> words, const Listener::IsCell& is_cell) const;

  // ---- Threads and objects ----
  std::uint32_t thread_count() const { return static_cast<std::uint32_t>(threads_.size()); }
  const ThreadInfo& thread(ThreadId thread) const { return threads_[thread].info; }
  // Numbers from here on are those of agents; everything that is asked of a thread can be asked of
  // them, too.
  ThreadId first_agent() const { return first_agent_; }
  bool is_agent(ThreadId thread) const { return thread >= first_agent_; }
  // Program::access_name, in_unit, of threads and of agents.
  AccessName access_name(ThreadId thread, const Operation& operation) const;
  bool in_unit(ThreadId thread) const;
  std::uint32_t object_count() const { return static_cast<std::uint32_t>(objects_.size()); }
  const Object& object(ObjectId object) const { return objects_[object]; }

  bool finished(ThreadId thread) const { return words_[thread_word(thread)] == kFinished; }
  bool starting(ThreadId thread) const { return words_[thread_word(thread)] == kStarting; }
  bool started(ThreadId thread) const { return words_[thread_word(thread)] != kUnstarted; }
  // The place in its code at which a StateProgram's thread is parked.
  std::uint32_t location(ThreadId thread) const {
    return static_cast<std::uint32_t>(words_[thread_word(thread)] >> 2);
  }
  void set_location(ThreadId thread, std::uint32_t location) {
    words_[thread_word(thread)] = static_cast<Value>(location) << 2;
  }

  // The words that say where a thread is: its own, and its sleep rank when there are conditions.
  std::span<const std::uint32_t> words_of(ThreadId thread) const {
    return {words_of_threads_.data() + thread * words_per_thread_, words_per_thread_};
  }

  // ---- For the rules of the objects ----
  enum Status : std::uint8_t { kReady, kAsleep, kNotified, kAtBarrier };
  Status status(ThreadId thread) const {
    const Value word = words_[thread_word(thread)];
    return word < 0 ? kReady : static_cast<Status>(word & 3);
  }
  void set_status(ThreadId thread, Status status) {
    Value& word = words_[thread_word(thread)];
    word = (word & ~Value{3}) | status;
  }
  // Starts a thread: it runs up to its first operation, now.
  void start(ThreadId thread);
  // A sleeper's place among those on its condition, from 1 in the order in which they went to
  // sleep.
  Value& sleep_rank(ThreadId thread) { return words_[sleep_word_ + thread]; }
  // Threads that go on, in the order of the file, when the current operation opened a barrier.
  void release_barrier(ObjectId barrier, ThreadId last);
  // What the thread announced, whatever became of it since (asleep, at a barrier).
  Operation announced(ThreadId thread) const {
    Operation operation;
    announced(thread, operation);
    return operation;
  }

  const Event& last_event() const { return event_; }
  // Whether the last step's thread crossed the border of a transaction after its access.
  bool unit_border() const { return unit_border_; }
  void cross_unit_border(ThreadId thread) { unit_border_ |= thread == event_.thread; }
  // Every event of the next steps is appended to `events`, and every cell that a kDelete of theirs
  // writes to `deleted`; nullptr: nowhere.
  void record(std::vector<Event>* events, std::vector<std::uint32_t>* deleted = nullptr) {
    recorded_ = events;
    deleted_ = deleted;
  }

 private:
  static constexpr Value kUnstarted = -1;
  static constexpr Value kFinished = -2;
  static constexpr Value kStarting = -3;  // running up to its first operation
  static constexpr std::uint32_t kFaultBits = 4;

  struct Thread {
    ThreadInfo info;
    std::unique_ptr<Fiber> fiber;
    Operation announced;  // where the state does not say it
    Execution* execution = nullptr;
    ThreadId id = 0;
    const Agent* agent = nullptr;
  };

  std::uint32_t thread_word(ThreadId thread) const { return mark_word_count_ + thread; }
  void lay_out();
  StateProgram& states() const;
  static void enter(void* argument);
  void announced(ThreadId thread, Operation& operation) const;
  void let_run(ThreadId id);
  void move_on(ThreadId agent);
  void begin(Choices& choices);
  void finish_step();
  void apply(Event& event);
  void publish(const Event& event);
  // Whether any listener has words in the state.
  bool remembers() const { return words_.size() != history_begin() + frame_words_; }
  void tell_parked(ThreadId thread);
  template <class Tell>
  void tell(Listener::Topic topic, Tell tell_one) {
    if (!observing_) return;
    for (Listener* const each : hearing_[topic]) tell_one(*each);
  }
  std::pair<std::size_t, std::size_t> history_bounds(std::uint32_t slot) const {
    const std::size_t frame = history_begin();
    std::size_t begin = frame + frame_words_;
    for (std::uint32_t i = 0; i < slot; ++i) begin += static_cast<std::size_t>(words_[frame + i]);
    if (slot == frame_words_) return {begin, words_.size()};
    return {begin, begin + static_cast<std::size_t>(words_[frame + slot])};
  }
  void note_touches(const Operation& operation);

  Program& program_;
  StateProgram* const states_;  // the program, if its whole state is in the words
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::array<std::vector<Listener*>, Listener::kTopics> hearing_;
  std::uint32_t frame_words_ = 0;  // before what listeners remember
  StackPool stacks_;
  std::vector<Thread> threads_;  // and agents
  ThreadId first_agent_ = kNoId;
  std::vector<Object> objects_;
  std::vector<Value> words_;
  std::vector<Value> initial_words_;
  std::vector<ThreadId> released_;               // by a barrier, in this step
  std::vector<std::uint32_t> words_of_threads_;  // words_per_thread_ of each thread
  std::size_t words_per_thread_ = 1;
  std::uint32_t mark_word_count_;
  std::uint32_t sleep_word_ = 0;
  std::uint32_t program_word_ = 0;
  std::uint32_t program_word_count_ = 0;
  std::uint32_t heap_begin_ = 0;
  ThreadId running_ = kNoId;
  bool parked_after_apply_ = false;  // the operation does not let its thread go on yet
  bool unit_border_ = false;
  bool observing_ = true;
  Value result_ = 0;
  Choices* choices_ = nullptr;
  std::size_t choice_index_ = 0;
  const char* fault_detail_ = nullptr;
  Event event_;
  std::vector<Event>* recorded_ = nullptr;
  std::vector<std::uint32_t>* deleted_ = nullptr;
  std::vector<Touch>* touches_ = nullptr;

  friend struct Effect;
};

}  // namespace heddle::kernel
