#include "report/samples.h"

#include <fmt/format.h>

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: this file only builds its types

Step step(const std::string& thread, const std::string& pointer, const std::string& source,
          const std::string& access, std::optional<std::int64_t> value = {}) {
  Step result;
  result.thread = thread;
  result.pointer = pointer;
  result.source = source;
  result.access = access;
  if (value) result.value = Cell{*value, false};
  return result;
}

NamedValue integer(const std::string& name, std::int64_t value) {
  return {name, false, {{value, false}}};
}

Outcome outcome(const std::string& end, std::int64_t balance, bool flag, const std::string& count,
                const std::string& seed) {
  Outcome result;
  result.end = end;
  result.values = {integer("balance", balance)};
  if (flag) result.flags = {"overdraft"};
  result.interleavings = count;
  result.seed = seed;
  return result;
}

// deposit reads, withdraw runs from start to end, deposit writes.
std::vector<Step> lost_withdrawal() {
  std::vector<Step> steps = {
      step("deposit", "/threads/deposit/0", "let seen = balance", "read balance", 1000),
      step("withdraw", "/threads/withdraw/0", "let seen = balance", "read balance", 1000),
      step("withdraw", "/threads/withdraw/3", "balance = seen - withdrawn - fee", "write balance",
           -210),
      step("deposit", "/threads/deposit/1", "balance = seen + deposited", "write balance", 2000)};
  steps[1].flags_raised = {"overdraft"};
  steps[2].changed = "balance: 1000 -> -210";
  steps[3].changed = "balance: -210 -> 2000";
  return steps;
}

Finding lost_update() {
  Finding finding;
  finding.kind = "lost-update";
  finding.name = "balance";
  finding.message = "withdraw changes balance between deposit's read and its write";
  finding.interleavings = "4";
  finding.seed = "k3-1a";
  finding.preemptions = 1;
  finding.fewest = true;
  const Endpoint other_read{"withdraw", "/threads/withdraw/0", 1, "read balance"};
  const Endpoint write{"deposit", "/threads/deposit/1", 1, "write balance"};
  const Endpoint other_write{"withdraw", "/threads/withdraw/3", 1, "write balance"};
  finding.orderings = {{"2", "k3-1b", {{other_read, write}, {write, other_write}}}};
  finding.witness = lost_withdrawal();
  finding.witness[3].findings = {finding.message};
  return finding;
}

Finding overdraft() {
  Finding finding = lost_update();
  finding.kind = "flag";
  finding.name = "overdraft";
  finding.message = "withdraw raises the flag overdraft";
  finding.interleavings = "5";
  finding.seed = "k3-9z";
  finding.preemptions = 0;
  finding.orderings = {{"3",
                        "k3-9z",
                        {{{"withdraw", "/threads/withdraw/0", 1, "read balance"},
                          {"deposit", "/threads/deposit/1", 1, "write balance"}}}}};
  finding.witness.erase(finding.witness.begin());
  for (Step& one : finding.witness) one.findings.clear();
  finding.witness[0].findings = {finding.message};
  return finding;
}

Finding data_race() {
  Finding finding;
  finding.kind = "data-race";
  finding.name = "balance";
  finding.message = "deposit writes balance while withdraw reads it";
  finding.countable = false;
  finding.seed = "k3-2c";
  finding.fewest = true;
  finding.orderings_note = "a data race belongs to the scenario as a whole: no ordering makes it";
  finding.witness = {lost_withdrawal()[0]};
  return finding;
}

Finding final_balance() {
  Finding finding = lost_update();
  finding.kind = "final";
  finding.name = "both transactions count";
  finding.message = "\"both transactions count\" is false at the end: balance is 2000";
  finding.interleavings = "5";
  finding.witness[3].findings = {finding.message};
  finding.orderings[0].pairs.push_back({{"deposit", "/threads/deposit/0", 1, "read balance"},
                                        {"withdraw", "/threads/withdraw/3", 2, "write balance"}});
  return finding;
}

}  // namespace

Report bank() {
  Report report;
  report.name = "deposit_withdraw";
  report.file = "scenarios/bank/deposit_withdraw.json";
  report.constants = {{"deposited", 1000}, {"withdrawn", 1200}, {"penalty", 10}};
  report.set_options = {"penalty=10"};
  report.threads = {"deposit", "withdraw"};
  report.exploration = {"stateful", true, {}, "6", 0, 14, 17, "", ""};
  report.verdict = "racy";
  report.counts = {{"overdraft", "5"}, {"lost-update", "4"}, {"data-race", {}}, {"final", "5"}};
  report.outcomes = {outcome("completed", -210, true, "2", "k3-1b"),
                     outcome("completed", 790, true, "1", "k3-9z"),
                     outcome("completed", 800, false, "1", "k3-0"),
                     outcome("completed", 2000, true, "2", "k3-1a")};
  report.findings = {overdraft(), lost_update(), data_race(), final_balance()};
  report.seconds = 0.25;
  return report;
}

Replay bank_replay() {
  Replay replay;
  replay.report = bank();
  replay.report.exploration.strategy = "replay";
  replay.report.outcomes = {replay.report.outcomes[3]};
  replay.report.findings = {lost_update()};
  replay.report.findings[0].witness.clear();
  replay.report.findings[0].orderings.clear();
  replay.seed = "k3-1a";
  replay.number = "3";
  replay.initial = {integer("balance", 1000)};
  replay.steps = lost_withdrawal();
  const std::int64_t balances[] = {1000, 1000, -210, 2000};
  for (std::size_t i = 0; i < 4; ++i) replay.steps[i].state = {integer("balance", balances[i])};
  replay.steps[1].objects = {{"m", "held by withdraw"}};
  replay.steps[2].objects = {{"m", "held by withdraw"}};
  replay.steps[3].findings = {lost_update().message};
  replay.end = "completed";
  return replay;
}

Report stopped() {
  Report report;
  report.name = "philosophers";
  report.file = "a folder/it's 哲学家.json";
  report.set_options = {"seats=40", "courses=3"};
  report.verdict = "incomplete";
  report.exploration = {"stateful",
                        false,
                        "states",
                        {},
                        0,
                        1000,
                        3500,
                        "--max-states 1000",
                        "a larger --max-states, or smaller constants with --set"};
  Finding finding;
  finding.kind = "deadlock";
  finding.message =
      "all 40 philosophers wait: 哲学家[0] for fork[0], held by 哲学家[39], and so on";
  finding.seed = "p-77";
  finding.preemptions = 39;
  finding.orderings_note = "the graph did not fit, so no ordering was looked for";
  for (int i = 0; i < 40; ++i) {
    report.threads.push_back(fmt::format("philosopher[{}]", i));
    finding.witness.push_back(step(report.threads.back(), "/threads/philosopher/do/0",
                                   "lock fork[self]", fmt::format("lock fork[{}]", i)));
  }
  finding.witness.back().findings = {finding.message};
  report.findings = {finding};
  report.counts = {{"deadlock", {}}};
  report.outcomes = {outcome("deadlock", 0, false, "0", "p-77")};
  report.outcomes[0].interleavings.reset();
  return report;
}

Report race_free() {
  Report report;
  report.name = "counters";
  report.file = "counters.json";
  report.threads = {"a", "b"};
  const std::string all =
      "3054936363499604682051979393213617699789402740572326663893613909281291"
      "6265247204577018572351080152282568751526935904671553178534278042839697"
      "3513311420091788963072442053377285222203558881953188370081650866793017";
  report.exploration = {"stateful", true, {}, all, 0, 123456, 222222, "", ""};
  report.verdict = "race-free";
  Outcome first;
  first.end = "completed";
  first.values = {{"cells", true, {}}, {"head", false, {{0, true}}}, integer("done", 1)};
  for (int i = 0; i < 30; ++i) first.values[0].cells.push_back({i * 1000, false});
  first.interleavings = all.substr(0, all.size() - 3);
  first.seed = "c-1";
  Outcome second = first;
  second.values[0].cells[4].value = -1;
  second.values[1].cells[0].value = 2;
  second.interleavings = all;
  report.outcomes = {first, second};
  report.warnings = {{"/threads/b", "b never touches anything that another thread uses"},
                     {"", "the mutex m is never contended\x1b[31m"}};
  return report;
}

Report spinning() {
  Report report;
  report.name = "spin";
  report.file = "spin.json";
  report.threads = {"polite", "also_polite"};
  report.exploration = {"stateful", true, {}, "unbounded", 0, 40, 70, "", ""};
  report.verdict = "racy";
  report.counts = {{"livelock", {}}, {"nondeterministic", {}}};
  Finding livelock;
  livelock.kind = "livelock";
  livelock.message = "from here no end can be reached any more: both step back for ever";
  livelock.countable = false;
  livelock.seed = "s-1";
  livelock.orderings_note = "a livelock belongs to the scenario as a whole";
  for (int i = 0; i < 60; ++i) {
    const std::string& thread = report.threads[static_cast<std::size_t>(i % 2)];
    Step one = step(thread, "/threads/" + thread + "/0", "turn += 1", "update turn", i);
    one.changed = fmt::format("turn: {} -> {}", i, i + 1);
    one.cycle_start = i == 50;
    livelock.witness.push_back(one);
  }
  livelock.witness[50].findings = {livelock.message};
  Finding different;
  different.kind = "nondeterministic";
  different.message = "it can end with turn = 1 and with turn = 2";
  different.countable = false;
  different.seed = "s-2";
  different.second_seed = "s-3";
  different.orderings_note = "a nondeterministic result belongs to the scenario as a whole";
  different.witness = {livelock.witness[0]};
  different.second_witness = {livelock.witness[1]};
  different.second_witness[0].choices = {1, 2};
  different.second_witness[0].choice_texts = {"picked = 1", "wakes polite"};
  Step block = step("polite", "/threads/polite/1", "", "atomic");
  block.accesses = {{"read turn", Cell{1, false}}, {"write head", Cell{0, true}}};
  different.second_witness.push_back(block);
  report.findings = {livelock, different};
  Outcome unbounded = outcome("completed", 0, false, "unbounded", "s-2");
  report.outcomes = {unbounded};
  return report;
}

Overview bank_overview() {
  Overview overview;
  overview.name = "deposit_withdraw";
  overview.file = "scenarios/bank/deposit_withdraw.json";
  overview.description = "Two people at two ATMs share one account holding $1,000.";
  overview.constants = {{"deposited", 1000}, {"withdrawn", 1200}};
  overview.state = {{"shared", "balance = 1000"}, {"mutex", "m"}, {"mutex", "fork[0..4]"}};
  overview.threads = {
      {"deposit",
       "",
       "",
       2,
       {{"/threads/deposit/0", "read balance"}, {"/threads/deposit/1", "write balance"}}},
      {"server[0..3]",
       "in the background",
       "Answers for ever.",
       {},
       {{"/threads/server/do/0/do/0", "receive requests"}}}};
  overview.checks = {{"never", "overdraft"},
                     {"always", "never below one withdrawal and one fee: balance >= -210"}};
  overview.expect = "overdraft, lost-update, data-race";
  overview.interleavings_max = "6";
  return overview;
}

}  // namespace heddle::test
