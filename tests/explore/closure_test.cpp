// The kernel and an engine on threads that are plain functions: no scenario anywhere.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "explore/automatic.h"
#include "explore/dpor/dpor.h"
#include "explore/runs/exhaustive.h"
#include "explore/states/stateful.h"
#include "kernel/closure_program.h"

namespace heddle::explore {
namespace {

// The engines of states take a program whose states can be put back, and no other: this is a
// question of types.
template <class Program>
constexpr bool kHasAGraph =
    std::is_invocable_v<decltype(&explore_stateful), kernel::Execution&, Program&, const Options&>;
static_assert(kHasAGraph<kernel::StateProgram>);
static_assert(!kHasAGraph<kernel::Program> && !kHasAGraph<kernel::ClosureProgram>);
static_assert(!std::is_constructible_v<StateSearch, kernel::Execution&, kernel::ClosureProgram&,
                                       const Options&>);
static_assert(!std::is_constructible_v<StateSpace, kernel::Execution&, kernel::ClosureProgram&,
                                       const Options&>);

using kernel::ClosureProgram;
using kernel::ObjectId;
using kernel::ThreadContext;

using Ends = std::set<std::pair<kernel::End, std::vector<Value>>>;

Ends ends(const Result& result) {
  Ends ends;
  for (const auto& each : result.outcomes) ends.emplace(each.outcome.end, each.outcome.values);
  return ends;
}

std::set<std::uint32_t> properties(const Result& result) {
  std::set<std::uint32_t> properties;
  for (const auto& finding : result.findings) properties.insert(finding.defect.property);
  return properties;
}

// Every interleaving. Where that is all of them, dpor has to find the same with fewer runs: states
// cannot be put back here, so it runs the beginning again wherever it goes back.
Result explore(ClosureProgram& program, const Options& options = {}) {
  kernel::Execution execution(program, 0);
  kernel::ScheduledProgram run(execution, program);
  const Result all = explore_exhaustive(run, options);
  if (!all.complete()) return all;
  for (const DporRounds rounds : {DporRounds(), DporRounds{3, 1}}) {
    const Result reduced = explore_dpor(run, options, rounds);
    EXPECT_TRUE(reduced.complete());
    EXPECT_EQ(reduced.abandoned, 0U);
    EXPECT_LE(reduced.runs, all.runs);
    EXPECT_EQ(ends(reduced), ends(all));
    EXPECT_EQ(properties(reduced), properties(all));
  }
  return all;
}

// Value of the only variable -> number of interleavings that complete with it.
std::map<Value, Number> completed(const Result& result) {
  std::map<Value, Number> counts;
  for (const auto& outcome : result.outcomes) {
    if (outcome.outcome.end == kernel::End::kCompleted) {
      counts[outcome.outcome.values.at(0)] += outcome.count.value;
    }
  }
  return counts;
}

bool has_finding(ClosureProgram& program, const Result& result, const std::string& kind) {
  for (const auto& finding : result.findings) {
    if (program.properties()[finding.defect.property].kind == kind) return true;
  }
  return false;
}

TEST(Closures, TwoIncrementsHaveSixInterleavings) {
  ClosureProgram program;
  const ObjectId counter = program.variable("counter");
  const auto increment = [=](ThreadContext& thread) {
    thread.write(counter, thread.read(counter) + 1);
  };
  program.thread("a", increment);
  program.thread("b", increment);
  const Result result = explore(program);
  // 4! / (2! 2!) = 6; both updates survive only when one thread runs before the other.
  EXPECT_EQ(result.interleavings.value, 6);
  EXPECT_EQ(completed(result), (std::map<Value, Number>{{1, 4}, {2, 2}}));
  EXPECT_EQ(result.runs, 6U);
}

TEST(Closures, ThreeIncrementsHaveThirtySixTraces) {
  ClosureProgram program;
  const ObjectId counter = program.variable("counter");
  for (const char* name : {"a", "b", "c"}) {
    program.thread(name,
                   [=](ThreadContext& thread) { thread.write(counter, thread.read(counter) + 1); });
  }
  kernel::Execution execution(program, 0);
  kernel::ScheduledProgram run(execution, program);
  for (const DporRounds rounds : {DporRounds(), DporRounds{3, 1}, DporRounds{2, 20}}) {
    EXPECT_EQ(explore_dpor(run, {}, rounds).runs, 36U);  // (3!)^2
  }
  EXPECT_EQ(explore(program).interleavings.value, 90);
}

TEST(Closures, AMutexLeavesTwoOrders) {
  ClosureProgram program;
  const ObjectId counter = program.variable("counter");
  const ObjectId mutex = program.mutex("m");
  const auto increment = [=](ThreadContext& thread) {
    thread.lock(mutex);
    thread.write(counter, thread.read(counter) + 1);
    thread.unlock(mutex);
  };
  program.thread("a", increment);
  program.thread("b", increment);
  const Result result = explore(program);
  EXPECT_EQ(completed(result), (std::map<Value, Number>{{2, 2}}));
  EXPECT_TRUE(result.findings.empty());
}

TEST(Closures, OppositeLockOrdersDeadlock) {
  ClosureProgram program;
  program.variable("unused");
  const ObjectId m = program.mutex("m");
  const ObjectId n = program.mutex("n");
  const auto locker = [](ObjectId first, ObjectId second) {
    return [=](ThreadContext& thread) {
      thread.lock(first);
      thread.lock(second);
      thread.unlock(second);
      thread.unlock(first);
    };
  };
  program.thread("a", locker(m, n));
  program.thread("b", locker(n, m));
  const Result result = explore(program);
  // As on the format page: 6 interleavings, 4 complete, 2 deadlock.
  EXPECT_EQ(result.interleavings.value, 6);
  EXPECT_TRUE(has_finding(program, result, "deadlock"));
  EXPECT_EQ(completed(result).at(0), 4);
}

TEST(Closures, ConditionsChannelsBarriersAndSpawnWorkWithoutAScenario) {
  ClosureProgram program;
  const ObjectId sum = program.variable("sum");
  const ObjectId mutex = program.mutex("m");
  const ObjectId ready = program.condition("ready");
  const ObjectId channel = program.channel("ch", 1);
  const ObjectId barrier = program.barrier("b", 2);
  const auto child = program.thread(
      "child",
      [=](ThreadContext& thread) {
        thread.lock(mutex);
        while (thread.read(sum) == 0) thread.wait(ready, mutex);
        thread.unlock(mutex);
        thread.send(channel, 41);
        thread.arrive(barrier);
      },
      false);
  program.thread("parent", [=](ThreadContext& thread) {
    thread.spawn(child);
    thread.lock(mutex);
    thread.write(sum, 1);
    thread.notify_all(ready);
    thread.unlock(mutex);
    thread.fetch_add(sum, thread.receive(channel));
    thread.arrive(barrier);
    thread.join(child);
  });
  const Result result = explore(program);
  EXPECT_TRUE(result.findings.empty());
  const auto outcomes = completed(result);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes.begin()->first, 42);
}

TEST(Closures, WhatAThreadThrowsIsAFindingAndSoIsARequirement) {
  ClosureProgram throws;
  throws.variable("x");
  throws.thread("a", [](ThreadContext& thread) {
    thread.skip();
    throw std::runtime_error("no");
  });
  EXPECT_TRUE(has_finding(throws, explore(throws), "assertion"));

  ClosureProgram requires_zero;
  const ObjectId x = requires_zero.variable("x");
  requires_zero.thread(
      "a", [=](ThreadContext& thread) { thread.require(thread.read(x) == 0, "x is still 0"); });
  requires_zero.thread("b", [=](ThreadContext& thread) { thread.write(x, 1); });
  const Result result = explore(requires_zero);
  EXPECT_TRUE(has_finding(requires_zero, result, "assertion"));
  // b before a's read: one failing interleaving; a's read first: one that completes.
  EXPECT_EQ(result.interleavings.value, 2);
}

TEST(Closures, ChoicesAreBranches) {
  ClosureProgram program;
  const ObjectId x = program.variable("x");
  program.thread("a", [=](ThreadContext& thread) {
    const auto first = thread.choose(2);  // a branch of the start
    thread.write(x, 10 * first + thread.choose(3));
  });
  const Result result = explore(program);
  EXPECT_EQ(result.interleavings.value, 6);
  EXPECT_EQ(result.outcomes.size(), 6U);
}

TEST(Closures, ALimitOfRunsIsSaid) {
  ClosureProgram program;
  const ObjectId x = program.variable("x");
  for (const char* name : {"a", "b"}) {
    program.thread(name, [=](ThreadContext& thread) {
      for (int i = 0; i < 3; ++i) thread.write(x, i);
    });
  }
  Options options;
  options.limits.runs_max = 5;
  const Result cut = explore(program, options);
  EXPECT_EQ(cut.stop, Stop::kRuns);
  EXPECT_EQ(cut.runs, 5U);
  options.limits.runs_max = 20;  // 6! / (3! 3!) = 20: exactly enough
  EXPECT_EQ(explore(program, options).stop, Stop::kNone);
}

TEST(Closures, ARunLongerThanTheLimitOfStepsIsIncomplete) {
  ClosureProgram program;
  const ObjectId x = program.variable("x");
  program.thread("spins", [=](ThreadContext& thread) {
    while (thread.read(x) == 0) {
    }
  });
  Options options;
  options.limits.steps_max = 50;
  EXPECT_EQ(explore(program, options).stop, Stop::kSteps);
}

// Functions keep what they know on their stacks, which no state holds.
ClosureProgram& two_writers(ClosureProgram& program) {
  const ObjectId x = program.variable("x");
  program.thread("a", [=](ThreadContext& thread) { thread.write(x, 1); });
  program.thread("b", [=](ThreadContext& thread) { thread.write(x, 2); });
  return program;
}

TEST(Closures, AreExploredByDporWhenNothingIsChosen) {
  ClosureProgram program;
  kernel::Execution execution(two_writers(program), 0);
  kernel::ScheduledProgram run(execution, program);
  const Result result = explore_automatically(run, {});
  EXPECT_EQ(result.strategy, "dpor");
  EXPECT_TRUE(result.complete());
  EXPECT_EQ(result.outcomes.size(), 2U);
}

}  // namespace
}  // namespace heddle::explore
