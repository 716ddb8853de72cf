// Every step that is told of random scenarios, against the facts of the interleaving.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "explore/seed.h"
#include "inquiry/session.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "tell/told.h"

namespace heddle::test {
namespace {

using report::Step;
using report::Switch;

// What the steps themselves say of memory, cell by cell: it follows from the state at the start and
// the changes, and each read gives just that.
class Memory {
 public:
  explicit Memory(const std::vector<report::NamedValue>& initial) {
    for (const auto& each : initial) {
      for (std::size_t i = 0; i < each.cells.size(); ++i)
        cells_[each.array ? each.name + "[" + std::to_string(i) + "]" : each.name] =
            each.cells[i].value;
    }
  }

  void step(const Step& step) {
    const std::size_t space = step.access.find(' ');
    const std::string verb = step.access.substr(0, space);
    const std::string what = space == std::string::npos ? "" : step.access.substr(space + 1);
    if (verb == "read" && step.value && cells_.count(what) != 0) {
      EXPECT_EQ(step.value->value, cells_[what]) << step.access;
    }
    for (const auto& change : step.changes) {
      if (cells_.count(change.memory) == 0) continue;
      EXPECT_EQ(change.before.value, cells_[change.memory]) << change.memory;
      EXPECT_NE(change.before.value, change.after.value);
      cells_[change.memory] = change.after.value;
    }
    if (verb == "write" && step.value && cells_.count(what) != 0) {
      EXPECT_EQ(step.value->value, cells_[what]) << step.access;
    }
    expect_state(step);
  }

 private:
  void expect_state(const Step& step) {
    for (const auto& each : step.state) {
      for (std::size_t i = 0; i < each.cells.size(); ++i) {
        const std::string name = each.array ? each.name + "[" + std::to_string(i) + "]" : each.name;
        EXPECT_EQ(each.cells[i].value, cells_[name]) << name;
      }
    }
  }

  std::map<std::string, std::int64_t> cells_;
};

void expect_stale(const std::vector<Step>& steps, std::size_t i) {
  for (const auto& stale : steps[i].stale) {
    ASSERT_LT(stale.since, i);
    EXPECT_NE(steps[stale.since].thread, steps[i].thread);
    const auto& changes = steps[stale.since].changes;
    EXPECT_TRUE(std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
      return change.memory == stale.memory;
    })) << stale.memory;
  }
}

// "let v = x" gives v just what it read, if that is another value than v had.
void expect_local(const Step& step, std::map<std::string, std::int64_t>& known) {
  const std::string& source = step.source;
  const bool reads = step.access.rfind("read ", 0) == 0 && step.value;
  if (reads && source.rfind("let ", 0) == 0) {
    const auto equals = source.find(" = ");
    const std::string name = source.substr(4, equals - 4);
    if (source.substr(equals + 3) == step.access.substr(5)) {
      const auto found = std::find_if(step.locals.begin(), step.locals.end(),
                                      [&](const auto& local) { return local.name == name; });
      if (found == step.locals.end()) {
        EXPECT_EQ(known[step.thread + "/" + name], step.value->value) << source;
      }
    }
  }
  for (const auto& local : step.locals)
    known[step.thread + "/" + local.name] = local.cells.front().value;
}

// A thread waits for what the step before has left: a mutex for the thread that holds it then.
void expect_waits(const std::vector<Step>& steps, std::size_t i) {
  const std::string& waits = steps[i].waits;
  EXPECT_EQ(waits.empty(), steps[i].switched != Switch::kBlocked) << waits;
  const std::string before = "has to wait for ";
  const auto held = waits.find(", held by ");
  if (!waits.starts_with(before) || held == std::string::npos) return;
  const std::pair<std::string, std::string> mutex{waits.substr(before.size(), held - before.size()),
                                                  waits.substr(held + 2)};
  const auto& objects = steps[i - 1].objects;
  EXPECT_NE(std::find(objects.begin(), objects.end(), mutex), objects.end()) << waits;
}

// Why threads were switched, seen by a second execution.
void expect_switches(const scenario::Scenario& scenario, const explore::Path& path,
                     const std::vector<Step>& steps, std::uint32_t preemptions) {
  inquiry::Session session(scenario);
  kernel::Choices choices;
  choices.taken = path.front().choices;
  session.execution.restart(choices);
  const std::size_t start = steps.size() + 1 - path.size();
  std::uint32_t counted = 0;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const auto thread = path[i].thread;
    Switch wanted = Switch::kNone;
    if (i > 1 && path[i - 1].thread != thread) {
      const auto before = path[i - 1].thread;
      wanted = session.execution.finished(before)  ? Switch::kEnded
               : session.execution.enabled(before) ? Switch::kPreemption
                                                   : Switch::kBlocked;
    }
    counted += wanted == Switch::kPreemption ? 1 : 0;
    EXPECT_EQ(steps[start + i - 1].switched, wanted) << i;
    expect_waits(steps, start + i - 1);
    choices.taken = path[i].choices;
    session.execution.step(thread, choices);
  }
  EXPECT_EQ(counted, preemptions);
}

TEST(Story, SaysWhatHappened) {
  std::size_t told_steps = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const std::string json = oracle::random_scenario(seed);
    SCOPED_TRACE(json);
    const auto scenario = scenario::read(json);
    ASSERT_TRUE(scenario);
    inquiry::ExploreOptions options;
    options.limits.states_max = 2000;
    options.orderings = false;
    const auto report = inquiry::explore(scenario.value(), options);
    for (const auto& finding : report.findings) {
      EXPECT_FALSE(finding.message.empty()) << finding.kind;
      EXPECT_EQ(finding.message.find("racy"), std::string::npos);
      Memory memory(finding.initial);
      std::map<std::string, std::int64_t> locals;
      for (std::size_t i = 0; i < finding.witness.size(); ++i) {
        memory.step(finding.witness[i]);
        expect_stale(finding.witness, i);
        expect_local(finding.witness[i], locals);
        ++told_steps;
      }
      inquiry::Session session(scenario.value());
      const auto seed_read = explore::parse_seed(finding.seed);
      ASSERT_TRUE(seed_read);
      const auto path = explore::path_of(session.run, *seed_read, 100'000);
      ASSERT_TRUE(path);
      expect_switches(scenario.value(), *path, finding.witness, finding.preemptions);
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(told_steps, 1000u);
}

}  // namespace
}  // namespace heddle::test
