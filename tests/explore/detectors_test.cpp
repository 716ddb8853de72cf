// Any list of detectors can be explored with: here the usual ones and one more, whose history lies
// beside theirs in the state.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "detect/detector.h"
#include "explore/dirty_read.h"
#include "explore/dpor/dpor.h"
#include "explore/runs/exhaustive.h"
#include "explore/states/stateful.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "support/sanitized.h"
#include "vm/compile.h"
#include "vm/machine.h"
#include "vm/state_check.h"

namespace heddle::explore {
namespace {

struct Subject : Worker {
  Subject(const std::string& json, std::vector<detect::Detector> list)
      : detectors(std::move(list)),
        scenario(scenario::read(json).value()),
        compiled(vm::compile(scenario)),
        machine(scenario, compiled, detectors),
        own(machine, machine.mark_count()),
        scheduled(own, machine) {}
  kernel::Schedulable& run() override { return scheduled; }

  const std::vector<detect::Detector> detectors;
  const scenario::Scenario scenario;
  const vm::Program compiled;
  vm::Machine machine;
  kernel::Execution own;
  kernel::ScheduledProgram scheduled;
};

// "kind name" -> how many interleavings; 0 where that is not known.
using Findings = std::map<std::string, Number>;

Findings findings(const kernel::Program& program, const Result& result) {
  Findings all;
  for (const Finding& finding : result.findings) {
    const auto& property = program.properties()[finding.defect.property];
    const std::string name = property.name.empty() ? finding.defect.name : property.name;
    all[property.kind + " " + name] = finding.count.value;
  }
  return all;
}

Findings of_kind(const Findings& all, const std::string& kind, bool wanted = true) {
  Findings some;
  for (const auto& [name, count] : all)
    if (name.starts_with(kind) == wanted) some.emplace(name, count);
  return some;
}

std::set<std::string> names(const Findings& all) {
  std::set<std::string> names;
  for (const auto& [name, count] : all) names.insert(name);
  return names;
}

// Those of all interleavings, whoever explores them; at either end of the list.
Findings explored(const std::string& json) {
  Findings found;
  for (const bool last : {true, false}) {
    Subject subject(json, detect::with_dirty_reads(last));
    kernel::Execution& execution = subject.own;
    vm::Machine& machine = subject.machine;
    const Findings all = findings(machine, explore_exhaustive(subject.scheduled, {}));
    Options options;
    EXPECT_EQ(findings(machine, explore_stateful(execution, machine, options)), all) << json;
    options.jobs = 2;
    options.make_worker = [&] {
      return std::make_unique<Subject>(json, detect::with_dirty_reads(last));
    };
    EXPECT_EQ(findings(machine, explore_stateful(execution, machine, options)), all) << json;
    options.jobs = 1;
    options.counts = false;
    EXPECT_EQ(names(findings(machine, explore_stateful(execution, machine, options))), names(all));
    EXPECT_EQ(names(findings(machine, explore_dpor(subject.scheduled, {}))), names(all)) << json;
    if (last) {
      found = all;
    } else {
      EXPECT_EQ(all, found) << json;
    }
  }
  return found;
}

std::string scenario_of(const std::string& threads) {
  return R"({"name": "x", "shared": {"x": 0}, "threads": {)" + threads + "}}";
}

TEST(Detectors, HaveKindsThatScenariosKnow) {
  for (const detect::Detector& detector : detect::detectors()) {
    const std::string kind(detector.kind);
    const auto read =
        scenario::read(R"({"name": "x", "shared": {"x": 0}, "threads": {"a": ["x = 1"]},)"
                       R"("expect": [")" +
                       kind + R"( x"]})");
    EXPECT_TRUE(read) << kind;
    EXPECT_NE(detector.listen == nullptr, detector.pair == nullptr) << kind;
  }
}

TEST(Detectors, FindAReadBetweenTwoWritesOfATransaction) {
  // 3 places for the read, one of them between the writes.
  const auto found = explored(scenario_of(R"("a": ["x = 1", "x = 2"], "b": ["let v = x"])"));
  EXPECT_EQ(of_kind(found, "dirty-read"), (Findings{{"dirty-read x", 1}}));
}

TEST(Detectors, HearWhereTransactionsEnd) {
  const auto found = explored(scenario_of(
      R"("a": [{"transaction": "one", "do": ["x = 1"]}, {"transaction": "two", "do": ["x = 2"]}],
         "b": ["let v = x"])"));
  EXPECT_EQ(of_kind(found, "dirty-read"), Findings());
}

TEST(Detectors, HearOfWritesInBetween) {
  // Of a's writes and b's read in the order w r w, c's write can stand in 4 places; in one of them
  // b reads what c wrote.
  const auto found =
      explored(scenario_of(R"("a": ["x = 1", "x = 2"], "b": ["let v = x"], "c": ["x = 5"])"));
  EXPECT_EQ(of_kind(found, "dirty-read"), (Findings{{"dirty-read x", 3}}));
}

TEST(Detectors, RememberBesideEachOther) {
  // a: read, write, read, write; b: read, write. b's accesses stand in gaps i <= j of a's four: 15
  // interleavings. b reads what a overwrites when i is 2 or 3: 3 + 2. No update is lost when b's
  // two come first, last, or between a's additions: 15 - 3.
  const auto found =
      explored(scenario_of(R"("a": ["x = x + 1", "x = x + 1"], "b": ["x = x + 1"])"));
  EXPECT_EQ(of_kind(found, "data-race", false),
            (Findings{{"dirty-read x", 5}, {"lost-update x", 12}}));
  EXPECT_EQ(names(of_kind(found, "data-race")), std::set<std::string>{"data-race x"});
}

TEST(Detectors, DoNotTellLikeThreadsApart) {
  const auto found = explored(scenario_of(R"("a": {"count": 3, "do": ["x = 1", "x = x + 1"]})"));
  EXPECT_TRUE(found.contains("dirty-read x"));
  EXPECT_TRUE(found.contains("lost-update x"));
}

// ---- Random scenarios, by plain recursion -------------------------------------------------------

class Lister {
 public:
  explicit Lister(Subject& subject) : subject_(subject), execution_(subject.own) {
    execution_.record(&recorded_);
  }

  // Names with a dirty read -> in how many interleavings.
  Findings list() {
    kernel::Choices choices;
    units_.assign(execution_.thread_count(), 0);
    do {
      execution_.restart(choices);
      go_on();
    } while (choices.advance());
    execution_.record(nullptr);
    return found_;
  }

 private:
  struct Access {
    kernel::Event event;
    bool in_unit = false;
    std::uint32_t unit = 0;
  };

  void go_on() {
    const std::vector<Value> words = execution_.words();
    bool any = false;
    if (!execution_.failed()) {
      expect_state(words);
      for (kernel::ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
        execution_.restore(words);
        if (!execution_.enabled(thread)) continue;
        any = true;
        step(words, thread);
      }
    }
    if (any) return;
    std::set<std::string> dirty;
    for (std::size_t i = 0; i < log_.size(); ++i)
      if (is_dirty(i)) dirty.insert(name_of(log_[i].event.operation.cell));
    for (const std::string& name : dirty) ++found_["dirty-read " + name];
  }

  void step(const std::vector<Value>& words, kernel::ThreadId thread) {
    kernel::Choices choices;
    do {
      execution_.restore(words);
      const bool in_unit = subject_.machine.in_unit(execution_, thread);
      recorded_.clear();
      execution_.step(thread, choices);
      const std::size_t before = log_.size();
      for (const kernel::Event& event : recorded_)
        if (is_memory(event.operation.kind) && event.operation.fault == kernel::Fault::kNone)
          log_.push_back({event, in_unit, units_[thread]});
      const std::uint32_t border = execution_.unit_border() ? 1 : 0;
      units_[thread] += border;
      go_on();
      units_[thread] -= border;
      log_.resize(before);
    } while (choices.advance());
  }

  // Whether what the access reads is another thread's, who writes the cell again in the
  // transaction.
  bool is_dirty(std::size_t at) const {
    const kernel::Event& read = log_[at].event;
    if (read.operation.kind == kernel::OperationKind::kWrite) return false;
    const auto writes = [&](const Access& each) {
      return each.event.wrote && each.event.operation.cell == read.operation.cell;
    };
    const auto last =
        std::find_if(log_.rend() - static_cast<std::ptrdiff_t>(at), log_.rend(), writes);
    if (last == log_.rend() || last->event.thread == read.thread || !last->in_unit) return false;
    return std::any_of(
        log_.begin() + static_cast<std::ptrdiff_t>(at), log_.end(), [&](const Access& each) {
          return writes(each) && each.event.thread == last->event.thread && each.unit == last->unit;
        });
  }

  std::string name_of(std::uint32_t cell) const {
    return subject_.scenario.variables[subject_.machine.memory_name(execution_, cell)].name;
  }

  // A checkpoint may hold it, and not with what one remembers cut short.
  void expect_state(const std::vector<Value>& words) {
    EXPECT_TRUE(vm::can_be_state(subject_.machine, execution_, words));
    if (execution_.listeners().size() < 2) return;
    std::vector<Value> damaged = words;
    damaged[execution_.history_begin()] = static_cast<Value>(words.size());
    EXPECT_FALSE(vm::can_be_state(subject_.machine, execution_, damaged));
  }

  Subject& subject_;
  kernel::Execution& execution_;
  std::vector<kernel::Event> recorded_;  // in the last step
  std::vector<Access> log_;
  std::vector<std::uint32_t> units_;  // transactions that each thread has ended
  Findings found_;
};

TEST(Detectors, AgreeWithPlainRecursionOnRandomScenarios) {
  std::size_t compared = 0;
  std::size_t dirty = 0;
  for (std::uint64_t seed = 1; compared < test::sanitized<std::size_t>(100, 20); ++seed) {
    const std::string json = oracle::random_scenario(seed);
    Subject subject(json, detect::with_dirty_reads());
    if (!subject.scenario.records.empty()) continue;
    Options few;
    few.limits.states_max = 1'000;
    few.orderings = false;
    const Result counted = explore_stateful(subject.own, subject.machine, few);
    if (!counted.complete() || counted.cyclic || counted.interleavings.value > 500) continue;
    const Findings all = explored(json);
    EXPECT_EQ(of_kind(all, "dirty-read"), Lister(subject).list()) << "seed " << seed << json;
    Subject usual(json, {detect::detectors().begin(), detect::detectors().end()});
    EXPECT_EQ(of_kind(all, "dirty-read", false),
              findings(usual.machine, explore_exhaustive(usual.scheduled, {})))
        << "seed " << seed;
    ++compared;
    if (!of_kind(all, "dirty-read").empty()) ++dirty;
    if (HasFailure()) return;
  }
  EXPECT_GT(dirty, test::sanitized(5U, 0U));
}

}  // namespace
}  // namespace heddle::explore
