// `auto`: stateful and dpor take turns, and the first that comes to an end decides.
#include "explore/automatic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "explore/interleavings.h"
#include "explore/states/stateful.h"
#include "oracle/random_scenario.h"

namespace heddle::explore {
namespace {

class SubjectWorker final : public Worker {
 public:
  explicit SubjectWorker(const std::string& json) : subject_(json) {}
  kernel::Schedulable& run() override { return subject_.run; }

 private:
  Subject subject_;
};

std::vector<kernel::Defect> defects(const Result& result) {
  std::vector<kernel::Defect> all;
  for (const Finding& each : result.findings) all.push_back(each.defect);
  return all;
}

// All numbers of a result.
std::string numbers(const Result& result) {
  std::string all = result.strategy + " " + text(result.interleavings).value_or("?");
  all += " states " + std::to_string(result.states) + " of " + std::to_string(result.transitions);
  for (const FoundOutcome& each : result.outcomes) all += " " + text(each.count).value_or("?");
  for (const Finding& each : result.findings) {
    all += " " + std::to_string(each.defect.property) + ":" + text(each.count).value_or("?") + ":" +
           std::to_string(each.witness.preemptions);
  }
  return all;
}

Turns small_turns(std::uint64_t alone) {
  return {.alone = alone, .reduced_max = 1'000'000, .rounds = {.parts = 2, .states = 3}};
}

TEST(Automatic, WhoComesToAnEndFirstDecides) {
  std::size_t counted = 0;
  std::size_t reduced = 0;
  std::size_t alone = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string json = oracle::random_scenario(seed);
    Subject subject(json);
    const Options options;
    const Result whole = explore_stateful(subject.execution, subject.machine, options);
    ASSERT_TRUE(whole.complete()) << json;
    for (const std::uint64_t first : {1U, 8U, 40U}) {
      const Result result = explore_automatically(subject.run, options, small_turns(first));
      ASSERT_TRUE(result.complete()) << json;
      ASSERT_EQ(defects(result), defects(whole)) << result.strategy << first << '\n' << json;
      ASSERT_EQ(result.outcomes.size(), whole.outcomes.size()) << json;
      if (result.strategy == "stateful") {
        ASSERT_EQ(numbers(result), numbers(whole)) << json;
        ++(whole.states <= first ? alone : counted);
      } else {
        ASSERT_GT(whole.states, first) << "nobody may be asked before";
        ASSERT_GE(result.counting_left_at.value_or(0), first);
        ++reduced;
      }
    }
  }
  // Each way to end is met, so each is tried.
  EXPECT_GT(alone, 10U);
  EXPECT_GT(counted, 10U);
  EXPECT_GT(reduced, 10U);
}

TEST(Automatic, DecidesAlikeForAnyNumberOfJobs) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string json = oracle::random_scenario(seed);
    Subject subject(json);
    Options options;
    options.make_worker = [&json] { return std::make_unique<SubjectWorker>(json); };
    const auto explore = [&](std::uint64_t jobs) {
      options.jobs = jobs;
      return numbers(explore_automatically(subject.run, options, small_turns(5)));
    };
    const std::string once = explore(1);
    EXPECT_EQ(explore(2), once) << json;
    EXPECT_EQ(explore(5), once) << json;
  }
}

TEST(Automatic, KeepsWhatOnlyOneHasFoundWhenNoneCompletes) {
  // The graph is cut before anything is wrong in it; dpor meets the assertion in its first run.
  const std::string json = R"j({"name": "k", "shared": {"n": 0, "m": 0}, "threads": {
      "a": [{"repeat": 30, "do": ["n += 1"]}, "assert n < 3"],
      "b": [{"repeat": 30, "do": ["m += 1"]}]}})j";
  Subject subject(json);
  Options options;
  options.limits.states_max = 100;
  const Result counted = explore_stateful(subject.execution, subject.machine, options);
  ASSERT_TRUE(counted.findings.empty());
  const Result result = explore_automatically(subject.run, options);
  EXPECT_FALSE(result.complete()) << "else it stands by itself";
  EXPECT_FALSE(result.findings.empty());
}

}  // namespace
}  // namespace heddle::explore
