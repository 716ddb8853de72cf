// One execution under the control of a test: what is announced, enabled, and done.
#include "kernel/execution.h"

#include <gtest/gtest.h>

#include "kernel/closure_program.h"

namespace heddle::kernel {
namespace {

// Steps `thread`, without choices.
void step(Execution& execution, ThreadId thread) {
  Choices choices;
  ASSERT_TRUE(execution.enabled(thread));
  execution.step(thread, choices);
}

void restart(Execution& execution) {
  Choices choices;
  execution.restart(choices);
}

TEST(Execution, ThreadsParkBeforeWhatTheyAnnounce) {
  ClosureProgram program;
  const ObjectId x = program.variable("x", 7);
  program.thread("a", [=](ThreadContext& thread) { thread.write(x, thread.read(x) + 1); });
  Execution execution(program, 0);
  restart(execution);
  EXPECT_EQ(execution.pending(0).kind, OperationKind::kRead);
  step(execution, 0);
  EXPECT_EQ(execution.pending(0).kind, OperationKind::kWrite);
  EXPECT_EQ(execution.pending(0).argument, 8);
  EXPECT_EQ(execution.word(execution.object(x).word), 7);  // announced, not done
  step(execution, 0);
  EXPECT_EQ(execution.word(execution.object(x).word), 8);
  EXPECT_TRUE(execution.finished(0));
  EXPECT_EQ(execution.end(false), End::kCompleted);
}

TEST(Execution, RunsAgainFromTheStart) {
  ClosureProgram program;
  const ObjectId x = program.variable("x");
  program.thread("a", [=](ThreadContext& thread) { thread.fetch_add(x, 1); });
  Execution execution(program, 0);
  for (int run = 0; run < 3; ++run) {
    restart(execution);
    step(execution, 0);
    EXPECT_EQ(execution.word(execution.object(x).word), 1);
  }
}

TEST(Execution, AHeldMutexBlocksOthersAndNotItsOwner) {
  ClosureProgram program;
  const ObjectId m = program.mutex("m");
  const auto lock_twice = [=](ThreadContext& thread) {
    thread.lock(m);
    thread.lock(m);
  };
  program.thread("a", lock_twice);
  program.thread("b", lock_twice);
  Execution execution(program, 0);
  restart(execution);
  step(execution, 0);
  EXPECT_FALSE(execution.enabled(1));
  step(execution, 0);  // a misuse is enabled, and ends the execution
  EXPECT_EQ(execution.fault(), Fault::kMisuse);
  EXPECT_EQ(execution.end(true), End::kFailed);
}

TEST(Execution, ACompletedBarrierLetsItsPartiesGoOnInTheOrderOfTheFile) {
  ClosureProgram program;
  const ObjectId b = program.barrier("b", 3);
  std::string order;
  for (const char* name : {"x", "y", "z"}) {
    program.thread(name, [=, &order](ThreadContext& thread) {
      thread.arrive(b);
      order += name;
    });
  }
  Execution execution(program, 0);
  restart(execution);
  step(execution, 2);
  step(execution, 0);
  EXPECT_FALSE(execution.enabled(2));
  EXPECT_EQ(order, "");
  step(execution, 1);
  EXPECT_EQ(order, "xyz");
}

TEST(Execution, NotifyWakesOneSleeperOfThoseThatSleep) {
  ClosureProgram program;
  const ObjectId m = program.mutex("m");
  const ObjectId c = program.condition("c");
  for (const char* name : {"a", "b"}) {
    program.thread(name, [=](ThreadContext& thread) {
      thread.lock(m);
      thread.wait(c, m);
      thread.unlock(m);
    });
  }
  program.thread("n", [=](ThreadContext& thread) { thread.notify(c); });
  Execution execution(program, 0);
  for (const ThreadId first : {0U, 1U}) {
    restart(execution);
    for (const ThreadId thread : {first, 1 - first}) {
      step(execution, thread);
      step(execution, thread);
      EXPECT_FALSE(execution.enabled(thread));
      EXPECT_EQ(execution.pending(thread).kind, OperationKind::kRelock);
    }
    Choices choices;
    execution.step(2, choices);
    ASSERT_EQ(choices.alternatives, std::vector<std::uint32_t>{2});
    EXPECT_TRUE(execution.enabled(first));  // the first alternative: who went to sleep first
    EXPECT_FALSE(execution.enabled(1 - first));
  }
}

TEST(Choices, AdvanceThroughAllCombinationsInOrder) {
  Choices choices;
  choices.taken = {0, 0};
  choices.alternatives = {2, 3};
  choices.threads = {0, 0};
  std::string seen = "00";
  while (choices.advance()) {
    choices.taken.resize(2);  // the step asks for the second one again
    choices.alternatives.resize(2, 3);
    seen += " " + std::to_string(choices.taken[0]) + std::to_string(choices.taken[1]);
  }
  EXPECT_EQ(seen, "00 01 02 10 11 12");
}

}  // namespace
}  // namespace heddle::kernel
