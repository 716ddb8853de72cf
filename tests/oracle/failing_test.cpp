// Operations that fail: each of them, at each place of a thread. One that fails can always happen,
// touches nothing and ends the execution, whatever its object is like; so it is dependent on
// everything, and waits for nobody.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "oracle/agreement/shrink.h"
#include "oracle/agreement/traces.h"
#include "oracle/oracle.h"
#include "oracle/random_source.h"
#include "scenario/read.h"
#include "support/sanitized.h"

namespace heddle::oracle {
namespace {

using Steps = std::vector<std::string>;  // JSON

// Steps of which the last one fails, always or in some orders. NAME is a name of its own.
struct Failing {
  Steps steps;
  bool in_atomic = false;  // may stand there
};

const std::vector<Failing>& failing() {
  static const std::vector<Failing> kFailing = {
      // Out of range, always or once x was changed.
      {{R"("lock m[1]")"}},
      {{R"("lock m[x]")"}},
      {{R"("unlock m[1]")"}, true},
      {{R"("let NAME = trylock m[1]")"}, true},
      {{R"({"with": "m[1]", "do": ["y = 2"]})"}},
      {{R"({"with": "m[x]", "do": ["y = 2"]})"}},
      {{R"("rdlock r[1]")"}},
      {{R"("rdlock r[x]")"}},
      {{R"("wrlock r[1]")"}},
      {{R"("wrlock r[x]")"}},
      {{R"("rdunlock r[1]")"}, true},
      {{R"("wrunlock r[1]")"}, true},
      {{R"({"with": "wrlock r[1]", "do": ["y = 2"]})"}},
      {{R"("acquire s[1]")"}},
      {{R"("acquire s[x]")"}},
      {{R"("release s[1]")"}, true},
      {{R"({"with": "acquire s[x]", "do": ["y = 2"]})"}},
      {{R"("wait c[1] with m[0]")"}},
      {{R"("wait c[0] with m[1]")"}},
      {{R"("lock m[0]")", R"("wait c[x] with m[0]")"}},
      {{R"("notify c[1]")"}, true},
      {{R"("notify_all c[x]")"}, true},
      {{R"("spawn t[1]")"}, true},
      {{R"("join t[1]")"}},
      {{R"("join t[x]")"}},
      {{R"("let NAME = a[1]")"}, true},
      {{R"("a[1] = 1")"}, true},
      {{R"("a[x] += 1")"}, true},
      {{R"("await a[1] == 0")"}},
      {{R"("await a[x] == 0")"}},
      {{R"({"atomic": ["await a[x] == 0", "y = 2"]})"}},
      {{R"({"atomic": ["y = 2", "a[x] = 1"]})"}},
      // Misuse.
      {{R"("lock m[0]")", R"("lock m[0]")"}},
      {{R"("lock m[0]")", R"("let NAME = trylock m[0]")"}},
      {{R"("unlock m[0]")"}, true},
      {{R"("rdlock r[0]")", R"("rdlock r[0]")"}},
      {{R"("rdlock r[0]")", R"("wrlock r[0]")"}},
      {{R"("wrlock r[0]")", R"("rdlock r[0]")"}},
      {{R"("rdunlock r[0]")"}, true},
      {{R"("wrunlock r[0]")"}, true},
      {{R"("wait c[0] with m[0]")"}},
      {{R"("spawn t[0]")"}, true},
      {{R"("spawn t[0]")", R"("spawn t[0]")"}, true},
      {{R"("release full")"}, true},
      // Memory.
      {{R"("let NAME: Node = null")", R"("NAME.value = 1")"}, true},
      {{R"("let NAME = p")", R"("NAME.value = 1")"}},
      {{R"("let NAME = new Node")", R"("delete NAME")", R"("NAME.value = 1")"}},
      {{R"("let NAME = new Node")", R"("p = NAME")", R"("delete p")", R"("delete NAME")"}},
      // Local work, and indivisible operations.
      {{R"("y = 9223372036854775807 + x")"}, true},
      {{R"("y = 1 / x")"}, true},
      {{R"("y = 1 << x - 1")"}, true},
      {{R"-("fetch_add(n, 9223372036854775807)")-"}, true},
      {{R"("n /= x")"}, true},
      {{R"("assert x == 0")"}, true},
      {{R"("y = 2")", R"("fail \"NAME\"")"}, true},
      {{R"("lock m[0]")", R"("fail \"NAME\"")"}},
      {{R"("acquire s[0]")", R"("assert y == 0")"}},
      {{R"("let NAME = receive ch")", R"("assert NAME == 1")"}},
      {{R"("send ch, 2")", R"("assert x == 0")"}},
      {{R"("arrive b")", R"("assert x == 0")"}},
      {{R"("await x == 1")", R"("fail \"NAME\"")"}},
  };
  return kFailing;
}

// What the threads do besides.
const std::vector<Steps>& harmless() {
  static const std::vector<Steps> kHarmless = {
      {R"("x = 1")"},
      {R"("y = 1")"},
      {R"("x += 1")"},
      {R"("n += 1")"},
      {R"("let NAME = x")"},
      {R"("a[0] = 1")"},
      {R"("skip")"},
      {R"("p = null")"},
      {R"("await x == 1")"},
      {R"("acquire s[0]")"},
      {R"("release s[0]")"},
      {R"("send ch, 1")"},
      {R"("let NAME = receive ch")"},
      {R"("arrive b")"},
      {R"("notify c[0]")"},
      {R"("spawn t[0]")"},
      {R"("join t[0]")"},
      {R"({"with": "m[0]", "do": ["x = 1"]})"},
      {R"({"with": "m[0]", "do": ["wait c[0] with m[0]"]})"},
      {R"({"with": "rdlock r[0]", "do": ["let NAME = x"]})"},
      {R"({"with": "wrlock r[0]", "do": ["x = 1"]})"},
      {R"({"atomic": ["x += 1", "y += 1"]})"},
      {R"("let NAME = trylock m[0]")"},
      {R"("lock m[0]")", R"("x = 1")", R"("y = 1")", R"("unlock m[0]")"},
      {R"-("let NAME = choose(0, 1)")-", R"("x = NAME")"},
  };
  return kHarmless;
}

// Two changes while something is held for which others, but no failing operation, would wait.
const std::vector<Steps>& holding() {
  static const std::vector<Steps> kHolding = {
      {R"("lock m[0]")", R"("x = 1")", R"("y = 1")", R"("unlock m[0]")"},
      {R"("rdlock r[0]")", R"("x = 1")", R"("y = 1")", R"("rdunlock r[0]")"},
      {R"("wrlock r[0]")", R"("x = 1")", R"("y = 1")", R"("wrunlock r[0]")"},
      {R"("acquire s[0]")", R"("x = 1")", R"("y = 1")", R"("release s[0]")"},
      {R"("send ch, 1")", R"("x = 1")", R"("y = 1")", R"("let NAME = receive ch")"},
  };
  return kHolding;
}

std::string joined(const Steps& steps) {
  std::string text;
  for (const auto& step : steps) text += (text.empty() ? "" : ", ") + step;
  return text;
}

// Scenarios of two or three threads in which the operation number `index` fails.
class FailingWriter {
 public:
  FailingWriter(std::size_t index, std::uint64_t seed) : index_(index), random_(seed) {}

  std::string write() {
    const int threads = random_.percent(70) ? 2 : 3;
    std::string text;
    for (int i = 0; i < threads; ++i) {
      Steps steps = others(random_.between(0, threads == 2 ? 2 : 1));
      if (i == 0) insert(steps, wrapped(failing()[index_]));
      if (i == 1 && random_.percent(70)) insert(steps, renamed(held()));
      if (i == 1 && random_.percent(25)) insert(steps, renamed(random_.pick(failing()).steps));
      text +=
          ",\n  \"" + std::string(1, static_cast<char>('A' + i)) + "\": [" + joined(steps) + "]";
    }
    return R"({
 "name": "failing",
 "shared": {"x": 0, "y": 0, "a": [0], "p": {"pointer": "Node"}},
 "atomics": {"n": 1},
 "mutexes": [{"m": 1}], "rwlocks": [{"r": 1}], "conditions": [{"c": 1}],
 "semaphores": {"s": [1], "full": 9223372036854775807},
 "barriers": {"b": 2}, "channels": {"ch": 1},
 "records": {"Node": ["value"]},
 "threads": {
  "t": {"count": 1, "start": false, "do": ["y += 1"]})" +
           text + R"(
 }
})";
  }

 private:
  Steps renamed(Steps steps) {
    const std::string name = "v" + std::to_string(names_++);
    for (auto& step : steps) {
      for (std::size_t at = 0; (at = step.find("NAME", at)) != std::string::npos;)
        step.replace(at, 4, name);
    }
    return steps;
  }

  Steps others(int count) {
    Steps steps;
    for (; count > 0; --count) {
      const Steps added = renamed(random_.pick(harmless()));
      steps.insert(steps.end(), added.begin(), added.end());
    }
    return steps;
  }

  void insert(Steps& steps, const Steps& added) {
    const auto place = random_.below(static_cast<int>(steps.size()) + 1);
    steps.insert(steps.begin() + place, added.begin(), added.end());
  }

  // Of the kind that the failing operation names, when it names one.
  Steps held() {
    const std::string text = joined(failing()[index_].steps);
    const auto names = [&](const char* what) { return text.find(what) != std::string::npos; };
    if (names(" m[")) return holding()[0];
    if (names(" r[")) return holding()[random_.percent(50) ? 1 : 2];
    if (names(" s[")) return holding()[3];
    return random_.pick(holding());
  }

  // As it stands, inside a block that holds something, or inside an indivisible one.
  Steps wrapped(const Failing& kind) {
    const std::string inside = joined(renamed(kind.steps));
    const std::string before = random_.percent(50) ? R"("x = 1", )" : "";
    const std::string after = random_.percent(50) ? R"(, "y = 3")" : "";
    const std::string all = "[" + before + inside + after + "]}";
    switch (random_.below(8)) {
      case 0:
        return {R"({"with": "m[0]", "do": )" + all};
      case 1:
        return {R"({"with": "acquire s[0]", "do": )" + all};
      case 2:
        return {R"({"with": "rdlock r[0]", "do": )" + all};
      case 3:
        if (kind.in_atomic) return {R"({"atomic": )" + all};
        return {R"({"if": "x == 0", "then": )" + all};
      default:
        return {inside};
    }
  }

  std::size_t index_;
  RandomSource random_;
  int names_ = 0;
};

bool small_enough(const scenario::Scenario& scenario) {
  return !explore(scenario, {5'000, 60'000}).gave_up;
}

bool disagrees(const std::string& json) {
  const auto scenario = scenario::read(json);
  return scenario && small_enough(scenario.value()) && !compare_dpor(scenario.value()).empty();
}

constexpr std::uint64_t kSeeds = test::sanitized<std::uint64_t>(20, 4);

class FailingOperation : public testing::TestWithParam<std::size_t> {};

TEST_P(FailingOperation, LeavesOutNothingUnderDpor) {
  std::uint64_t compared = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string json = FailingWriter(GetParam(), seed * 1'000 + GetParam()).write();
    const auto scenario = scenario::read(json);
    ASSERT_TRUE(scenario) << json << "\n" << scenario.error().front().message;
    if (!small_enough(scenario.value())) continue;
    ++compared;
    const auto differences = compare_dpor(scenario.value());
    if (differences.empty()) continue;
    std::string text;
    for (const auto& difference : differences) text += "  " + difference + "\n";
    ADD_FAILURE() << text << "in\n" << json << "\na smaller one:\n" << shrink(json, disagrees, 300);
  }
  EXPECT_GE(compared, kSeeds / 2);
}

INSTANTIATE_TEST_SUITE_P(Kinds, FailingOperation, testing::Range(std::size_t{0}, failing().size()));

// A lock out of range does not wait for the first lock of its family, though it names it.
TEST(FailingOperation, DoesNotWaitForAnObject) {
  const auto scenario = scenario::read(R"({
    "name": "failing_lock", "mutexes": [{"m": 1}], "shared": {"x": 0, "y": 0},
    "threads": {"p": ["lock m[0]", "x = 1", "y = 1", "unlock m[0]"], "q": ["lock m[1]"]}})");
  ASSERT_TRUE(scenario);
  // q fails before x is written, between the writes, or after y.
  EXPECT_EQ(explore(scenario.value()).outcomes.size(), 3U);
  EXPECT_EQ(compare_dpor(scenario.value()), Differences());
}

}  // namespace
}  // namespace heddle::oracle
