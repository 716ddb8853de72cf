// The walk of one thread: plain recursion over its steps and expressions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/walker.h"

namespace heddle::oracle {

// How a walk ends before the thread's last step.
struct Stopped {};  // before an access beyond the budget
struct Parked {     // at a barrier
  std::uint32_t family = 0;
  std::uint32_t member = 0;
};
struct TryDone {};  // the access that was tried is over
struct NotNow {};   // an await that does not hold

class Walk {
 public:
  // `index` kNone: no thread, an expression of `check`.
  Walk(const scenario::Scenario& scenario, World& world, std::uint32_t index, int budget,
       Choices& choices);

  // Collects what the next access touches, and throws TryDone after it.
  void only_try(std::vector<Touched>& touched);
  // Evaluates without any access of its own.
  Word evaluate_at_once(scenario::ExpressionId expression);
  // To the end of the thread's body.
  void run();

 private:
  void run_body();

  enum class Flow : std::uint8_t { kNext, kBreak, kContinue, kReturn };

  // Memory that an expression names; its index or pointer is evaluated.
  struct Target {
    Place place;
    Word word;  // the index, or the pointer
    bool field = false;
    bool atomic = false;
    bool wrong_index = false;
    std::string name;
    scenario::ExpressionId expression = kNone;
  };
  // An object that a statement names.
  struct Which {
    std::uint32_t family = 0;  // kThread: the index of the thread
    std::uint32_t member = 0;
    bool wrong_index = false;
    std::string name;
  };
  // Something that a position depends on, while it is in scope.
  class Mark {
   public:
    Mark(Walk& walk, Word word) : walk_(walk) { walk_.position_.push_back(word); }
    Mark(Walk& walk, std::size_t number) : Mark(walk, Word{static_cast<std::int64_t>(number), 0}) {}
    ~Mark() { walk_.position_.pop_back(); }
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;

   private:
    Walk& walk_;
  };

  // Accesses. begin() is true when the access is to be performed now, then finish() ends it; else
  // recall() gives what it returned when it was.
  bool begin(Access access);
  Word finish(Word result);
  Word recall();
  Word act(const Access& access, const std::function<Word()>& perform);
  Access plain_access(std::string text) const;
  std::string condition_of(const scenario::Step& await) const;

  // Memory.
  Target resolve(scenario::ExpressionId expression);
  Access memory_access(std::string_view verb, const Target& target, bool writes) const;
  Word& cell(const Target& target);
  Word read(const Target& target);
  void write(const Target& target, Word value);
  // One indivisible operation: `change` gives the new value, or leaves it alone (false).
  Word update(std::string_view verb, const Target& target,
              const std::function<bool(Word&)>& change);
  void saw_read(const Target& target);
  void saw_write(const Target& target, bool changed);
  void forget(std::uint32_t birth);

  // Expressions.
  Word evaluate(scenario::ExpressionId expression);
  Word evaluate_binary(const scenario::Expression& expression);
  Word evaluate_cas(const scenario::Expression& expression);
  Word evaluate_update(const scenario::Expression& expression);

  // Steps.
  Flow list(const std::vector<scenario::Step>& steps);
  Flow step(const scenario::Step& step);
  void memory_step(const scenario::Step& step);
  void object_step(const scenario::Step& step);
  [[noreturn]] void fail(const std::string& text) const;
  void assign(const scenario::Step& step);
  void assign_local(const scenario::Step& step);
  void await(const scenario::Step& step);
  void new_record(const scenario::Step& step);
  void delete_record(const scenario::Step& step);
  void choose(const scenario::Step& step);
  void call(const scenario::Step& step);
  Flow if_block(const scenario::Step& step);
  Flow while_block(const scenario::Step& step);
  Flow repeat_block(const scenario::Step& step);
  Flow atomic_block(const scenario::Step& step);
  Flow with_block(const scenario::Step& step);
  Flow transaction_block(const scenario::Step& step);
  void count_round();

  // Objects.
  Which which(const scenario::ObjectRef& reference);
  Object& object(const Which& which);
  Access object_access(std::string_view verb, const Which& which, Wait wait) const;
  void take(scenario::StepKind kind, const Which& which);
  void leave(scenario::StepKind kind, const Which& which);
  void lock(const Which& which);
  void unlock(const Which& which);
  void try_lock(const Which& which, std::uint32_t local);
  void read_lock(const Which& which);
  void read_unlock(const Which& which);
  void write_lock(const Which& which);
  void write_unlock(const Which& which);
  void wait(const Which& condition, const Which& mutex);
  void notify(const Which& which, bool all);
  void arrive(const Which& which);
  void send(const Which& which, std::int64_t value);
  void receive(const Which& which, std::uint32_t local);
  void spawn(const Which& which);
  void join(const Which& which);

  const scenario::Scenario& scenario_;
  World& world_;
  std::uint32_t index_;
  int budget_;
  Choices& choices_;
  ThreadState* thread_ = nullptr;
  const scenario::Thread* declaration_ = nullptr;
  std::uint32_t number_ = 0;  // `self`
  std::size_t cursor_ = 0;    // in the log
  std::vector<Word> locals_;
  std::vector<Word> position_;
  Word returned_;
  std::uint32_t source_ = kNone;
  std::uint32_t unit_ = 1;
  std::uint32_t units_ = 1;
  std::string unit_name_;
  int rounds_ = 0;            // of loops, since the last access
  bool indivisible_ = false;  // inside an atomic block: accesses are logged, but are none
  bool at_once_ = false;      // inside an await or a check: they are not even logged
  std::vector<Touched>* touched_ = nullptr;  // set while trying
};

}  // namespace heddle::oracle
