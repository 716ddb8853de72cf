// Programs of papers, with the numbers of traces that the papers give.
#include <gtest/gtest.h>

#include <filesystem>

#include "explore/dpor/dpor.h"
#include "inquiry/session.h"
#include "scenario/read.h"
#include "support/scenarios.h"
#include "support/texts.h"

namespace heddle::explore {
namespace {

std::string program(const std::string& name) {
  return test::contents(std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/papers" /
                        (name + ".json"));
}

using test::increments;

std::uint64_t traces(const std::string& json, std::int64_t n = 0) {
  std::vector<scenario::Override> overrides;
  if (n > 0) overrides.push_back({"n", n});
  const auto scenario = scenario::read(json, overrides);
  EXPECT_TRUE(scenario) << json;
  if (!scenario) return 0;
  inquiry::Session session(scenario.value());
  const Result result = explore_dpor(session.run, {});
  EXPECT_TRUE(result.complete());
  EXPECT_EQ(result.abandoned, 0U);
  return result.runs;
}

TEST(Papers, ReadersHaveTwoToTheN) {
  for (const int n : {1, 2, 5, 8, 13}) EXPECT_EQ(traces(program("readers"), n), 1U << n) << n;
}

TEST(Papers, LastZeroHasNPlusThreeTimesTwoToTheNMinusTwo) {
  for (const unsigned n : {2U, 5U, 10U}) {
    EXPECT_EQ(traces(program("lastzero"), n), (n + 3) << (n - 2)) << n;
  }
}

TEST(Papers, IndexerCollidesFromTwelveThreadsOn) {
  EXPECT_EQ(traces(program("indexer"), 11), 1U);
  EXPECT_EQ(traces(program("indexer"), 12), 8U);
  EXPECT_EQ(traces(program("indexer"), 15), 4096U);
}

TEST(Papers, FilesystemSharesBlocksFromFourteenThreadsOn) {
  EXPECT_EQ(traces(program("filesystem"), 13), 1U);
  EXPECT_EQ(traces(program("filesystem"), 14), 2U);
  EXPECT_EQ(traces(program("filesystem"), 16), 8U);
  EXPECT_EQ(traces(program("filesystem"), 18), 32U);
  EXPECT_EQ(traces(program("filesystem"), 19), 64U);
}

TEST(Increments, OneEachGivesTheSquareOfTheFactorial) {
  // The reads come in some order between the writes, the writes in any: (n!)^2.
  EXPECT_EQ(traces(increments(2, 1)), 4U);
  EXPECT_EQ(traces(increments(3, 1)), 36U);
  EXPECT_EQ(traces(increments(4, 1)), 576U);
  EXPECT_EQ(traces(increments(5, 1)), 14'400U);
}

TEST(Increments, SeveralEachAgreeWithOtherTools) {
  // GenMC and Nidhugg run as many executions.
  EXPECT_EQ(traces(increments(3, 2)), 7'134U);
  EXPECT_EQ(traces(increments(2, 5)), 34'904U);
  EXPECT_EQ(traces(increments(2, 6)), 372'436U);
}

}  // namespace
}  // namespace heddle::explore
