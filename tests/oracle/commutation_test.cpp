// The relation of dependence, on the states of random programs: operations of different threads
// that are called independent give the same state in both orders, and neither decides whether the
// other can happen; those that are called dependent are so in some state, or stand in a list that
// says why they are called so.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "inquiry/session.h"
#include "kernel/availability.h"
#include "kernel/dependence.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "support/sanitized.h"

namespace heddle::oracle {
namespace {

using kernel::Footprint;
using kernel::Operation;
using kernel::ThreadId;
using kernel::Touch;
using kernel::Value;

using State = std::vector<Value>;

constexpr std::size_t kStatesMax = 1'000;  // of a program

// By pair of operations and what they meet on: whether some state has shown that their order
// matters.
using Shown = std::map<std::string, bool>;

// One way in which an operation happens: with these choices of values.
struct Way {
  std::vector<std::uint32_t> choices;
  std::vector<std::uint32_t> alternatives;
  Footprint footprint;
  bool failed = false;
  State after;
};

struct Pending {
  ThreadId thread = 0;
  Operation operation;
  bool enabled = false;
  Footprint predicted;
  kernel::Touches foreseen;
  std::vector<Way> ways;  // when it is enabled
};

class Commutation {
 public:
  Commutation(const scenario::Scenario& scenario, Shown& shown)
      : session_(scenario),
        execution_(session_.execution),
        foresight_(session_.machine.foresee()),
        shown_(shown) {}

  // Looks at the first states that are reached; what is wrong, a sentence each.
  std::vector<std::string> run(std::size_t states_max) {
    kernel::Choices choices;
    do {
      execution_.restart(choices);
      reach(execution_.words());
    } while (choices.advance());
    for (std::size_t i = 0; i < queue_.size() && i < states_max && wrong_.empty(); ++i) {
      look(State(queue_[i]));
    }
    return wrong_;
  }

 private:
  void reach(const State& words) {
    if (!execution_.failed() && reached_.insert(words).second) queue_.push_back(words);
  }

  void look(const State& state) {
    std::vector<Pending> all;
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      execution_.restore(state);
      const Operation operation = execution_.pending(thread);
      if (operation.kind == kernel::OperationKind::kNone) continue;
      all.push_back(describe(state, thread, operation));
    }
    for (const Pending& a : all) {
      execution_.restore(state);
      compare_with_availability(a);
      for (const Pending& b : all) {
        if (a.thread == b.thread || !a.enabled) continue;
        if (!b.enabled) {
          compare_with_waiting(a, b);
        } else if (a.thread < b.thread) {
          compare(a, b);
        }
      }
    }
  }

  Pending describe(const State& state, ThreadId thread, const Operation& operation) {
    Pending pending;
    pending.thread = thread;
    pending.operation = operation;
    pending.enabled = execution_.enabled(thread, operation);
    const bool woken = execution_.status(thread) != kernel::Execution::kReady;
    session_.run.predict_footprint(thread, operation, pending.predicted);
    if (woken) {
      pending.predicted.add(kernel::resource(kernel::ResourceKind::kThread, thread), false);
    }
    if (foresight_) {
      pending.foreseen = kernel::Touches(foresight_->things());
      foresight_->next(execution_, thread, operation, pending.foreseen);
    }
    kernel::Choices choices;
    if (!pending.enabled) return pending;
    do {
      execution_.restore(state);
      Way& way = pending.ways.emplace_back();
      session_.run.begin_footprint(thread, operation);
      execution_.step(thread, operation, choices);
      session_.run.end_footprint(thread, way.footprint);
      way.choices = choices.taken;
      way.alternatives = choices.alternatives;
      way.failed = execution_.failed();
      way.after = execution_.words();
      reach(way.after);
    } while (choices.advance());
    return pending;
  }

  // Makes `operation` from `state` as it was made elsewhere; nullopt when it cannot be.
  std::optional<State> repeat(const State& state, const Pending& pending, const Way& way) {
    execution_.restore(state);
    if (!execution_.enabled(pending.thread)) return std::nullopt;
    kernel::Choices choices;
    choices.taken = way.choices;
    choices.resize(way.choices.size());
    execution_.step(pending.thread, choices);
    if (execution_.failed() || choices.alternatives != way.alternatives) return std::nullopt;
    return execution_.words();
  }

  bool commute(const Pending& a, const Way& first, const Pending& b, const Way& second) {
    const auto ab = repeat(first.after, b, second);
    return ab && ab == repeat(second.after, a, first);
  }

  void compare(const Pending& a, const Pending& b) {
    for (const Way& first : a.ways) {
      for (const Way& second : b.ways) {
        if (first.failed || second.failed) continue;  // dependent on everything
        const bool order_matters = !commute(a, first, b, second);
        note(a, first.footprint, b, second.footprint, order_matters);
        const bool by_row = kernel::may_be_dependent(a.operation, b.operation) ||
                            meet_beyond_rows(first.footprint, second.footprint);
        judge("rows", a, b, by_row, order_matters);
        if (foresight_) judge("foresight", a, b, a.foreseen.conflicts(b.foreseen), order_matters);
      }
    }
  }

  // One that cannot happen: whether it can once the other has.
  void compare_with_waiting(const Pending& a, const Pending& b) {
    for (const Way& way : a.ways) {
      if (way.failed) continue;
      execution_.restore(way.after);
      const bool lets_go = execution_.enabled(b.thread);
      note(a, way.footprint, b, b.predicted, lets_go);
      const bool joins = kernel::rules(b.operation.kind).waits == kernel::Waits::kForThread;
      if (foresight_ && !joins) judge("foresight", a, b, a.foreseen.conflicts(b.foreseen), lets_go);
    }
  }

  // What waits for an object can happen when that is free enough, or when it is a misuse.
  void compare_with_availability(const Pending& pending) {
    const kernel::ObjectId waited = blocking_object(pending.operation);
    const bool asleep = execution_.status(pending.thread) == kernel::Execution::kAsleep;
    if (waited == kernel::kNoId || asleep) return;
    const bool granted = grants(execution_, pending.operation, availability(execution_, waited));
    const bool misuse = pending.enabled && pending.ways.front().failed;
    if (granted != pending.enabled && !misuse) wrong_.push_back("availability: " + text(pending));
  }

  void note(const Pending& a, const Footprint& of_a, const Pending& b, const Footprint& of_b,
            bool order_matters) {
    const bool called = dependent(of_a, of_b);
    judge("footprints", a, b, called, order_matters);
    if (called) shown_[name(a, of_a, b, of_b)] |= order_matters;
  }

  void judge(const std::string& relation, const Pending& a, const Pending& b, bool called,
             bool order_matters) {
    if (called || !order_matters) return;
    wrong_.push_back(relation + " call independent: " + text(a) + ", " + text(b));
  }

  // Conditions over several cells, and threads that are woken or end: kernel/dependence leaves them
  // out.
  bool meet_beyond_rows(const Footprint& a, const Footprint& b) const {
    bool beyond = false;
    for_each_meeting(a, b, [&](const Touch& mine, const Touch&) {
      const std::string kind = kind_of(mine.resource);
      beyond |= kind == "condition" || kind == "thread";
    });
    return beyond;
  }

  template <class Found>
  void for_each_meeting(const Footprint& a, const Footprint& b, Found found) const {
    for (const Touch& mine : a.touches) {
      for (const Touch& other : b.touches) {
        if (mine.resource == other.resource && (mine.writes || other.writes)) found(mine, other);
      }
    }
  }

  static std::string kind_of(kernel::Resource resource) {
    switch (kernel::kind_of(resource)) {
      case kernel::ResourceKind::kThread:
        return "thread";
      case kernel::ResourceKind::kObject:
        return "object";
      case kernel::ResourceKind::kCell:
        return "cell";
      case kernel::ResourceKind::kOther:
        return kernel::id_of(resource) == 0 ? "heap" : "condition";
    }
    return "";
  }

  static std::string verb(const Pending& pending) {
    return kernel::rules(pending.operation.kind).verb;
  }

  static std::string side(const Pending& pending, const Touch& touch) {
    const bool may_fail = kernel::may_fail(pending.operation);
    return verb(pending) + (may_fail && touch.writes == 0 ? " that fails" : "");
  }

  // "lock, unlock", the two in alphabetical order; and whether only a condition over several cells
  // brings them together.
  std::string name(const Pending& a, const Footprint& of_a, const Pending& b,
                   const Footprint& of_b) const {
    std::string sides;
    bool by_condition = true;
    for_each_meeting(of_a, of_b, [&](const Touch& mine, const Touch& other) {
      const bool is_condition = kind_of(mine.resource) == "condition";
      if (is_condition && !by_condition) return;
      by_condition = is_condition;
      const std::string one = side(a, mine);
      const std::string two = side(b, other);
      sides = std::min(one, two) + ", " + std::max(one, two);
    });
    return sides + (by_condition ? " by a condition" : "");
  }

  std::string text(const Pending& pending) {
    return execution_.thread(pending.thread).name + " " + verb(pending);
  }

  inquiry::Session session_;
  kernel::Execution& execution_;
  std::unique_ptr<kernel::Foresight> foresight_;
  Shown& shown_;
  std::set<State> reached_;
  std::vector<State> queue_;
  std::vector<std::string> wrong_;
};

void look_at(const std::string& json, Shown& shown) {
  const auto scenario = scenario::read(json);
  ASSERT_TRUE(scenario) << json;
  const auto wrong = Commutation(scenario.value(), shown).run(kStatesMax);
  if (!wrong.empty()) ADD_FAILURE() << wrong.front() << "\n" << json;
}

void look_at_seeds(std::uint64_t first, std::uint64_t count, Shown& shown) {
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    look_at(random_scenario(seed), shown);
  }
}

// Programs for pairs that random ones hardly ever bring together.
const char* const kRare[] = {
    R"j({"name": "notifies", "mutexes": ["m"], "conditions": ["c"], "threads": {
      "sleeper": {"count": 3, "do": ["lock m", "wait c with m", "unlock m"]},
      "one": {"count": 2, "do": ["notify c"]},
      "all": {"count": 2, "do": ["notify_all c"]}}})j",
    R"j({"name": "maximum", "semaphores": {"s": 9223372036854775806}, "threads": {
      "t": {"count": 2, "do": ["release s"]}}})j",
    R"j({"name": "blocks", "shared": {"x": 0, "y": 0}, "atomics": {"n": 0},
      "semaphores": {"s": 0}, "threads": {
      "a": [{"atomic": ["x = x + 1", "release s"]}], "b": [{"atomic": ["x = x * 3"]}],
      "c": ["acquire s"], "d": [{"atomic": ["n = 1"]}], "e": ["let r = cas(n, 1, 2)"],
      "f": ["await n == 1"], "g": ["await n + y == 1"], "h": ["n += 1", "n -= 1"]}})j",
    R"j({"name": "invariants", "shared": {"x": 0, "y": 0}, "atomics": {"n": 0, "k": 0}, "threads": {
      "a": ["n += 1"], "b": ["k += 1"], "c": [{"atomic": ["n = n + 1"]}],
      "d": [{"atomic": ["k = k + 1"]}], "e": ["x = 1"], "f": ["y = 1"]},
      "check": {"always": {"k keeps up": "n - k != 1", "x keeps up": "n - x != 1",
                           "y keeps up": "x - y != 1"}}})j",
    R"j({"name": "tries", "mutexes": ["m"], "conditions": ["cv"], "threads": {
      "a": ["lock m", "wait cv with m", "unlock m"],
      "b": ["let ok = trylock m", {"if": "ok", "then": ["unlock m"]}], "c": ["notify cv"]}})j",
    R"j({"name": "nothing_to_do", "threads": {
      "a": ["spawn b"], "b": {"start": false, "do": [{"if": "false", "then": ["skip"]}]}, "c": ["join b"]}})j",
};

// Pairs that are called dependent though no state shows it.
const std::map<std::string, std::string> kCalledDependent = {
    // dpor orders sharers: how free a lock was is read off its events in their order.
    {"rdlock, rdlock", "sharers"},
    {"rdlock, rdunlock", "sharers"},
    {"rdunlock, rdunlock", "sharers"},
    // Whoever comes first wakes the sleepers, and what they do then happens after that event and
    // not after the other one: the states are equal, the traces are not.
    {"notify_all, notify_all", "who woke whom"},
    // Never next together: one locks what is free, the other one finds it held. But the first makes
    // the second fail.
    {"lock, trylock that fails", "one after the other"},
    {"relock, trylock that fails", "one after the other"},
    // A new record has no pointer to it yet, so no condition sees it. It counts as a change for
    // those that follow pointers, as a delete does, which they see.
    {"new, write by a condition", "as delete"},
    {"new, update by a condition", "as delete"},
};

std::vector<std::string> never_shown(const Shown& shown) {
  std::vector<std::string> names;
  for (const auto& [name, really] : shown) {
    if (!really && kCalledDependent.count(name) == 0) names.push_back(name);
  }
  return names;
}

constexpr std::uint64_t kSeeds = test::sanitized<std::uint64_t>(1'500, 100);

TEST(Commutation, IndependentOperationsCommuteAndDependentOnesDoNot) {
  Shown shown;
  for (const char* json : kRare) look_at(json, shown);
  look_at_seeds(90'000'000, kSeeds, shown);
  EXPECT_GE(shown.size(), 50U);
  EXPECT_EQ(never_shown(shown), std::vector<std::string>());
  // What the list excuses is not shown either, or it would be out of date.
  for (const auto& [name, why] : kCalledDependent) EXPECT_FALSE(shown[name]) << name << ": " << why;
}

// HEDDLE_RANDOM_COUNT=10000 HEDDLE_RANDOM_FIRST=1 for a longer run.
TEST(CommutationOnRequest, IndependentOperationsCommuteInManyPrograms) {
  const char* count = std::getenv("HEDDLE_RANDOM_COUNT");
  if (count == nullptr) GTEST_SKIP() << "set HEDDLE_RANDOM_COUNT and HEDDLE_RANDOM_FIRST";
  const char* first = std::getenv("HEDDLE_RANDOM_FIRST");
  Shown shown;
  look_at_seeds(first == nullptr ? 1 : std::strtoull(first, nullptr, 10),
                std::strtoull(count, nullptr, 10), shown);
  for (const std::string& name : never_shown(shown))
    std::cout << "dependent, and not seen to be: " << name << "\n";
}

}  // namespace
}  // namespace heddle::oracle
