// Why another thread goes on, told of all interleavings of small scenarios.
#include <gtest/gtest.h>

#include <set>

#include "tell/told.h"

namespace heddle::test {
namespace {

using SaidWaits = std::set<std::string>;

// What is said of threads that others leave behind blocked: "b has to wait for m, held by a".
SaidWaits waits_in(const std::string& objects, const std::string& threads) {
  const std::string json = "{\"name\": \"w\", " + objects + ", \"threads\": {" + threads + "}}";
  auto scenario = scenario::read(json);
  EXPECT_TRUE(scenario) << json;
  SaidWaits texts;
  for (int number = 1;; ++number) {
    const auto replay = inquiry::replay(scenario.value(), "#" + std::to_string(number), {});
    if (!replay) return texts;
    for (const report::Step& step : replay.value().steps) {
      EXPECT_EQ(step.waits.empty(), step.switched != report::Switch::kBlocked);
      if (!step.waits.empty()) texts.insert(step.switched_from + " " + step.waits);
    }
  }
}

TEST(Switches, AMutexIsWaitedForUntilItsHolderGivesItBack) {
  EXPECT_EQ(waits_in(R"("mutexes": ["m"])",
                     R"("a": ["lock m", "skip", "unlock m"], "b": ["skip", "lock m", "unlock m"])"),
            SaidWaits{"b has to wait for m, held by a"});
}

TEST(Switches, AReaderWriterLockIsWaitedForByWhatItIsFor) {
  EXPECT_EQ(waits_in(R"("rwlocks": ["r"])",
                     R"("a": ["wrlock r", "wrunlock r"], "b": ["skip", "rdlock r"])"),
            SaidWaits{"b has to wait to read r, written by a"});
  EXPECT_EQ(waits_in(R"("rwlocks": ["r"])",
                     R"("a": ["rdlock r", "rdunlock r"], "b": ["skip", "wrlock r"])"),
            SaidWaits{"b has to wait to write r, read by a"});
}

// Whether somebody will notify it is not known yet.
TEST(Switches, WhoSleepsIsNotSaidToSleepForEver) {
  EXPECT_EQ(waits_in(R"("mutexes": ["m"], "conditions": ["c"])",
                     R"("a": ["lock m", "wait c with m", "unlock m"],
                        "b": ["lock m", "notify c", "unlock m"])"),
            SaidWaits{"a sleeps on c"});
}

TEST(Switches, ASemaphoreIsAtZero) {
  EXPECT_EQ(waits_in(R"("semaphores": {"s": 0})", R"("a": ["skip", "acquire s"],
                                                    "b": ["release s"])"),
            SaidWaits{"a has to wait for s, which is at 0"});
}

TEST(Switches, ABarrierHasSoManyThatHaveArrived) {
  EXPECT_EQ(waits_in(R"("barriers": {"all": 2})", R"("a": ["arrive all"], "b": ["arrive all"])"),
            (SaidWaits{"a has to wait at all for the others: 1 of 2 have arrived",
                       "b has to wait at all for the others: 1 of 2 have arrived"}));
}

TEST(Switches, AChannelIsFullOrEmpty) {
  EXPECT_EQ(waits_in(R"("channels": {"ch": 1})",
                     R"("a": ["send ch, 1", "send ch, 2"],
                        "b": ["let v = receive ch", "let w = receive ch"])"),
            (SaidWaits{"a has to wait to send to ch, which is full",
                       "b has to wait to receive from ch, which is empty"}));
}

TEST(Switches, AThreadIsWaitedForToTheEnd) {
  EXPECT_EQ(waits_in(R"("shared": {})", R"("main": ["spawn t", "join t"],
                                           "t": {"start": false, "do": ["skip"]})"),
            SaidWaits{"main has to wait for the end of t"});
  EXPECT_EQ(waits_in(R"("shared": {})", R"("main": ["spawn s", "join t"],
                                           "s": {"start": false, "do": ["spawn t"]},
                                           "t": {"start": false, "do": []})"),
            SaidWaits{"main has to wait for the end of t, which has not started"});
}

TEST(Switches, AConditionIsFalseWithTheValuesOfThatMoment) {
  const SaidWaits wanted{"a has to wait until x == 1 (now 0 == 1)"};
  EXPECT_EQ(waits_in(R"("atomics": {"x": 0})", R"("a": ["skip", "await x == 1"], "b": ["x = 1"])"),
            wanted);
  EXPECT_EQ(waits_in(R"("atomics": {"x": 0})",
                     R"("a": ["skip", {"atomic": ["await x == 1", "x = 2"]}], "b": ["x = 1"])"),
            wanted);
}

}  // namespace
}  // namespace heddle::test
