// The strategies that see only some interleavings, on random scenarios.
#include <gtest/gtest.h>

#include "oracle/agreement/compare.h"
#include "oracle/agreement/shrink.h"
#include "oracle/oracle.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "support/sanitized.h"

namespace heddle::oracle {
namespace {

constexpr Limits kLimits{2'000, 30'000};

bool disagrees(const std::string& json) {
  const auto scenario = scenario::read(json);
  if (!scenario) return false;
  const auto oracle = explore(scenario.value(), kLimits);
  return !oracle.gave_up && !compare_partial_strategies(scenario.value(), oracle).empty();
}

constexpr std::uint64_t kSeeds = test::sanitized<std::uint64_t>(120, 8);

class PartialAgreement : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PartialAgreement, BoundedRunsWhatItSaysAndRandomRunsAreReal) {
  std::uint64_t compared = 0;
  const std::uint64_t first = 80'000'000 + GetParam() * 1'000'000;
  for (std::uint64_t seed = first; seed < first + kSeeds; ++seed) {
    const std::string json = random_scenario(seed);
    const auto scenario = scenario::read(json);
    ASSERT_TRUE(scenario) << json;
    const auto oracle = explore(scenario.value(), kLimits);
    if (oracle.gave_up) continue;
    ++compared;
    const auto differences = compare_partial_strategies(scenario.value(), oracle);
    if (differences.empty()) continue;
    std::string text;
    for (const auto& difference : differences) text += "  " + difference + "\n";
    ADD_FAILURE() << "seed " << seed << ":\n"
                  << text << "a smaller one:\n"
                  << shrink(json, disagrees);
  }
  EXPECT_GE(compared, kSeeds / 2);
}

// 10 parts of 260 seeds, of which nine tenths are small enough: more than 2,000 scenarios.
INSTANTIATE_TEST_SUITE_P(Parts, PartialAgreement,
                         testing::Range(std::uint64_t{0}, std::uint64_t{10}));

}  // namespace
}  // namespace heddle::oracle
