// The judge of conditions.
#include "oracle/conditions.h"

#include <gtest/gtest.h>

#include "oracle/own/own.h"
#include "scenario/read.h"

namespace heddle::oracle {
namespace {

Side side(const std::string& thread, const std::string& pointer, const std::string& access,
          std::uint32_t occurrence = 1) {
  return {{thread, pointer, occurrence, access}, false};
}

// Two threads that each read x and then write it.
class OracleJudge : public testing::Test {
 protected:
  void SetUp() override {
    auto read = scenario::read(R"j({"name": "k", "shared": {"x": 0}, "threads": {
        "a": ["let v = x", "x = v + 1"], "b": ["let v = x", "x = v + 1"]}})j");
    ASSERT_TRUE(read);
    scenario_ = std::move(read.value());
    result_ = explore(scenario_);
  }

  const Side a_reads = side("a", "/threads/a/0", "read x");
  const Side a_writes = side("a", "/threads/a/1", "write x");
  const Side b_reads = side("b", "/threads/b/0", "read x");
  const Side b_writes = side("b", "/threads/b/1", "write x");
  const FindingName lost{"lost-update", "x"};
  scenario::Scenario scenario_;
  Result result_;
};

TEST_F(OracleJudge, TellsExactConditionsFromOthers) {
  const Judge judge(scenario_, result_);
  const Alternative exact{{{a_reads, b_writes, {}}, {b_reads, a_writes, {}}}, {}, false};
  EXPECT_EQ(judge.respecting(exact), judge.having(lost));
  EXPECT_EQ(count(judge.respecting(exact)), 4U);
  EXPECT_FALSE(judge.superfluous(exact, lost));
  // a reads before b writes: 5 of 6, not all of them with the finding.
  const Alternative wide{{{a_reads, b_writes, {}}}, {}, false};
  EXPECT_EQ(count(judge.respecting(wide)), 5U);
  EXPECT_FALSE(contains(judge.having(lost), judge.respecting(wide)));
  // a reads, b writes, then a writes: narrower, and one pair of three can go.
  const Alternative narrow{
      {{a_reads, b_writes, {}}, {b_writes, a_writes, {}}, {b_reads, a_writes, {}}}, {}, false};
  EXPECT_EQ(count(judge.respecting(narrow)), 2U);
  EXPECT_TRUE(judge.superfluous(narrow, lost));
}

TEST_F(OracleJudge, LikeThreadsExchangedCountAsOne) {
  const Judge judge(scenario_, result_);
  const Alternative half{{{a_reads, b_writes, {}}, {b_writes, a_writes, {}}}, {}, false};
  EXPECT_EQ(count(judge.respecting(half)), 2U);
  auto both = half;
  both.exchanged = {{"a", "b"}};
  EXPECT_EQ(judge.respecting(both), judge.having(lost));
  EXPECT_FALSE(judge.superfluous(both, lost));
}

TEST_F(OracleJudge, AnAccessThatNeverHappensComesAfter) {
  const Judge judge(scenario_, result_);
  const auto never = side("b", "/threads/b/1", "write x", 2);
  EXPECT_EQ(count(judge.respecting(Part{a_reads, never, {}})), 6U);
  EXPECT_EQ(count(judge.respecting(Part{never, a_reads, {}})), 0U);
  EXPECT_FALSE(judge.is_known(never.event));
  EXPECT_TRUE(judge.is_known(b_writes.event));
  auto last = b_writes;
  last.last = true;
  EXPECT_EQ(judge.respecting(Part{a_reads, last, {}}),
            judge.respecting(Part{a_reads, b_writes, {}}));
}

TEST(OracleJudgeOfRounds, AnyRoundOfEachLoop) {
  const auto read = scenario::read(R"j({"name": "k", "atomics": {"x": 0}, "threads": {
      "a": [{"repeat": 2, "do": ["let v = x", "x = v + 1"]}], "b": ["x = 7"]}})j");
  ASSERT_TRUE(read);
  const auto result = explore(read.value());
  const Judge judge(read.value(), result);
  const auto reads = side("a", "/threads/a/0/do/0", "read x");
  const auto writes = side("a", "/threads/a/0/do/1", "write x");
  const auto other = side("b", "/threads/b/0", "write x");
  Alternative one{{{reads, other, {}}, {other, writes, {}}}, {}, false};
  EXPECT_EQ(count(judge.respecting(one)), 1U);
  one.rounds = true;
  EXPECT_EQ(judge.respecting(one), judge.having({"lost-update", "x"}));
  EXPECT_EQ(count(judge.respecting(one)), 2U);
}

TEST(OracleJudgeOfChoices, ByThreadStepAndOccurrence) {
  const auto read = scenario::read(R"j({"name": "k", "mutexes": ["m"], "conditions": ["c"],
      "atomics": {"n": 0}, "threads": {
      "w": {"count": 2, "do": [{"with": "m", "do": ["n += 1", "wait c with m"]}]},
      "a": [{"repeat": 2, "do": ["let v = choose(3, 4)"]}, "await n == 2", "lock m", "notify c",
            "unlock m"]}})j");
  ASSERT_TRUE(read);
  const auto result = explore(read.value());
  ASSERT_FALSE(result.gave_up);
  const Judge judge(read.value(), result);
  const auto all = result.interleavings.size();
  const auto chosen = [&](const std::string& pointer, std::uint32_t n, std::uint32_t alternative) {
    const Part part{{}, {}, Choice{"a", pointer, n, alternative}};
    return count(judge.respecting(part));
  };
  EXPECT_EQ(chosen("/threads/a/0/do/0", 1, 1) * 2, all);
  EXPECT_EQ(chosen("/threads/a/0/do/0", 2, 2) * 2, all);
  EXPECT_EQ(chosen("/threads/a/0/do/0", 3, 1), 0U);
  EXPECT_EQ(chosen("/threads/a/3", 1, 1) * 2, all);
  EXPECT_FALSE(judge.is_known(Choice{"a", "/threads/a/3", 1, 3}));
}

}  // namespace
}  // namespace heddle::oracle
