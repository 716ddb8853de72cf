// What the strategies promise, on scenarios whose numbers are known.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "cli/engine.h"
#include "cli/session.h"
#include "explore/automatic.h"
#include "explore/size_estimate.h"
#include "explore/strategies/sampler.h"
#include "report/formats.h"
#include "scenario/read.h"

namespace heddle::cli {
namespace {

scenario::Scenario read(const std::string& json) {
  auto scenario = scenario::read(json);
  EXPECT_TRUE(scenario) << json;
  return std::move(scenario.value());
}

std::string increments(int threads, int each) {
  std::string steps;
  for (int i = 0; i < each; ++i) steps += std::string(i == 0 ? "" : ", ") + "\"c += 1\"";
  return "{\"name\": \"inc\", \"shared\": {\"c\": 0}, \"threads\": {\"t\": {\"count\": " +
         std::to_string(threads) + ", \"do\": [" + steps + "]}}}";
}

// Two threads of independent steps: as many states as a grid has points, and one trace.
constexpr const char* kIndependent = R"({"name": "i", "shared": {"x": 0, "y": 0}, "threads": {
    "a": ["x = 1", "x = 2", "x = 3", "x = 4"], "b": ["y = 1", "y = 2", "y = 3", "y = 4"]}})";

report::Report run(const std::string& json, ExploreOptions options) {
  return explore(read(json), options);
}

std::string bytes(report::Report report) {
  report.seconds = 0;
  return report::format("json").explore(report, {}) + report::format("text").explore(report, {});
}

TEST(Uniform, EachInterleavingIsEquallyLikely) {
  // Each thread tells its place by the order of its two steps in a log: six interleavings, six
  // logs.
  const auto json = R"({"name": "log", "atomics": {"log": 0}, "threads": {
      "a": [{"atomic": ["log = log * 10 + 1"]}, {"atomic": ["log = log * 10 + 1"]}],
      "b": [{"atomic": ["log = log * 10 + 2"]}, {"atomic": ["log = log * 10 + 2"]}]}})";
  constexpr int kDraws = 6'000;
  std::map<std::string, int> drawn;
  ExploreOptions options;
  options.strategy = "uniform";
  options.limits.runs_max = 1;
  const auto scenario = read(json);
  for (int i = 0; i < kDraws; ++i) {
    options.seed = static_cast<std::uint64_t>(i);
    const auto report = explore(scenario, options);
    ASSERT_EQ(report.outcomes.size(), 1U);
    ++drawn[report.outcomes[0].seed];
  }
  EXPECT_EQ(drawn.size(), 6U);
  double chi_squared = 0;
  for (const auto& [seed, count] : drawn) {
    chi_squared += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  // Five degrees of freedom: above 25.74 with probability 0.0001. The seeds are fixed.
  EXPECT_LT(chi_squared, 25.74);
}

TEST(Pct, ShowsADepthOneFindingAsOftenAsPromised) {
  // b must come before a: one ordering constraint, so at least one run in two (n = 2).
  const std::string json = R"({"name": "o", "atomics": {"x": 0}, "threads": {
      "a": ["let seen = x", "assert seen == 0"], "b": ["x = 1"]}})";
  ExploreOptions options;
  options.strategy = "pct";
  options.depth = 1;
  options.limits.runs_max = 1;
  const auto scenario = read(json);
  int shown = 0;
  constexpr int kRuns = 400;
  for (int i = 0; i < kRuns; ++i) {
    options.seed = static_cast<std::uint64_t>(i);
    shown += explore(scenario, options).findings.empty() ? 0 : 1;
  }
  // 200 expected; fewer than 140 with probability below 10^-9. The seeds are fixed.
  EXPECT_GE(shown, 140);
  EXPECT_DOUBLE_EQ(explore::pct_probability(2, 20, 3), 1.0 / 800);
}

TEST(Sampling, RepeatsBitForBitWithAnyNumberOfJobs) {
  for (const std::string strategy : {"random", "pct", "pos", "uniform"}) {
    ExploreOptions options;
    options.strategy = strategy;
    options.limits.runs_max = 2'000;
    const std::string once = bytes(run(increments(3, 2), options));
    for (const std::uint64_t jobs : {1, 2, 3}) {
      options.jobs = jobs;
      EXPECT_EQ(bytes(run(increments(3, 2), options)), once) << strategy << ' ' << jobs;
    }
    options.seed = 2;
    EXPECT_NE(bytes(run(increments(3, 2), options)), once) << strategy;
  }
}

TEST(Jobs, DoNotChangeAReport) {
  for (const std::string strategy : {"stateful", "exhaustive", "bounded", "auto"}) {
    for (const std::uint64_t limit : {0, 777}) {
      ExploreOptions options;
      options.strategy = strategy;
      if (limit > 0) options.limits.states_max = limit;
      const std::string once = bytes(run(increments(2, 4), options));
      for (const std::uint64_t jobs : {2, 3}) {
        options.jobs = jobs;
        EXPECT_EQ(bytes(run(increments(2, 4), options)), once) << strategy << ' ' << limit;
      }
    }
  }
}

// Large enough for many rounds of several parts.
TEST(Jobs, DoNotChangeAReportOfDpor) {
  const std::string readers = R"({"name": "r", "atomics": {"x": 0}, "threads": {
      "writer": ["x = 1"], "reader": {"count": 12, "do": ["let seen = x"]}}})";
  for (const std::string& json : {increments(2, 5), readers}) {
    for (const std::uint64_t limit : {0, 777, 70'001}) {
      for (const bool runs : {false, true}) {
        ExploreOptions options;
        options.strategy = "dpor";
        if (limit > 0) (runs ? options.limits.runs_max : options.limits.states_max) = limit;
        const std::string once = bytes(run(json, options));
        for (const std::uint64_t jobs : {2, 3}) {
          options.jobs = jobs;
          EXPECT_EQ(bytes(run(json, options)), once) << limit << ' ' << jobs;
        }
      }
    }
  }
}

TEST(Bounded, CountsInterleavingsByPreemptions) {
  // Two threads of two steps, a and b: without a preemption aabb and bbaa; with one also abba and
  // baab (b has finished when a goes on); with two abab and baba.
  const std::string json = R"({"name": "s", "threads": {"a": ["skip", "skip"],
                                                        "b": ["skip", "skip"]}})";
  ExploreOptions options;
  options.strategy = "bounded";
  for (const auto& [bound, runs] : std::map<std::uint64_t, std::uint64_t>{{0, 2}, {1, 4}, {2, 6}}) {
    options.preemptions = bound;
    const auto report = run(json, options);
    EXPECT_EQ(report.exploration.runs, runs) << bound;
    EXPECT_EQ(report.exploration.complete, runs == 6) << bound;
  }
}

TEST(SizeEstimate, IsExactWhereTheGraphIsSmallAndNearWhereItIsSampled) {
  const auto scenario = read(increments(2, 3));
  Session session(scenario);
  const auto exact = explore::estimate_size(session.execution, session.machine, {});
  ASSERT_TRUE(exact.exact);
  EXPECT_EQ(*exact.exact, 924);  // 12! / (6! 6!)
  const auto sampled = explore::sample_size(session.execution, session.machine, {});
  EXPECT_FALSE(sampled.exact);
  // Within six standard errors; the seed is fixed.
  EXPECT_NEAR(sampled.mean.value(), 924, 6 * sampled.error.value());
  EXPECT_LT(sampled.error.value(), 100);
}

// ---- auto, at each border of its table ----------------------------------------------------------

TEST(Auto, CountsWhereTheGraphFits) {
  const auto report = run(kIndependent, {});
  EXPECT_EQ(report.exploration.strategy, "stateful");
  EXPECT_EQ(report.exploration.interleavings, "70");
}

TEST(Auto, GoesOnWithDporWhereItDoesNot) {
  ExploreOptions options;
  options.limits.states_max = 20;  // of 25
  const auto report = run(kIndependent, options);
  EXPECT_EQ(report.exploration.strategy, "dpor");
  EXPECT_EQ(report.exploration.runs, 1U);
  EXPECT_EQ(report.verdict, "race-free");
}

TEST(Auto, GoesOnWithoutCountsWhereDporIsTooLong) {
  // Like threads on one variable: many traces, few states up to symmetry.
  const std::string json = R"({"name": "l", "atomics": {"x": 0}, "threads": {
      "t": {"count": 6, "do": ["x += 1", "x += 1"]}}})";
  ExploreOptions options;
  options.limits.states_max = 100;
  const auto report = run(json, options);
  EXPECT_EQ(report.exploration.strategy, "stateful");
  EXPECT_TRUE(report.exploration.complete);
  EXPECT_EQ(report.exploration.interleavings, std::nullopt);
}

TEST(Auto, KeepsTheFirstResultWhereNothingCompletes) {
  ExploreOptions options;
  options.limits.states_max = 10;
  const auto report = run(increments(3, 3), options);
  EXPECT_FALSE(report.exploration.complete);
  EXPECT_EQ(report.exploration.stopped_by, "states");
  EXPECT_EQ(report.exploration.strategy, "stateful");
}

TEST(Auto, LeavesDporOutWhereLoopsMayComeBack) {
  const std::string json = R"({"name": "w", "atomics": {"go": 0}, "shared": {"x": 0, "y": 0},
      "threads": {"a": [{"while": "go == 0", "do": []}], "b": ["go = 1"], "c": ["x = 1", "x = 2"],
                  "d": ["y = 1", "y = 2"]}})";
  ExploreOptions options;
  options.limits.states_max = 5;
  EXPECT_EQ(run(json, options).exploration.strategy, "stateful");
}

}  // namespace
}  // namespace heddle::cli
