// What the strategies promise, on scenarios whose numbers are known.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "explore/automatic.h"
#include "explore/runs/sampler.h"
#include "explore/states/size_estimate.h"
#include "explore/states/uniform.h"
#include "inquiry/inquiry.h"
#include "inquiry/session.h"
#include "support/reports.h"
#include "support/sanitized.h"
#include "support/scenarios.h"
#include "tell/notes.h"

namespace heddle::cli {
namespace {

using test::bytes;
using test::increments;
using test::read;
using test::run;

// Two threads of independent steps: as many states as a grid has points, and one trace.
constexpr const char* kIndependent = R"({"name": "i", "shared": {"x": 0, "y": 0}, "threads": {
    "a": ["x = 1", "x = 2", "x = 3", "x = 4"], "b": ["y = 1", "y = 2", "y = 3", "y = 4"]}})";

TEST(Uniform, EachInterleavingIsEquallyLikely) {
  // Each thread tells its place by the order of its two steps in a log: six interleavings, six
  // logs.
  const auto json = R"({"name": "log", "atomics": {"log": 0}, "threads": {
      "a": [{"atomic": ["log = log * 10 + 1"]}, {"atomic": ["log = log * 10 + 1"]}],
      "b": [{"atomic": ["log = log * 10 + 2"]}, {"atomic": ["log = log * 10 + 2"]}]}})";
  constexpr int kDraws = test::sanitized(6'000, 600);
  constexpr double kExpected = kDraws / 6.0;
  std::map<std::string, int> drawn;
  inquiry::ExploreOptions options;
  options.strategy = "uniform";
  options.limits.runs_max = 1;
  const auto scenario = read(json);
  for (int i = 0; i < kDraws; ++i) {
    options.settings.set(explore::kSeed, static_cast<std::uint64_t>(i));
    const auto report = inquiry::explore(scenario, options);
    ASSERT_EQ(report.outcomes.size(), 1U);
    ++drawn[report.outcomes[0].seed];
  }
  EXPECT_EQ(drawn.size(), 6U);
  double chi_squared = 0;
  for (const auto& [seed, count] : drawn) {
    chi_squared += (count - kExpected) * (count - kExpected) / kExpected;
  }
  // Five degrees of freedom: above 25.74 with probability 0.0001. The seeds are fixed.
  EXPECT_LT(chi_squared, 25.74);
}

TEST(Uniform, EachInterleavingIsEquallyLikelyInTheRunsOfOneSeed) {
  // Three and four steps in a log: 7! / (3! 4!) = 35 interleavings, 35 logs.
  const auto scenario = read(R"({"name": "log", "atomics": {"log": 0}, "threads": {
      "a": [{"repeat": 3, "do": [{"atomic": ["log = log * 10 + 1"]}]}],
      "b": [{"repeat": 4, "do": [{"atomic": ["log = log * 10 + 2"]}]}]}})");
  inquiry::Session session(scenario);
  explore::Options options;
  options.limits.runs_max = 60'000;
  for (const std::uint64_t seed : {1U, 2U}) {
    options.settings.set(explore::kSeed, seed);
    explore::StateSearch search(session.execution, session.machine, options);
    ASSERT_EQ(search.run(), explore::Stop::kNone);
    const auto [samples, total] =
        explore::sample_uniformly(search, explore::topological_order(search.graph()), options);
    EXPECT_EQ(total, 35);
    ASSERT_EQ(samples.ends.size(), 35U);
    const double expected = 60'000.0 / 35;
    double chi_squared = 0;
    for (const auto& end : samples.ends) {
      const double off = static_cast<double>(end.count) - expected;
      chi_squared += off * off / expected;
    }
    // 34 degrees of freedom: above 88.39 with probability 10^-6. The seeds are fixed.
    EXPECT_LT(chi_squared, 88.39) << seed;
  }
}

TEST(Uniform, SaysWhyItRanNothing) {
  inquiry::ExploreOptions options;
  options.strategy = "uniform";
  const auto why = [&] { return run(increments(3, 3), options).notes.at(0); };
  options.limits.states_max = 10;
  EXPECT_NE(why().find("has more states than were allowed"), std::string::npos) << why();
  options.limits = {};
  options.limits.seconds_max = 1e-9;
  EXPECT_NE(why().find("in the time that was given"), std::string::npos) << why();
  options.limits = {};
  const std::atomic<bool> interrupt{true};
  options.interrupt = &interrupt;
  EXPECT_NE(why().find("interrupted"), std::string::npos) << why();
}

TEST(Pct, ShowsADepthOneFindingAsOftenAsPromised) {
  // b must come before a: one ordering constraint, so at least one run in two (n = 2).
  const std::string json = R"({"name": "o", "atomics": {"x": 0}, "threads": {
      "a": ["let seen = x", "assert seen == 0"], "b": ["x = 1"]}})";
  inquiry::ExploreOptions options;
  options.strategy = "pct";
  options.settings.set(explore::kDepth, 1);
  options.limits.runs_max = 1;
  const auto scenario = read(json);
  int shown = 0;
  constexpr int kRuns = 400;
  for (int i = 0; i < kRuns; ++i) {
    options.settings.set(explore::kSeed, static_cast<std::uint64_t>(i));
    shown += inquiry::explore(scenario, options).findings.empty() ? 0 : 1;
  }
  // 200 expected; fewer than 140 with probability below 10^-9. The seeds are fixed.
  EXPECT_GE(shown, 140);
  EXPECT_DOUBLE_EQ(explore::pct_probability(2, 20, 3), 1.0 / 800);
}

TEST(Pct, PromisesWhatItsNumbersSay) {
  explore::PctPromise promise{.depth = 3, .threads = 2, .steps = 20, .runs = 1'000};
  // 1/800 a run; (1 - 1/800)^1000 = 0.28628.
  EXPECT_EQ(tell::note_text(promise),
            "With --depth 3 (the default): a finding that takes 3 ordering constraints shows in a "
            "run with a probability of at least 1/(n k^2) = 1/(2 x 20^2) (n = 2 threads, k = 20 "
            "steps at most). That all 1,000 runs miss it has a probability of at most 28.63%.");
  promise.depth = 2;
  promise.runs = 0;
  EXPECT_EQ(tell::note_text(promise),
            "With --depth 2: a finding that takes 2 ordering constraints shows in a run with a "
            "probability of at least 1/(n k) = 1/(2 x 20) (n = 2 threads, k = 20 steps at most).");
  promise.depth = 1;
  promise.runs = 1;
  EXPECT_EQ(tell::note_text(promise),
            "With --depth 1: a finding that takes 1 ordering constraint shows in a run with a "
            "probability of at least 1/n = 1/2 (n = 2 threads). That the one run misses it has a "
            "probability of at most 50.00%.");
  promise.depth = 8;
  promise.runs = 10'000;
  EXPECT_NE(tell::note_text(promise).find("For all 10,000 runs this promises less than 0.01%."),
            std::string::npos);
}

TEST(Pct, PromisesLessWhereTheStepsAreOnlyMeasured) {
  const explore::PctPromise promise{.depth = 2, .threads = 3, .steps = 9, .pilot_runs = 100};
  EXPECT_EQ(tell::note_text(promise),
            "With --depth 2: a finding that takes 2 ordering constraints shows in a run with a "
            "probability of at least 1/(n k) = 1/(3 x 9) (n = 3 threads, k = 9 steps, the most in "
            "100 random runs). Where a run may take more steps, the promise is smaller.");
}

TEST(Pct, PromisesNothingWhereThereIsNothingToPromise) {
  explore::PctPromise promise{.depth = 6, .threads = 2, .steps = 1, .runs = 10};
  EXPECT_EQ(tell::note_text(promise),
            "With --depth 6: no run has more than 1 step, so no finding takes 6 ordering "
            "constraints.");
  for (const std::uint64_t depth : {1U, 2U, 3U}) {
    promise.depth = depth;
    promise.threads = 2;
    promise.steps = 0;
    EXPECT_EQ(tell::note_text(promise),
              "No step was there to be ordered, so priorities decide nothing.");
    promise.steps.reset();
    EXPECT_EQ(tell::note_text(promise),
              "How long a run is was not learnt in time, so no probability is promised.");
    for (promise.threads = 0; promise.threads < 2; ++promise.threads) {
      EXPECT_EQ(tell::note_text(promise),
                "There are no two threads, so priorities decide nothing.");
    }
  }
}

TEST(Bounded, CountsInterleavingsByPreemptions) {
  // Two threads of two steps, a and b: without a preemption aabb and bbaa; with one also abba and
  // baab (b has finished when a goes on); with two abab and baba.
  const std::string json = R"({"name": "s", "threads": {"a": ["skip", "skip"],
                                                        "b": ["skip", "skip"]}})";
  inquiry::ExploreOptions options;
  options.strategy = "bounded";
  for (const auto& [bound, runs] : std::map<std::uint64_t, std::uint64_t>{{0, 2}, {1, 4}, {2, 6}}) {
    options.settings.set(explore::kPreemptions, bound);
    const auto report = run(json, options);
    EXPECT_EQ(report.exploration.runs, runs) << bound;
    EXPECT_EQ(report.exploration.complete, runs == 6) << bound;
  }
}

TEST(SizeEstimate, IsExactWhereTheGraphIsSmallAndNearWhereItIsSampled) {
  const auto scenario = read(increments(2, 3));
  inquiry::Session session(scenario);
  const auto exact = explore::estimate_size(session.run, {});
  ASSERT_TRUE(exact.exact);
  EXPECT_EQ(*exact.exact, 924);  // 12! / (6! 6!)
  const auto sampled = explore::sample_size(session.run, {});
  EXPECT_FALSE(sampled.exact);
  // Within six standard errors; the seed is fixed.
  EXPECT_NEAR(sampled.mean.value(), 924, 6 * sampled.error.value());
  EXPECT_LT(sampled.error.value(), 100);
}

TEST(SizeEstimate, IsNeverToldAboveTheBoundNorBelowWhatWasRun) {
  const auto coverage_text = [](std::uint64_t distinct, const explore::SizeEstimate& estimate) {
    return tell::note_text(explore::Coverage{distinct, estimate});
  };
  explore::SizeEstimate size;
  size.mean = Scaled(5'000);
  size.error = Scaled(400);
  EXPECT_EQ(coverage_text(2'000, size),
            "2,000 different interleavings were run, of about 5,000 by Knuth's estimate (standard "
            "error 8%), which may be far too low.");
  EXPECT_EQ(coverage_text(9'000, size),
            "9,000 different interleavings were run; how many there are is not known.");
  size.most = explore::Number("123456789012345678");
  EXPECT_EQ(
      coverage_text(1, size),
      "One interleaving was run, of about 5,000 by Knuth's estimate (standard error 8%), which "
      "may be far too low; there are at most 1.3e17.");
  EXPECT_EQ(coverage_text(9'000, size),
            "9,000 different interleavings were run, of at most 1.3e17.");
  size.most = 5'000;
  EXPECT_EQ(coverage_text(10, size), "10 different interleavings were run, of at most 5,000.");
  // The probes of three threads that may block: their bound is taken where it is the smaller one.
  const auto scenario = read(increments(3, 2));
  inquiry::Session session(scenario);
  explore::Options options;
  options.interleavings_max = 7;
  EXPECT_EQ(explore::sample_size(session.run, options).mean.value(), 7);
}

TEST(SizeEstimate, TellsSharesOfExactNumbers) {
  const auto coverage_text = [](std::uint64_t distinct, const explore::SizeEstimate& estimate) {
    return tell::note_text(explore::Coverage{distinct, estimate});
  };
  explore::SizeEstimate size;
  const auto text = [&](std::uint64_t distinct, const std::string& all) {
    size.exact = explore::Number(all);
    return coverage_text(distinct, size);
  };
  EXPECT_EQ(text(1, "1"), "The only interleaving was run.");
  EXPECT_EQ(text(6, "6"), "All 6 interleavings were run.");
  EXPECT_EQ(text(1, "6"), "One interleaving was run, of 6 in all (16.7%).");
  EXPECT_EQ(text(0, "6"), "No interleaving was run to its end, of 6 in all (0%).");
  EXPECT_EQ(text(999'999, "1000000"),
            "999,999 different interleavings were run, of 1,000,000 in all (> 99.99%).");
  // A number that no double holds.
  EXPECT_NE(text(5, "1" + std::string(600, '0')).find("(< 0.01%)"), std::string::npos);
}

TEST(Notes, OfBoundedSpeakOfOneAsOfOne) {
  const auto note = [](const std::string& threads, std::uint64_t preemptions) {
    inquiry::ExploreOptions options;
    options.strategy = "bounded";
    options.settings.set(explore::kPreemptions, preemptions);
    return run("{\"name\": \"s\", \"threads\": {" + threads + "}}", options).notes.at(0);
  };
  const std::string two = R"("a": ["skip", "skip"], "b": ["skip", "skip"])";
  EXPECT_EQ(note(two, 0), "All 2 interleavings without a preemption were run.");
  EXPECT_EQ(note(two, 1), "All 4 interleavings with at most 1 preemption were run.");
  EXPECT_EQ(note(two, 2), "No interleaving has more than 2 preemptions: these are all.");
  EXPECT_EQ(note(R"("a": ["skip"], "b": ["skip"])", 0),
            "No interleaving has a preemption: these are all.");
  EXPECT_EQ(note(R"("a": ["skip"])", 2), "There is only one interleaving.");
}

TEST(Notes, LimitsThatNobodyGaveAreDefaults) {
  inquiry::ExploreOptions options;
  options.strategy = "random";
  // 18! / 6!^3 interleavings: more than are run.
  EXPECT_EQ(run(increments(3, 3), options).exploration.limit_text,
            "--max-runs 10000 (the default)");
  options.limits.runs_max = 7;
  EXPECT_EQ(run(increments(3, 3), options).exploration.limit_text, "--max-runs 7");
  options.strategy = "bounded";
  options.limits = {};
  EXPECT_EQ(run(increments(2, 4), options).exploration.limit_text, "--preemptions 2 (the default)");
}

TEST(Notes, RunsThatWereCutAreNotCountedAsInterleavings) {
  inquiry::ExploreOptions options;
  options.strategy = "random";
  options.limits.runs_max = 1;
  options.limits.steps_max = 3;
  const auto notes = run(kIndependent, options).notes;
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[1], "No interleaving was run to its end, of 70 in all (0%).");
  EXPECT_EQ(notes[2], "1 run was cut after 3 steps: --max-steps 3.");
}

// ---- auto, at each border of its table ----------------------------------------------------------

TEST(Auto, CountsWhereTheGraphFits) {
  const auto report = run(kIndependent, {});
  EXPECT_EQ(report.exploration.strategy, "stateful");
  EXPECT_EQ(report.exploration.interleavings, "70");
}

TEST(Auto, GoesOnWithDporWhereItDoesNot) {
  inquiry::ExploreOptions options;
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
  inquiry::ExploreOptions options;
  options.limits.states_max = 100;
  const auto report = run(json, options);
  EXPECT_EQ(report.exploration.strategy, "stateful");
  EXPECT_TRUE(report.exploration.complete);
  EXPECT_EQ(report.exploration.interleavings, std::nullopt);
}

TEST(Auto, KeepsTheFirstResultWhereNothingCompletes) {
  inquiry::ExploreOptions options;
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
  inquiry::ExploreOptions options;
  options.limits.states_max = 5;
  EXPECT_EQ(run(json, options).exploration.strategy, "stateful");
}

}  // namespace
}  // namespace heddle::cli
