// The random scenarios are worth comparing on: they use the whole format, end in every way, and
// most are neither trivial nor too large.
#include "oracle/random_scenario.h"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "oracle/oracle.h"
#include "scenario/read.h"

namespace heddle::oracle {
namespace {

TEST(RandomScenario, IsTheSameForTheSameSeed) {
  EXPECT_EQ(random_scenario(42), random_scenario(42));
  EXPECT_NE(random_scenario(42), random_scenario(43));
}

TEST(RandomScenario, UsesEveryPartOfTheFormat) {
  const std::vector<std::string> parts = {
      // top level
      "\"constants\"", "\"shared\"", "\"atomics\"", "\"mutexes\"", "\"rwlocks\"", "\"conditions\"",
      "\"semaphores\"", "\"barriers\"", "\"channels\"", "\"records\"", "\"procedures\"",
      "\"check\"", "\"size\"", "\"init\"", "\"pointer\"", "\"fields\"", "\"count\"", "\"start\"",
      "\"background\"", "\"description\"", "\"params\"", "{\"fork\": 2}",
      // checks
      "\"never\"", "\"always\"", "\"finally\"", "\"serializable\"", "\"deterministic\"",
      "\"leaks\"", "\"ignore\"",
      // blocks
      "\"if\"", "\"then\"", "\"else\"", "\"while\"", "\"repeat\"", "\"as\"", "\"atomic\"",
      "{\"with\": \"m\"", "{\"with\": \"fork[", "{\"with\": \"rdlock ", "{\"with\": \"wrlock ",
      "{\"with\": \"acquire ", "\"transaction\"",
      // statements
      "\"let ",
      ": Node = ", " += ", " -= ", " *= ", " /= ", " %= ", " &= ", " |= ", " ^= ", "\"lock ",
      "\"unlock ", " = trylock ", "\"rdlock ", "\"rdunlock ", "\"wrlock ", "\"wrunlock ",
      "\"wait cv with m\"", "\"notify cv\"", "\"notify_all cv\"", "\"acquire ", "\"release ",
      "\"arrive b\"", "\"send ch, ", " = receive ch\"", "\"spawn ", "\"join ", "\"await ",
      "\"flag ", "\"assert ", "\"fail ", " : \\\"", " = new Node\"", " = new Item\"", "\"delete ",
      " = choose(", "\"call ", "\"cas(", "\"exchange(", "\"fetch_add(", "\"return\"", "\"return ",
      "\"break\"", "\"continue\"", "\"skip\"", "  // as planned", "\"// nothing",
      // expressions
      " + ", " - ", " * ", " / ", " % ", " & ", " | ", " ^ ", " << ", " >> ", "~(", "!(", "-(",
      " == ", " != ", " < ", " <= ", " > ", " >= ", " && ", " || ", "true", "false", "null", "len(",
      "min(", "max(", "self", ".value", ".next", ".hits", ".link", ".owner", ".data", "slots[",
      "a[", "cells[", "cas(head, "};
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 1'000'000; seed < 1'002'000; ++seed) {
    const auto json = random_scenario(seed);
    for (const auto& part : parts) seen[part] += json.find(part) != std::string::npos;
  }
  for (const auto& part : parts) EXPECT_GE(seen[part], 5) << part;
}

#ifndef HEDDLE_SANITIZE  // of statistics alone: none of the code that ships takes part

TEST(RandomScenario, EndsInEveryWayAndIsMostlySmall) {
  std::map<std::string, int> kinds;
  int small = 0;
  int gave_up = 0;
  int unbounded = 0;
  int failing = 0;
  const int seeds = 1'500;
  for (std::uint64_t seed = 1'000'000; seed < 1'000'000 + seeds; ++seed) {
    const auto scenario = scenario::read(random_scenario(seed));
    for (const auto& problem : scenario ? scenario::Problems{} : scenario.error())
      ADD_FAILURE() << problem.pointer << ": " << problem.message << random_scenario(seed);
    if (!scenario) continue;
    const auto result = explore(scenario.value(), {5'000, 60'000});
    gave_up += result.gave_up;
    unbounded += result.unbounded;
    small += result.interleavings.size() > 1;
    std::map<std::string, int> of_kind;
    for (const auto& [name, found] : result.findings) ++of_kind[name.first];
    for (const auto& [kind, number] : of_kind) ++kinds[kind];
    for (const auto& [kind, number] : of_kind) kinds["several: " + kind] += number > 1;
    for (const auto& [name, found] : result.findings)
      kinds["serial"] += found.serial == true && result.outcomes.size() > 1;
    failing += !result.unbounded && !result.findings.empty();
    for (const auto& [name, preemptions] : result.races) ++kinds["data-race " + name];
    if (!result.races.empty()) ++kinds["data-race"];
    kinds["livelock"] += result.livelock;
    kinds["nondeterministic"] += result.nondeterministic;
  }
  for (const auto* kind :
       {"data-race", "lost-update", "flag", "invariant", "final", "not-serializable",
        "nondeterministic", "assertion", "deadlock", "use-after-free", "leak", "null-dereference",
        "out-of-bounds", "overflow", "division-by-zero", "misuse"})
    EXPECT_GE(kinds[kind], 10) << kind;
  EXPECT_GE(kinds["double-free"], 4);
  EXPECT_GE(kinds["livelock"], 4);
  EXPECT_GE(kinds["data-race Node.value"], 3);
  for (const auto* kind : {"several: assertion", "several: deadlock", "several: lost-update"})
    EXPECT_GE(kinds[kind], 5) << kind;
  EXPECT_GE(kinds["serial"], seeds / 10);
  EXPECT_GE(failing, seeds / 2);
  EXPECT_GE(unbounded, 15);
  EXPECT_GE(small, seeds * 6 / 10);
  EXPECT_LE(gave_up, seeds / 10);
  if (!testing::Test::HasFailure()) return;
  for (const auto& [kind, number] : kinds) std::cout << kind << " " << number << "\n";
  std::cout << failing << " with counted findings, " << small << " with several interleavings, "
            << gave_up << " given up, " << unbounded << " unbounded\n";
}

#endif

}  // namespace
}  // namespace heddle::oracle
