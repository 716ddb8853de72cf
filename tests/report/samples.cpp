#include "report/samples.h"

#include <fmt/format.h>

#include "report/building.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: this file only builds its types

// withdraw reads, deposit runs from start to end, withdraw writes.
std::vector<Step> lost_deposit() {
  std::vector<Step> steps = {
      step("withdraw", "/threads/withdraw/0", 13, "let seen = balance", "read balance", 1000),
      step("deposit", "/threads/deposit/0", 9, "let seen = balance", "read balance", 1000),
      step("deposit", "/threads/deposit/1", 10, "balance = seen + deposited", "write balance",
           2000),
      step("withdraw", "/threads/withdraw/3", 16, "balance = seen - withdrawn - fee",
           "write balance", -210)};
  steps[0].locals = {integer("seen", 1000), integer("fee", 10)};
  steps[0].flags_raised = {"overdraft"};
  steps[1].locals = {integer("seen", 1000)};
  steps[1].switched = Switch::kPreemption;
  steps[1].switched_from = "withdraw";
  steps[2].changes = {change("balance", 1000, 2000)};
  steps[3].changes = {change("balance", 2000, -210)};
  steps[3].switched = Switch::kEnded;
  steps[3].switched_from = "deposit";
  steps[3].stale = {{"seen", "balance", 2}};
  return steps;
}

Finding with_lost_deposit(Finding finding) {
  finding.witness = lost_deposit();
  finding.moment = 3;
  finding.preemptions = 1;
  finding.initial = {integer("balance", 1000)};
  return finding;
}

const Endpoint kDepositReads = endpoint("deposit", "/threads/deposit/0", "read balance");
const Endpoint kDepositWrites = endpoint("deposit", "/threads/deposit/1", "write balance");
const Endpoint kWithdrawReads = endpoint("withdraw", "/threads/withdraw/0", "read balance");
const Endpoint kWithdrawWrites = endpoint("withdraw", "/threads/withdraw/3", "write balance");

Finding overdraft() {
  Finding result =
      finding("flag", "overdraft", "withdraw raises the flag overdraft", "5", "7z0dtxbh89fv-3stv");
  result.serial = true;
  result.orderings = {ordering("5", "7z0dtxbh89fv-3stv", {pair(kWithdrawReads, kDepositWrites)})};
  result.covered = "5";
  result.condition = "Exactly when withdraw reads balance before deposit writes it";
  const auto steps = lost_deposit();
  result.witness = {steps[0], steps[3], steps[1], steps[2]};
  result.moment = 0;
  result.initial = {integer("balance", 1000)};
  return result;
}

Finding wrong_balance() {
  Finding result = finding("final", "both transactions count",
                           "\"both transactions count\" does not hold at the end: balance == 800 "
                           "is false: 790 == 800",
                           "5", "7z0dtxbh89fv-3stv");
  const Finding same = overdraft();
  result.serial = true;
  result.same_as = 0;
  result.orderings = same.orderings;
  result.covered = "5";
  result.condition = same.condition;
  result.witness = same.witness;
  result.moment = 3;
  result.initial = same.initial;
  return result;
}

Finding lost_update() {
  Finding result = finding("lost-update", "balance",
                           "withdraw writes balance without having seen what deposit wrote to it "
                           "since withdraw read it",
                           "4", "7z0dtxbh89fv-1yyk");
  result = with_lost_deposit(result);
  result.serial = false;
  result.within = {0, 1};
  result.same_as = 2;
  result.orderings = {
      ordering("4", "7z0dtxbh89fv-1yyk",
               {pair(kWithdrawReads, kDepositWrites), pair(kDepositReads, kWithdrawWrites)})};
  result.covered = "4";
  result.condition = "Exactly when each reads balance before the other writes it";
  result.explanation = "withdraw still has seen = 1000: the deposit of step 3 is lost";
  return result;
}

Finding not_serializable() {
  Finding result = lost_update();
  result.kind = "not-serializable";
  result.name.reset();
  result.same_as.reset();
  result.message = "completes with balance = -210, overdraft, as no serial order does";
  result.explanation.clear();
  return result;
}

Finding data_race() {
  Finding result = finding("data-race", "balance",
                           "deposit (write balance) and withdraw (read balance) can access "
                           "balance at the same time, and nothing orders them",
                           {}, "7z0dtxbh89fv-0t7b-1");
  result.witness = {lost_deposit()[1]};
  result.witness[0].switched = Switch::kNone;
  result.next = {
      {"deposit", "/threads/deposit/1", 10, "balance = seen + deposited", "write balance", "", {}},
      {"withdraw", "/threads/withdraw/0", 13, "let seen = balance", "read balance", "", {}}};
  return result;
}

Outcome end(std::int64_t balance, bool flag, const std::string& count, const std::string& seed,
            std::vector<std::string> order, std::vector<std::size_t> findings) {
  Outcome result = outcome("completed", {integer("balance", balance)}, count, seed);
  if (flag) result.flags = {"overdraft"};
  result.serial = !order.empty();
  if (!order.empty()) result.serial_order = order;
  for (const std::size_t index : findings) result.findings.push_back({index, count});
  return result;
}

}  // namespace

Report bank() {
  Report report;
  report.name = "deposit_withdraw";
  report.file = "deposit_withdraw.json";
  report.description = "Two people at two ATMs share one account holding $1,000.";
  report.constants = {{"deposited", 1000}, {"withdrawn", 1200}, {"penalty", 10}};
  report.threads = {"deposit", "withdraw"};
  report.variables = {"balance"};
  report.flags = {"overdraft"};
  report.exploration = explored("6", 14);
  report.verdict = "racy";
  report.counts = {{"overdraft", "5"},
                   {"final", "5"},
                   {"not-serializable", "4"},
                   {"lost-update", "4"},
                   {"data-race", {}}};
  report.outcomes = {end(-210, true, "2", "7z0dtxbh89fv-1yyk", {}, {0, 1, 2, 3}),
                     end(790, true, "1", "7z0dtxbh89fv-3stv", {"withdraw", "deposit"}, {0, 1}),
                     end(800, false, "1", "7z0dtxbh89fv-0", {"deposit", "withdraw"}, {}),
                     end(2000, true, "2", "7z0dtxbh89fv-2b", {}, {0, 1, 2, 3})};
  report.findings = {overdraft(), wrong_balance(), not_serializable(), lost_update(), data_race()};
  report.seconds = 0.25;
  return report;
}

Report bank_locked() {
  Report report = bank();
  report.name = "deposit_withdraw_mutex";
  report.file = "deposit_withdraw_mutex.json";
  report.exploration = explored("2", 10);
  report.verdict = "race-free";
  report.counts.clear();
  report.outcomes = {end(790, true, "1", "3c0k2m8d11aa-1", {"withdraw", "deposit"}, {}),
                     end(800, false, "1", "3c0k2m8d11aa-0", {"deposit", "withdraw"}, {})};
  report.findings.clear();
  return report;
}

Replay bank_replay() {
  Replay replay;
  replay.report = bank();
  replay.report.exploration.strategy = "replay";
  replay.report.outcomes = {replay.report.outcomes[0]};
  replay.report.findings = {overdraft(), wrong_balance(), not_serializable(), lost_update()};
  for (Finding& finding : replay.report.findings) {
    finding.witness.clear();
    finding.orderings.clear();
  }
  replay.seed = "7z0dtxbh89fv-1yyk";
  replay.number = "3";
  replay.initial = {integer("balance", 1000)};
  replay.steps = lost_deposit();
  const std::int64_t balances[] = {1000, 1000, 2000, -210};
  for (std::size_t i = 0; i < 4; ++i) replay.steps[i].state = {integer("balance", balances[i])};
  replay.steps[0].findings = {replay.report.findings[0].message};
  replay.steps[3].findings = {replay.report.findings[1].message, replay.report.findings[2].message,
                              replay.report.findings[3].message};
  replay.end = "completed";
  return replay;
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

Replay seats_replay() {
  Replay replay;
  replay.report.name = "first";
  replay.report.file = "first.json";
  replay.report.threads = {"customer[0]", "customer[1]"};
  replay.report.verdict = "racy";
  replay.seed = "03eq8qb5s94r-1dsc";
  replay.initial = {integer("left", 1), integer("sold", 0)};
  const std::string at = "/threads/customer/do/";
  const auto add = [&](int who, const char* place, std::uint32_t line, const char* statement,
                       const char* access) {
    replay.steps.push_back(step(replay.report.threads[static_cast<std::size_t>(who)], at + place,
                                line, statement, access));
  };
  add(1, "0", 11, "let seats = left", "read left");
  add(0, "0", 11, "let seats = left", "read left");
  add(0, "1/then/0", 13, "left -= 1", "update left");
  add(0, "1/then/1", 14, "sold += 1", "update sold");
  add(1, "1/then/0", 13, "left -= 1", "update left");
  add(1, "1/then/1", 14, "sold += 1", "update sold");
  std::vector<Step>& steps = replay.steps;
  for (const std::size_t i : {0u, 1u}) {
    steps[i].value = Cell{1, false};
    steps[i].locals = {integer("seats", 1)};
  }
  steps[1].switched = Switch::kPreemption;
  steps[1].switched_from = "customer[1]";
  steps[4].switched = Switch::kEnded;
  steps[4].switched_from = "customer[0]";
  steps[2].changes = {change("left", 1, 0)};
  steps[3].changes = {change("sold", 0, 1)};
  steps[4].changes = {change("left", 0, -1)};
  steps[5].changes = {change("sold", 1, 2)};
  steps[5].stale = {{"seats", "left", 2}};
  steps[5].state = {integer("left", -1), integer("sold", 2)};
  replay.report.findings = {finding("invariant", "no seat is sold twice",
                                    "\"no seat is sold twice\": sold <= 1 is false: 2 <= 1", "1",
                                    "03eq8qb5s94r-1dsc")};
  replay.report.findings[0].explanation =
      "customer[1] acted on seats = 1, read in step 1, out of date since step 3";
  steps[5].findings = {replay.report.findings[0].message};
  replay.report.outcomes = {
      outcome("completed", {integer("left", -1), integer("sold", 2)}, "1", "03eq8qb5s94r-1dsc")};
  replay.end = "completed";
  return replay;
}

std::string without_color(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      plain += text[i];
  }
  return plain;
}

}  // namespace heddle::test
