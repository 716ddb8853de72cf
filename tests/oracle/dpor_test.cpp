// Optimal dynamic partial-order reduction against brute force, on random scenarios.
#include <gtest/gtest.h>

#include <cstdlib>

#include "oracle/agreement/shrink.h"
#include "oracle/agreement/traces.h"
#include "oracle/oracle.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "support/sanitized.h"

namespace heddle::oracle {
namespace {

bool small_enough(const scenario::Scenario& scenario) {
  return !explore(scenario, {5'000, 60'000}).gave_up;
}

bool disagrees(const std::string& json) {
  const auto scenario = scenario::read(json);
  return scenario && small_enough(scenario.value()) && !compare_dpor(scenario.value()).empty();
}

// How many of these seeds were compared.
std::uint64_t compare_seeds(std::uint64_t first, std::uint64_t count) {
  std::uint64_t compared = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const std::string json = random_scenario(seed);
    const auto scenario = scenario::read(json);
    if (!scenario || !small_enough(scenario.value())) continue;
    ++compared;
    const auto differences = compare_dpor(scenario.value());
    if (differences.empty()) continue;
    std::string text;
    for (const auto& difference : differences) text += "  " + difference + "\n";
    ADD_FAILURE() << "seed " << seed << ":\n"
                  << text << "a smaller one:\n"
                  << shrink(json, disagrees);
  }
  return compared;
}

constexpr std::uint64_t kSeedsPerPart = test::sanitized<std::uint64_t>(300, 24);

class DporAgreement : public testing::TestWithParam<std::uint64_t> {};

TEST_P(DporAgreement, RunsEachTraceOnceAndFindsWhatStatefulFinds) {
  EXPECT_GE(compare_seeds(50'000'000 + GetParam() * 1'000'000, kSeedsPerPart), kSeedsPerPart / 2);
}

INSTANTIATE_TEST_SUITE_P(Parts, DporAgreement, testing::Range(std::uint64_t{1}, std::uint64_t{9}));

// HEDDLE_RANDOM_COUNT=10000 HEDDLE_RANDOM_FIRST=1 for a longer run.
TEST(DporOnRequest, RunsEachTraceOnceForManySeeds) {
  const char* count = std::getenv("HEDDLE_RANDOM_COUNT");
  if (count == nullptr) GTEST_SKIP() << "set HEDDLE_RANDOM_COUNT and HEDDLE_RANDOM_FIRST";
  const char* first = std::getenv("HEDDLE_RANDOM_FIRST");
  const auto compared = compare_seeds(first == nullptr ? 1 : std::strtoull(first, nullptr, 10),
                                      std::strtoull(count, nullptr, 10));
  std::cout << compared << " seeds compared\n";
}

}  // namespace
}  // namespace heddle::oracle
