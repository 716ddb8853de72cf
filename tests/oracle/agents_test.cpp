// What moves by itself and is no thread: an agent that sets a flag once, at any moment, in every
// engine. To the oracle it is one more thread of the scenario, with this one statement.
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "explore/automatic.h"
#include "explore/dpor/dpor.h"
#include "explore/seed.h"
#include "explore/states/stateful.h"
#include "explore/strategies.h"
#include "inquiry/session.h"
#include "oracle/agreement/compare.h"
#include "oracle/agreement/trace_counter.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "support/sanitized.h"
#include "tell/describe.h"

namespace heddle::oracle {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kAgent = "setter";

class FlagSetter final : public kernel::Agent {
 public:
  FlagSetter(std::string variable, bool plain) : variable_(std::move(variable)), plain_(plain) {}

  std::string name() const override { return kAgent; }
  void announce(const kernel::Execution& execution, std::uint32_t at,
                kernel::Operation& operation) const override {
    if (at != 0) return;
    operation.kind = kernel::OperationKind::kWrite;
    operation.plain = plain_;
    operation.argument = 1;
    operation.object = 0;
    while (execution.object(operation.object).name != variable_) ++operation.object;
    operation.cell = execution.object(operation.object).word;
  }
  std::optional<std::uint32_t> next(const kernel::Execution&, std::uint32_t) const override {
    return std::nullopt;
  }
  kernel::AccessName access_name(const kernel::Execution&,
                                 const kernel::Operation&) const override {
    return {.text = "write " + variable_};
  }

 private:
  std::string variable_;
  bool plain_;
};

// A scenario with the agent, and the same with a thread in its place.
struct Pair {
  Pair(scenario::Scenario one, scenario::Scenario other, FlagSetter setter)
      : alone(std::move(one)), with_thread(std::move(other)), agent(std::move(setter)) {}
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  scenario::Scenario alone;
  scenario::Scenario with_thread;
  FlagSetter agent;
  const kernel::Agent* agents[1] = {&agent};
};

// nullptr: there is nothing to set.
std::unique_ptr<Pair> pair_of(const std::string& text) {
  Json json = Json::parse(text);
  for (const char* group : {"atomics", "shared"}) {
    if (!json.contains(group)) continue;
    for (const auto& [name, value] : json[group].items()) {
      if (!value.is_number_integer()) continue;
      const auto alone = scenario::read(text);
      json["threads"][kAgent] = Json::array({name + " = 1"});
      const auto with_thread = scenario::read(json.dump());
      if (!alone || !with_thread) return nullptr;
      return std::make_unique<Pair>(alone.value(), with_thread.value(),
                                    FlagSetter(name, group == std::string("shared")));
    }
  }
  return nullptr;
}

class AgentWorker final : public explore::Worker {
 public:
  explicit AgentWorker(Pair& pair) : session_(pair.alone, detect::detectors(), pair.agents) {}
  kernel::Schedulable& run() override { return session_.run; }

 private:
  inquiry::Session session_;
};

class Explored {
 public:
  Explored(Pair& pair, std::uint64_t jobs)
      : session_(pair.alone, detect::detectors(), pair.agents) {
    options_.jobs = jobs;
    options_.make_worker = [&pair] { return std::make_unique<AgentWorker>(pair); };
    options_.settings.set(explore::kPreemptions, 1'000);
  }

  explore::Options& options() { return options_; }
  inquiry::Session& session() { return session_; }
  report::Report report(const std::string& strategy) {
    const auto* const row = explore::find_strategy(strategy);
    const explore::Result result = row == nullptr ? explore_automatically(session_.run, options_)
                                                  : row->explore(session_.run, options_);
    report::Report report = inquiry::describe_scenario(session_);
    tell::describe(session_.subject(), result, tell::Asked{strategy, options_, ""}, report);
    return report;
  }

 private:
  inquiry::Session session_;
  explore::Options options_;
};

std::set<std::string> outcomes_of(const report::Report& report) {
  std::set<std::string> texts;
  for (const auto& each : report.outcomes) texts.insert(text_of(each));
  return texts;
}

// As every engine sees the pair.
Differences compare(Pair& pair, const Result& oracle) {
  Differences all;
  const auto add = [&](const std::string& what, const Differences& differences) {
    for (const auto& each : differences) all.push_back(what + ": " + each);
  };
  std::set<std::string> known;
  for (const auto& [outcome, found] : oracle.outcomes) {
    known.insert(text_of(pair.with_thread, outcome));
  }
  for (const auto& row : explore::strategies()) {
    const std::string name(row.name);
    for (const std::uint64_t jobs : {1U, 2U}) {
      Explored explored(pair, jobs);
      if (row.random) explored.options().limits.runs_max = 50;
      const report::Report report = explored.report(name);
      const std::string what = name + " by " + std::to_string(jobs);
      if (row.random) {
        for (const auto& each : outcomes_of(report))
          if (!known.contains(each)) all.push_back(what + ": wrong outcome: " + each);
        continue;
      }
      const bool counted = row.reach == explore::Reach::kCounts;
      if (oracle.unbounded && !counted) continue;
      add(what, compare_report(pair.with_thread, oracle, report, counted));
      if (counted) add(what, compare_relations(pair.with_thread, oracle, report));
    }
    if (!row.may_not_count) continue;
    Explored explored(pair, 1);
    explored.options().counts = false;
    add(name + " without counts",
        compare_report(pair.with_thread, oracle, explored.report(name), false));
  }
  if (oracle.unbounded) return all;
  Explored explored(pair, 1);
  if (const auto runs = run_all(explored.session().run, 20'000)) {
    if (runs->interleavings != oracle.interleavings.size())
      all.push_back("brute force: other runs");
    for (const explore::DporRounds rounds : {explore::DporRounds(), explore::DporRounds{3, 1}}) {
      const auto reduced = explore_dpor(explored.session().run, explored.options(), rounds);
      if (reduced.runs != runs->traces)
        all.push_back("dpor: " + std::to_string(runs->traces) + " traces, " +
                      std::to_string(reduced.runs) + " runs");
    }
  }
  return all;
}

// By hand: two threads of one access each and an agent that is in none of them: 3! orders.
TEST(Agents, AreChosenAtAnyMomentOnce) {
  const auto pair = pair_of(R"({"name": "signal", "atomics": {"up": 0}, "shared": {"seen": 0},
    "threads": {"a": ["let f = up", "seen += f"], "b": ["skip"]}})");
  ASSERT_TRUE(pair);
  Explored explored(*pair, 1);
  const auto result = explore_stateful(explored.session().execution, explored.session().machine,
                                       explored.options());
  // The agent before or after the read of the flag: of its 5 steps, a has 3 in order.
  EXPECT_EQ(result.interleavings.value, 20);  // 5! / 3!
  ASSERT_EQ(result.outcomes.size(), 2U);
  const report::Report report = explored.report("stateful");
  EXPECT_EQ(text_of(report.outcomes.front()), "completed seen=0 up=1");
  // Where the agent comes before a's first of three steps: 1/4 of all.
  EXPECT_EQ(report.outcomes.back().interleavings, "5");
}

TEST(Agents, LetThreadsGoOn) {
  const auto pair = pair_of(R"({"name": "awaited", "atomics": {"up": 0}, "shared": {"x": 0},
    "threads": {"a": ["await up == 1", "x = 1"], "b": ["x = 2"]}})");
  ASSERT_TRUE(pair);
  const auto oracle = explore(pair->with_thread);
  EXPECT_EQ(compare(*pair, oracle), Differences());
  // Without the agent a would wait for ever.
  EXPECT_FALSE(Explored(*pair, 1).report("stateful").findings.empty());  // the race on x
  for (const auto& finding : Explored(*pair, 1).report("stateful").findings)
    EXPECT_NE(finding.kind, "deadlock");
}

TEST(Agents, AreToldByName) {
  const auto pair = pair_of(R"({"name": "told", "atomics": {"up": 0},
    "threads": {"a": ["let f = up", "assert f == 0"]}})");
  ASSERT_TRUE(pair);
  const report::Report report = Explored(*pair, 1).report("stateful");
  ASSERT_EQ(report.findings.size(), 1U);
  ASSERT_FALSE(report.findings.front().witness.empty());
  EXPECT_EQ(report.findings.front().witness.front().thread, kAgent);
  EXPECT_EQ(report.findings.front().witness.front().access, "write up");
  EXPECT_EQ(report.findings.front().interleavings, "1");
}

constexpr std::uint64_t kSeeds = test::sanitized<std::uint64_t>(120, 30);

TEST(Agents, AgreeOnRandomScenarios) {
  std::uint64_t compared = 0;
  for (std::uint64_t seed = 71'000'000; seed < 71'000'000 + kSeeds; ++seed) {
    const auto pair = pair_of(random_scenario(seed));
    if (!pair) continue;
    const auto oracle = explore(pair->with_thread, {3'000, 60'000});
    if (oracle.gave_up) continue;
    ++compared;
    std::string text;
    for (const auto& each : compare(*pair, oracle)) text += "  " + each + "\n";
    ASSERT_TRUE(text.empty()) << "seed " << seed << ":\n" << text << random_scenario(seed);
  }
  EXPECT_GT(compared, kSeeds / 4);
}

}  // namespace
}  // namespace heddle::oracle
