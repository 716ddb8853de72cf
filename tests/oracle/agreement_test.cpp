// The engines against the oracle, on random scenarios: same numbers, outcomes, findings, fewest
// preemptions, orderings that are true, seeds and numbers that replay.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "oracle/agreement/compare.h"
#include "oracle/agreement/shrink.h"
#include "oracle/oracle.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"

namespace heddle::oracle {
namespace {

std::string problems_of(const scenario::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) text += problem.pointer + ": " + problem.message + "\n";
  return text;
}

// Whether the engines disagree with the oracle about it; false for what cannot be compared.
bool disagrees(const std::string& json, const Limits& limits) {
  const auto scenario = scenario::read(json);
  if (!scenario) return false;
  const auto oracle = explore(scenario.value(), limits);
  return !oracle.gave_up && !compare_engines(scenario.value(), oracle).empty();
}

// False when the oracle gave up on it; a disagreement fails the test.
bool agrees(const std::string& json, const std::string& name, const Limits& limits) {
  const auto scenario = scenario::read(json);
  if (!scenario) {
    ADD_FAILURE() << name << " cannot be read:\n" << problems_of(scenario.error()) << json;
    return true;
  }
  const auto oracle = explore(scenario.value(), limits);
  if (oracle.gave_up) return false;
  const auto differences = compare_engines(scenario.value(), oracle);
  if (differences.empty()) return true;
  std::string text;
  for (const auto& difference : differences) text += "  " + difference + "\n";
  const auto smaller =
      shrink(json, [&](const std::string& candidate) { return disagrees(candidate, limits); });
  ADD_FAILURE() << name << ":\n" << text << json << "a smaller one:\n" << smaller;
  return true;
}

// Returns how many of these seeds were compared.
std::uint64_t compare_seeds(std::uint64_t first, std::uint64_t count) {
  const Limits limits{5'000, 60'000};
  std::uint64_t compared = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed)
    if (agrees(random_scenario(seed), "seed " + std::to_string(seed), limits)) ++compared;
  return compared;
}

#ifdef HEDDLE_SANITIZE
constexpr std::uint64_t kSeedsPerPart = 60;
constexpr std::uint64_t kComparedMin = 45;
#else
constexpr std::uint64_t kSeedsPerPart = 300;
constexpr std::uint64_t kComparedMin = 270;
#endif

class Agreement : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Agreement, EnginesReportWhatTheOracleLists) {
  const auto compared = compare_seeds(GetParam() * 1'000'000, kSeedsPerPart);
  EXPECT_GE(compared, kComparedMin);
}

// 8 parts of 300 seeds, of which at least 270 are small enough: 2,160 scenarios or more.
INSTANTIATE_TEST_SUITE_P(Parts, Agreement, testing::Range(std::uint64_t{1}, std::uint64_t{9}));

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// HEDDLE_RANDOM_COUNT=10000 HEDDLE_RANDOM_FIRST=1 for a longer run.
TEST(AgreementOnRequest, EnginesReportWhatTheOracleListsForManySeeds) {
  const auto count = from_environment("HEDDLE_RANDOM_COUNT", 0);
  if (count == 0) GTEST_SKIP() << "set HEDDLE_RANDOM_COUNT and HEDDLE_RANDOM_FIRST";
  const auto compared = compare_seeds(from_environment("HEDDLE_RANDOM_FIRST", 1), count);
  std::cout << compared << " of " << count << " seeds compared\n";
}

// HEDDLE_SCENARIO=FILE for one file.
TEST(AgreementOnRequest, EnginesReportWhatTheOracleListsForAFile) {
  const char* path = std::getenv("HEDDLE_SCENARIO");
  if (path == nullptr) GTEST_SKIP() << "set HEDDLE_SCENARIO";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_TRUE(agrees(text.str(), path, {100'000, 2'000'000}));
}

}  // namespace
}  // namespace heddle::oracle
