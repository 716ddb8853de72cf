// Threads that never wait for each other: the number of interleavings is a multinomial coefficient,
// whatever its size.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "inquiry/inquiry.h"
#include "scenario/read.h"

namespace heddle::cli {
namespace {

using boost::multiprecision::cpp_int;

scenario::Scenario threads_of(const std::vector<int>& accesses, const std::string& statement,
                              const std::string& objects) {
  std::string threads;
  for (std::size_t i = 0; i < accesses.size(); ++i) {
    std::string steps;
    for (int k = 0; k < accesses[i]; ++k)
      steps += fmt::format("{}\"{}\"", k ? ", " : "", statement);
    threads += fmt::format("{}\"t{}\": [{}]", i ? ", " : "", i, steps);
  }
  auto read =
      scenario::read(fmt::format(R"({{"name": "m", {} "threads": {{{}}}}})", objects, threads));
  EXPECT_TRUE(read);
  return read.value();
}

// (sum of k)! / product of k!
std::string multinomial(const std::vector<int>& parts) {
  cpp_int value = 1;
  int placed = 0;
  for (const int part : parts) {
    for (int k = 1; k <= part; ++k) value = value * ++placed / k;
  }
  return value.str();
}

std::string count(const scenario::Scenario& scenario, const std::string& strategy) {
  inquiry::ExploreOptions options;
  options.strategy = strategy;
  options.orderings = false;
  return inquiry::explore(scenario, options).exploration.interleavings.value_or("unknown");
}

TEST(Multinomial, SmallOnesByBothEngines) {
  for (const std::vector<int>& parts : std::vector<std::vector<int>>{
           {1}, {3, 3}, {1, 2, 3}, {5, 5}, {2, 2, 2, 2}, {0, 4}, {1, 1, 1, 1, 1, 1}}) {
    const auto scenario = threads_of(parts, "skip", "");
    EXPECT_EQ(count(scenario, "stateful"), multinomial(parts));
    EXPECT_EQ(count(scenario, "exhaustive"), multinomial(parts));
  }
}

TEST(Multinomial, BeyondTenToTheFiftiethExactly) {
  // 120! / 40!^3, some 10^55, in 41^3 states.
  const std::vector<int> parts{40, 40, 40};
  ASSERT_GT(multinomial(parts).size(), 51U);
  EXPECT_EQ(count(threads_of(parts, "skip", ""), "stateful"), multinomial(parts));
}

TEST(Multinomial, ContendedIncrementsToo) {
  // Each increment is a read and a write: twice as many accesses.
  const std::string shared = R"("shared": {"c": 0},)";
  EXPECT_EQ(count(threads_of({10, 10}, "c += 1", shared), "stateful"), multinomial({20, 20}));
  EXPECT_EQ(count(threads_of({2, 2, 2}, "c += 1", shared), "exhaustive"), multinomial({4, 4, 4}));
  EXPECT_EQ(multinomial({20, 20}), "137846528820");
}

TEST(Multinomial, AnUpperBoundIsTheNumberItself) {
  EXPECT_EQ(inquiry::size(threads_of({3, 4}, "skip", "")).interleavings_max, multinomial({3, 4}));
}

}  // namespace
}  // namespace heddle::cli
