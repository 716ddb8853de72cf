// Several threads explore: the report is the same for any number of them, and nothing is shared
// that must not be. `./tools/test --threads` runs these under ThreadSanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "inquiry/inquiry.h"
#include "support/program.h"
#include "support/reports.h"
#include "support/sanitized.h"
#include "support/scenarios.h"
#include "support/strategies.h"

namespace heddle::cli {
namespace {

using test::bytes;
using test::increments;
using test::run;

const std::string kReaders = R"({"name": "r", "atomics": {"x": 0}, "threads": {
    "writer": ["x = 1"], "reader": {"count": 12, "do": ["let seen = x"]}}})";

// A long beginning in which nothing races.
const std::string kLongBeginning = R"({"name": "l", "shared": {"z": 0, "c": 0}, "threads": {
    "first": [{"repeat": 300, "do": ["z = 1"]}, "spawn a", "spawn b"],
    "a": {"start": false, "do": [{"repeat": 5, "do": ["c += 1"]}]},
    "b": {"start": false, "do": [{"repeat": 5, "do": ["c += 1"]}]}}})";

void expect_same_for_any_jobs(const std::string& json, inquiry::ExploreOptions options) {
  options.jobs = 1;
  const std::string once = bytes(run(json, options));
  for (const std::uint64_t jobs : {2U, 3U}) {
    options.jobs = jobs;
    EXPECT_EQ(bytes(run(json, options)), once) << options.strategy << ' ' << jobs;
  }
}

TEST(Jobs, DoNotChangeAReport) {
  for (const std::string& strategy : test::strategy_names()) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    expect_same_for_any_jobs(increments(2, 4), options);
  }
}

TEST(Jobs, DoNotChangeWhereALimitCuts) {
  for (const std::string& strategy : test::strategy_names()) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.limits.states_max = 777;
    expect_same_for_any_jobs(increments(2, 4), options);
  }
  for (const std::string& strategy : test::strategy_names(test::only_runs)) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.limits.runs_max = 4'321;
    expect_same_for_any_jobs(increments(2, 4), options);
  }
}

// More threads than processors: some come late to their part, when the parts after it seem enough.
TEST(Jobs, LeaveNoPartOutBeforeALimit) {
  inquiry::ExploreOptions options;
  options.orderings = false;
  const auto scenario = test::read(increments(2, 4));
  for (const std::string& strategy : test::strategy_names(test::only_runs)) {
    options.strategy = strategy;
    for (std::uint64_t runs = 60; runs < 9'000; runs += test::sanitized(197, 1'970)) {
      options.limits.runs_max = runs;
      options.jobs = 1;
      const std::string once = bytes(inquiry::explore(scenario, options));
      options.jobs = 16;
      ASSERT_EQ(bytes(inquiry::explore(scenario, options)), once) << strategy << ' ' << runs;
    }
  }
}

TEST(Jobs, DoNotChangeWhichFindingIsTheFirst) {
  for (const std::string& strategy : test::strategy_names()) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.first = true;
    expect_same_for_any_jobs(increments(3, 3), options);
  }
}

// Large enough for many rounds of several parts.
TEST(Jobs, DoNotChangeTheRoundsOfDpor) {
  for (const std::string& json : {increments(2, 5), kReaders, kLongBeginning}) {
    for (const std::uint64_t limit : {0U, 70'001U}) {
      inquiry::ExploreOptions options;
      options.strategy = "dpor";
      if (limit > 0) options.limits.states_max = limit;
      expect_same_for_any_jobs(json, options);
    }
  }
}

TEST(Jobs, RepeatRandomRunsBitForBit) {
  for (const std::string& strategy : test::strategy_names(test::is_random)) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.limits.runs_max = 2'000;
    expect_same_for_any_jobs(increments(3, 2), options);
    const std::string once = bytes(run(increments(3, 2), options));
    options.settings.set(explore::kSeed, 2);
    EXPECT_NE(bytes(run(increments(3, 2), options)), once) << strategy;
  }
}

// The search is far too large for the time: all threads must have stopped, and told what they saw.
TEST(Jobs, StopInTime) {
  for (const std::string& strategy : test::strategy_names()) {
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.jobs = 3;
    options.limits.seconds_max = 0.2;
    options.limits.runs_max.reset();
    std::atomic<int> told = 0;
    options.progress = [&](const auto&) { ++told; };
    const auto report = run(increments(5, 8), options);
    EXPECT_FALSE(report.exploration.complete) << strategy;
  }
}

TEST(Jobs, StopWhenInterrupted) {
  for (const std::string& strategy : test::strategy_names()) {
    std::atomic<bool> interrupt = false;
    inquiry::ExploreOptions options;
    options.strategy = strategy;
    options.jobs = 3;
    options.interrupt = &interrupt;
    options.limits.runs_max = 100'000'000;
    std::jthread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
      interrupt = true;
    });
    const auto report = run(increments(5, 8), options);
    EXPECT_EQ(report.exploration.stopped_by, "interrupt") << strategy;
  }
}

TEST(Jobs, CheckpointsAreOfAllThreads) {
  const test::Folder folder;
  folder.write("s.json", increments(3, 3));
  const auto keeps = [](const explore::Strategy& row) { return row.checkpoints; };
  for (const std::string& strategy : test::strategy_names(keeps)) {
    const std::string explore = "explore s.json --no-orderings --strategy " + strategy;
    const auto whole = folder.heddle(explore + " --max-states 300000");
    const auto half = folder.heddle(explore + " --jobs 3 --max-states 2000 --checkpoint c");
    EXPECT_NE(half.out, whole.out) << strategy;
    const auto rest =
        folder.heddle(explore + " --jobs 3 --max-states 300000 --resume c 2>/dev/null");
    EXPECT_EQ(rest.out, whole.out) << strategy;
  }
}

// Where a search was stopped does not show in what it finds when it goes on.
TEST(Jobs, DporGoesOnAsIfItHadNotStopped) {
  const test::Folder folder;
  folder.write("s.json", kLongBeginning);
  const std::string explore = "explore s.json --strategy dpor --json - --jobs 2";
  const auto without_time = [](const test::Output& run) {
    return run.out.substr(0, run.out.find("\"timing\""));
  };
  const std::string whole = without_time(folder.heddle(explore));
  for (const std::string limit :
       {"--max-runs 9000", "--max-runs 34000", "--max-states 50000", "--max-time 0.05"}) {
    folder.heddle(explore + " " + limit + " --checkpoint c");
    EXPECT_EQ(without_time(folder.heddle(explore + " --resume c")), whole) << limit;
  }
}

TEST(Jobs, CheckManyFilesAtOnce) {
  const test::Folder folder;
  for (int i = 0; i < 6; ++i) folder.write("s" + std::to_string(i) + ".json", increments(2, 3));
  const auto one = folder.heddle("check . --quiet --jobs 1");
  const auto many = folder.heddle("check . --quiet --jobs 4");
  EXPECT_EQ(many.out, one.out);
  EXPECT_EQ(many.code, one.code);
}

}  // namespace
}  // namespace heddle::cli
