// Searches that are stopped at any moment of any of their phases: by the clock, by a signal, by a
// lack of memory. What they say is then less, never wrong, and it comes soon.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "explore/strategies.h"
#include "inquiry/inquiry.h"
#include "support/reports.h"
#include "support/sanitized.h"
#include "support/strategies.h"

namespace heddle::cli {
namespace {

using Clock = std::chrono::steady_clock;

// From `first` on, each value once.
std::string values(int first, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += (i == 0 ? "" : ", ") + std::to_string(first + i);
  return text;
}

std::string choose(int count) { return "choose(" + values(0, count) + ")"; }

struct Subject {
  const char* about;
  std::string json;
};

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> kSubjects = {
      {"many starts and outcomes", R"({"name": "starts", "shared": {"x": 0, "y": 0}, "threads": {
          "a": ["let v = )" + choose(40) +
                                       R"(", "x = v"],
          "b": ["let w = )" + choose(40) +
                                       R"(", "y = w"]}})"},
      {"many choices in one step", R"({"name": "choices", "atomics": {"x": 0}, "threads": {
          "a": ["skip", "let v = )" + choose(400) +
                                       R"(", "x = v"], "b": ["x += 1000"]},
          "check": {"deterministic": true}})"},
      {"every kind of finding", R"({"name": "all", "shared": {"x": 0}, "mutexes": ["m", "n"],
          "threads": {
          "a": ["lock m", "lock n", "x += 1", "unlock n", "unlock m", "assert x > 0"],
          "b": ["lock n", "lock m", "x += 2", "unlock m", "unlock n", "flag late"],
          "c": ["x += 4", "x += 8"]},
          "check": {"never": ["late"], "always": {"low": "x < 14"}, "finally": {"all": "x == 15"},
                    "serializable": true, "deterministic": true}})"},
      {"a cycle", R"({"name": "cycle", "atomics": {"x": 0, "y": 0}, "threads": {
          "a": ["y = 1", {"while": "x == 0", "do": []}, "y = 2"],
          "b": [{"if": "y == 1", "then": ["x = 1"]}],
          "c": ["y += 1", "y += 1", "y += 1"]}})"},
      {"long runs", R"({"name": "long", "atomics": {"x": 0}, "threads": {
          "a": [{"repeat": 2000, "do": ["x += 1"]}], "b": ["x += 5000", "x += 5000"]}})"},
      {"large states", R"({"name": "large", "shared": {"a": {"size": 400}}, "threads": {
          "t": {"count": 2, "do": [{"repeat": 8, "do": ["a[self] += 1"]}]}}})"},
      {"many like threads", R"({"name": "like", "atomics": {"x": 1}, "threads": {
          "t": {"count": 3, "do": [{"repeat": 4, "do": ["x *= 2", "x += self"]}]}}})"},
  };
  return kSubjects;
}

std::set<std::string> outcomes_of(const report::Report& report) {
  std::set<std::string> texts;
  for (const auto& outcome : report.outcomes) {
    std::string text = outcome.end;
    for (const auto& value : outcome.values) {
      for (const auto& cell : value.cells) text += " " + std::to_string(cell.value);
    }
    for (const auto& flag : outcome.flags) text += " " + flag;
    texts.insert(text);
  }
  return texts;
}

std::set<std::string> findings_of(const report::Report& report) {
  std::set<std::string> texts;
  for (const auto& finding : report.findings)
    texts.insert(finding.kind + " " + finding.name.value_or(""));
  return texts;
}

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

inquiry::ExploreOptions options_of(const std::string& strategy, std::uint64_t jobs) {
  inquiry::ExploreOptions options;
  options.strategy = strategy;
  options.jobs = jobs;
  options.limits.runs_max =
      explore::find_strategy(strategy) != nullptr && explore::find_strategy(strategy)->random
          ? std::optional<std::uint64_t>(200)
          : std::nullopt;
  options.limits.steps_max = 6'000;
  options.limits.seconds_max = 0.3;  // some would take far longer
  return options;
}

// What a report that was stopped by `reason` or by nothing may say, next to all that there is.
void expect_less(const report::Report& all, const report::Report& some, const std::string& reason) {
  EXPECT_TRUE(includes(findings_of(all), findings_of(some)));
  EXPECT_TRUE(includes(outcomes_of(all), outcomes_of(some)));
  EXPECT_EQ(some.verdict != "race-free" || some.exploration.complete, true);
  if (some.exploration.complete) {
    EXPECT_EQ(findings_of(all), findings_of(some));
    EXPECT_EQ(outcomes_of(all), outcomes_of(some));
    if (some.exploration.interleavings) {
      EXPECT_EQ(all.exploration.interleavings, some.exploration.interleavings);
    }
  } else {
    EXPECT_EQ(some.exploration.interleavings, std::nullopt);
    for (const auto& outcome : some.outcomes) EXPECT_EQ(outcome.interleavings, std::nullopt);
    for (const auto& finding : some.findings) EXPECT_EQ(finding.interleavings, std::nullopt);
    const std::set<std::string> possible = {reason, "runs", "bound", "cycle", "steps"};
    EXPECT_TRUE(possible.contains(some.exploration.stopped_by.value_or("")))
        << some.exploration.stopped_by.value_or("nothing");
  }
}

// Sets a flag after a while.
class Signal {
 public:
  explicit Signal(std::chrono::microseconds after)
      : thread_([this, after] {
          std::this_thread::sleep_for(after);
          at = Clock::now();
          raised = true;
        }) {}
  std::atomic<bool> raised = false;
  Clock::time_point at{};

 private:
  std::jthread thread_;
};

double seconds_since(Clock::time_point time) {
  return std::chrono::duration<double>(Clock::now() - time).count();
}

class StoppedSearch : public testing::TestWithParam<std::string> {
 protected:
  // All that there is, by a search that is exact.
  static report::Report all_of(const scenario::Scenario& scenario) {
    return inquiry::explore(scenario, inquiry::ExploreOptions());
  }
};

// Generous: the machine may be busy. A phase that is deaf takes minutes for these.
constexpr double kSecondsToEnd = 10;
constexpr int kRounds = test::sanitized<int>(3, 2);

TEST_P(StoppedSearch, ByASignalAtAnyMomentSaysLessAndEnds) {
  Random random(7, 1);
  for (const Subject& subject : subjects()) {
    const auto scenario = test::read(subject.json);
    const report::Report all = all_of(scenario);
    ASSERT_TRUE(all.exploration.complete) << subject.about;
    const auto begin = Clock::now();
    inquiry::explore(scenario, options_of(GetParam(), 1));
    const auto whole = static_cast<std::uint64_t>(seconds_since(begin) * 1e6) + 1;
    for (int round = 0; round < kRounds; ++round) {
      SCOPED_TRACE(std::string(subject.about) + ", " + std::to_string(round));
      inquiry::ExploreOptions options = options_of(GetParam(), 1 + random.below(2));
      const Signal signal(std::chrono::microseconds(random.below(whole)));
      options.interrupt = &signal.raised;
      options.limits.seconds_max.reset();
      const report::Report some = inquiry::explore(scenario, options);
      if (signal.raised) {
        EXPECT_LT(seconds_since(signal.at), kSecondsToEnd);
      }
      expect_less(all, some, "interrupt");
    }
  }
}

TEST_P(StoppedSearch, ByTheClockAtAnyMomentSaysLess) {
  Random random(7, 2);
  for (const Subject& subject : subjects()) {
    const auto scenario = test::read(subject.json);
    const report::Report all = all_of(scenario);
    const auto begin = Clock::now();
    inquiry::explore(scenario, options_of(GetParam(), 1));
    const double whole = seconds_since(begin);
    for (int round = 0; round < kRounds; ++round) {
      SCOPED_TRACE(std::string(subject.about) + ", " + std::to_string(round));
      inquiry::ExploreOptions options = options_of(GetParam(), 1 + random.below(2));
      const double after = whole * static_cast<double>(random.below(1'000)) / 1'000;
      options.limits.seconds_max = after;
      const auto start = Clock::now();
      const report::Report some = inquiry::explore(scenario, options);
      EXPECT_LT(seconds_since(start), after + kSecondsToEnd);
      expect_less(all, some, "time");
    }
  }
}

TEST_P(StoppedSearch, ByMemoryAtAnyMomentSaysLess) {
  for (const Subject& subject : subjects()) {
    const auto scenario = test::read(subject.json);
    const report::Report all = all_of(scenario);
    for (const std::uint64_t mib : {0U, 1U, 2U}) {
      SCOPED_TRACE(std::string(subject.about) + ", " + std::to_string(mib));
      inquiry::ExploreOptions options = options_of(GetParam(), 1);
      options.limits.memory_bytes_max = mib << 20;
      const report::Report some = inquiry::explore(scenario, options);
      const bool by_memory = some.exploration.stopped_by == "memory";
      expect_less(all, some, by_memory ? "memory" : "time");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Strategies, StoppedSearch, testing::ValuesIn(test::strategy_names()),
                         [](const auto& tested) { return tested.param; });

// ---- Work in proportion to what there is --------------------------------------------------------

// What these took was the square, or the cube, of the number of values.
TEST(ManyOutcomes, OfOneChoiceArePutTogether) {
  const auto report = test::run(R"({"name": "c", "shared": {"x": 0}, "threads": {
      "a": ["let v = )" + choose(2000) +
                                    R"(", "x = v"]}})",
                                {});
  EXPECT_TRUE(report.exploration.complete);
  EXPECT_EQ(report.outcomes.size(), 2000U);
  EXPECT_EQ(report.exploration.interleavings, "2000");
}

TEST(ManyOutcomes, OfTwoChoicesArePutTogether) {
  const auto report = test::run(R"({"name": "c", "shared": {"x": 0, "y": 0}, "threads": {
      "a": ["let v = )" + choose(100) +
                                    R"(", "x = v"],
      "b": ["let w = )" + choose(100) +
                                    R"(", "y = w"]}})",
                                {});
  EXPECT_EQ(report.outcomes.size(), 10'000U);
  EXPECT_EQ(report.exploration.interleavings, "20000");
}

// ---- Exact limits
// --------------------------------------------------------------------------------

TEST(StateLimit, IsExactForRandomRuns) {
  const std::string json = R"({"name": "s", "atomics": {"x": 0}, "threads": {
      "t": {"count": 3, "do": [{"repeat": 4, "do": ["x += 1"]}]}}})";
  for (const std::string& strategy : test::strategy_names(test::draws_without_graph)) {
    for (const std::uint64_t most : {1U, 13U, 14U, 100U, 3'250U, 3'251U, 5'000U}) {
      for (const std::uint64_t jobs : {1U, 3U}) {
        inquiry::ExploreOptions options;
        options.strategy = strategy;
        options.jobs = jobs;
        options.limits.states_max = most;
        const auto report = test::run(json, options);
        EXPECT_EQ(report.exploration.states, most) << strategy;
        EXPECT_EQ(report.exploration.runs, most / 13) << strategy;  // each of 12 steps
        EXPECT_EQ(report.exploration.stopped_by, "states") << strategy;
      }
    }
  }
}

TEST(RandomRuns, ThatWereAllThereAreProveIt) {
  const std::string json = R"({"name": "s", "atomics": {"x": 0}, "threads": {
      "a": ["x += 1", "x += 1"], "b": ["x += 1", "x += 1"]}})";
  for (const std::string& strategy : test::strategy_names(test::is_random)) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.settings.set(explore::kDepth, 4);
    options.limits.runs_max = 1'000;
    const auto all = test::run(json, options);
    EXPECT_TRUE(all.exploration.complete) << strategy;
    EXPECT_EQ(all.verdict, "race-free") << strategy;
    options.limits.runs_max = 3;
    const auto some = test::run(json, options);
    EXPECT_FALSE(some.exploration.complete) << strategy;  // of 6
    EXPECT_EQ(some.verdict, "incomplete") << strategy;
  }
}

}  // namespace
}  // namespace heddle::cli
