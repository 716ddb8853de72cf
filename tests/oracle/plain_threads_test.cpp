// Every strategy of runs on threads that are no kernel's (agreement/plain_threads), against brute
// force: threads and locks come into being while a run goes on.
#include "oracle/agreement/plain_threads.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "base/random.h"
#include "explore/automatic.h"
#include "explore/dpor/dpor.h"
#include "explore/seed.h"
#include "explore/states/size_estimate.h"
#include "explore/strategies.h"
#include "oracle/agreement/trace_counter.h"
#include "support/sanitized.h"

namespace heddle::oracle {
namespace {

using explore::Options;
using explore::Result;
using Kind = PlainOperation::Kind;

constexpr std::uint32_t kNewest = PlainOperation::kNewest;
constexpr std::uint32_t kGiven = PlainOperation::kGiven;

class PlainWorker final : public explore::Worker {
 public:
  explicit PlainWorker(const PlainProgram& program) : run_(program) {}
  kernel::Schedulable& run() override { return run_; }

 private:
  PlainThreads run_;
};

Options options_for(const PlainProgram& program, std::uint64_t jobs) {
  Options options;
  options.jobs = jobs;
  options.make_worker = [&program] { return std::make_unique<PlainWorker>(program); };
  options.settings.set(explore::kPreemptions, 1'000);
  options.limits.runs_max = 100'000;
  return options;
}

std::set<std::string> ends_of(const Result& result) {
  std::set<std::string> ends;
  for (const auto& each : result.outcomes) ends.insert(key_of(each.outcome));
  return ends;
}

std::set<std::string> ends_of(const AllRuns& all) {
  std::set<std::string> ends;
  for (const auto& [key, count] : all.ends) ends.insert(key);
  return ends;
}

std::set<std::uint32_t> findings_of(const Result& result) {
  std::set<std::uint32_t> properties;
  for (const auto& each : result.findings) properties.insert(each.defect.property);
  return properties;
}

// What was found and how, but for the order in which it was.
std::string text_of(const Result& result) {
  std::set<std::string> lines;
  for (const auto& each : result.outcomes) {
    std::string line = key_of(each.outcome) + " " + each.count.value.str();
    for (const std::uint32_t word : each.witness.path.words()) line += " " + std::to_string(word);
    lines.insert(line);
  }
  std::string text = std::to_string(result.runs) + " " + std::to_string(result.states);
  for (const auto& each : lines) text += "\n" + each;
  return text;
}

void expect_counts(const Result& result, const AllRuns& all) {
  EXPECT_EQ(result.interleavings.value, all.interleavings);
  for (const auto& each : result.outcomes) {
    EXPECT_EQ(each.count.value, all.ends.at(key_of(each.outcome)));
  }
}

// Each way to an end leads there again, by its path and by its seed.
void expect_replays(const PlainProgram& program, const Result& result) {
  PlainThreads run(program);
  for (const auto& each : result.outcomes) {
    const auto seed = explore::parse_seed(to_text(seed_of(run, each.witness.path.unpack(), 7)));
    ASSERT_TRUE(seed);
    const auto path = path_of(run, *seed, 1'000);
    ASSERT_TRUE(path);
    EXPECT_EQ(explore::key_of(explore::outcome_of(run, run.end(false))), key_of(each.outcome));
  }
}

// As all strategies of runs see the program, each by itself and by two threads.
void expect_agreement(const PlainProgram& program, bool draws_all) {
  PlainThreads run(program);
  const auto all = run_all(run, 50'000);
  ASSERT_TRUE(all);
  std::set<std::uint32_t> findings;
  std::string whole;
  for (const auto& strategy : explore::strategies()) {
    if (!strategy.explore.of_runs()) continue;
    SCOPED_TRACE(std::string(strategy.name));
    Options options = options_for(program, 1);
    if (strategy.random) options.limits.runs_max = draws_all ? 3'000 : 100;
    const Result result = strategy.explore(run, options);
    options.jobs = 2;
    EXPECT_EQ(text_of(strategy.explore(run, options)), text_of(result));
    expect_replays(program, result);
    if (strategy.random) {
      const auto known = ends_of(*all);
      for (const auto& end : ends_of(result)) EXPECT_TRUE(known.contains(end));
      if (draws_all) {
        EXPECT_EQ(ends_of(result), known);
      }
      continue;
    }
    EXPECT_TRUE(result.complete());
    EXPECT_EQ(ends_of(result), ends_of(*all));
    if (strategy.name == "dpor") {
      EXPECT_EQ(result.runs, all->traces);
      EXPECT_EQ(result.abandoned, 0U);
    } else {
      EXPECT_EQ(result.runs, all->interleavings);
    }
    if (strategy.reach == explore::Reach::kCounts) expect_counts(result, *all);
    if (findings.empty()) findings = findings_of(result);
    EXPECT_EQ(findings_of(result), findings);
  }
  Options options = options_for(program, 1);
  for (const explore::DporRounds rounds : {explore::DporRounds{3, 1}, explore::DporRounds{8, 10}}) {
    EXPECT_EQ(explore_dpor(run, options, rounds).runs, all->traces);
  }
  EXPECT_EQ(explore_automatically(run, options).strategy, "dpor");
}

// A thread that makes a lock and starts a thread with it, twice, and works under the same locks.
PlainProgram maker() {
  PlainProgram program{.roots = 1, .cells = 2};
  program.bodies = {
      {{Kind::kMakeLock},
       {Kind::kStart, 1},
       {Kind::kLock, kNewest},
       {Kind::kRead, 1},
       {Kind::kWrite, 1, 1},
       {Kind::kUnlock, kNewest},
       {Kind::kRepeat, 0, 1},
       {Kind::kJoin, 0},
       {Kind::kJoin, 1},
       {Kind::kRead, 0},
       {Kind::kAssert, 0, 1}},
      {{Kind::kLock, kGiven}, {Kind::kRead, 0}, {Kind::kWrite, 0, 1}, {Kind::kUnlock, kGiven}}};
  return program;
}

TEST(PlainThreads, AreExploredAsTheyComeIntoBeing) {
  const PlainProgram program = maker();
  expect_agreement(program, true);
  // The children have a lock each: an update of cell 0 can be lost. By hand: the last read sees 2
  // (the assertion fails) or 1.
  PlainThreads run(program);
  const Result result = explore_dpor(run, options_for(program, 1));
  std::set<kernel::Value> seen;
  for (const auto& each : result.outcomes) seen.insert(each.outcome.values[0]);
  EXPECT_EQ(seen, (std::set<kernel::Value>{1, 2}));
  EXPECT_EQ(findings_of(result), (std::set<std::uint32_t>{0, 3}));  // race on cell 0, assertion
}

TEST(PlainThreads, HaveTheirNumbersWhoeverStartsFirst) {
  PlainProgram program{.roots = 2, .cells = 1};
  program.bodies = {{{Kind::kStart, 2}, {Kind::kJoin, 0}, {Kind::kRead, 0}},
                    {{Kind::kStart, 2}, {Kind::kWrite, 0, 5}},
                    {{Kind::kRead, 0}, {Kind::kWrite, 0, 1}}};
  expect_agreement(program, true);
}

TEST(PlainThreads, DeadlockOnLocksThatWereMade) {
  PlainProgram program{.roots = 1, .cells = 1, .locks = 1};
  program.bodies = {{{Kind::kMakeLock},
                     {Kind::kStart, 1},
                     {Kind::kLock, 0},
                     {Kind::kLock, kNewest},
                     {Kind::kWrite, 0, 1},
                     {Kind::kUnlock, kNewest},
                     {Kind::kUnlock, 0}},
                    {{Kind::kLock, kGiven},
                     {Kind::kLock, 0},
                     {Kind::kFlag},
                     {Kind::kWrite, 0, 2},
                     {Kind::kUnlock, 0},
                     {Kind::kUnlock, kGiven}}};
  expect_agreement(program, true);
  PlainThreads run(program);
  const auto found = findings_of(explore_dpor(run, options_for(program, 1)));
  EXPECT_TRUE(found.contains(3));   // deadlock
  EXPECT_FALSE(found.contains(0));  // no race: lock 0 is held
}

PlainProgram random_program(Random& random) {
  PlainProgram program{.roots = 1 + static_cast<std::uint32_t>(random.below(2)),
                       .cells = 1 + static_cast<std::uint32_t>(random.below(2)),
                       .locks = 1};
  const std::size_t leaves = 1 + random.below(2);
  program.bodies.resize(program.roots + leaves);
  for (std::size_t i = 0; i < program.bodies.size(); ++i) {
    auto& body = program.bodies[i];
    const bool root = i < program.roots;
    const auto cell = [&] { return static_cast<std::uint32_t>(random.below(program.cells)); };
    if (root) body.push_back({Kind::kMakeLock});
    std::uint32_t started = 0;
    const std::size_t size = 1 + random.below(3);
    for (std::size_t k = 0; k < size; ++k) {
      switch (random.below(root ? 6 : 4)) {
        case 0:
          body.push_back({Kind::kRead, cell()});
          break;
        case 1:
          body.push_back({Kind::kWrite, cell(), 1});
          break;
        case 2: {
          const std::uint32_t own = root ? kNewest : kGiven;
          const std::uint32_t lock = random.below(2) == 0 ? 0 : own;
          body.push_back({Kind::kLock, lock});
          body.push_back({Kind::kRead, cell()});
          if (random.below(2) == 0) body.push_back({Kind::kWrite, cell(), 1});
          if (random.below(8) != 0) body.push_back({Kind::kUnlock, lock});
          break;
        }
        case 3:
          body.push_back({Kind::kRead, cell()});
          body.push_back(random.below(2) == 0 ? PlainOperation{Kind::kFlag}
                                              : PlainOperation{Kind::kAssert, 0, 1});
          break;
        default:
          if (started == PlainThreads::kMadeMax) break;
          body.push_back(
              {Kind::kStart, program.roots + static_cast<std::uint32_t>(random.below(leaves))});
          if (random.below(3) == 0) body.push_back({Kind::kJoin, started});
          ++started;
      }
    }
  }
  return program;
}

constexpr int kSeeds = test::sanitized(200, 40);

TEST(PlainThreads, AgreeOnRandomPrograms) {
  int checked = 0;
  for (std::uint64_t seed = 0; seed < std::uint64_t{kSeeds}; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed, 91);
    const PlainProgram program = random_program(random);
    PlainThreads run(program);
    if (!run_all(run, 3'000)) continue;
    ++checked;
    expect_agreement(program, false);
    if (testing::Test::HasFailure()) break;
  }
  EXPECT_GT(checked, kSeeds / 2);
}

TEST(PlainThreads, AreNothingForEnginesOfStates) {
  const PlainProgram program = maker();
  PlainThreads run(program);
  for (const auto& strategy : explore::strategies()) {
    if (strategy.explore.of_runs()) continue;
    EXPECT_DEATH(strategy.explore(run, Options()), "put back") << strategy.name;
  }
  EXPECT_FALSE(estimate_size(run, Options()).exact);
  EXPECT_GT(estimate_size(run, Options()).probes, 900U);
}

}  // namespace
}  // namespace heddle::oracle
