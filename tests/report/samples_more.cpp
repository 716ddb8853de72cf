#include <fmt/format.h>

#include "report/building.h"
#include "report/samples.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: this file only builds its types

Report with_threads(const std::string& name, std::vector<std::string> threads) {
  Report report;
  report.name = name;
  report.file = "scenarios/" + name + ".json";
  report.threads = std::move(threads);
  report.verdict = "racy";
  return report;
}

}  // namespace

Report stopped() {
  Report report = with_threads("philosophers", {});
  report.file = "a folder/it's 哲学家.json";
  report.set_options = {"seats=40", "courses=3"};
  report.exploration = explored("", 1000);
  report.exploration.complete = false;
  report.exploration.stopped_by = "states";
  report.exploration.limit_text = "--max-states 1000";
  report.exploration.help = "a larger --max-states, or smaller constants with --set";
  Finding dead = finding("deadlock", "philosopher: lock fork",
                         "all 40 philosophers wait: 哲学家[0] for fork[0], held by 哲学家[39], "
                         "and so on",
                         {}, "p-77");
  dead.preemptions = 39;
  dead.orderings_note = "the graph did not fit, so no ordering was looked for";
  for (int i = 0; i < 40; ++i) {
    const std::string name = fmt::format("哲学家[{}]", i);
    const std::string before = fmt::format("哲学家[{}]", (i + 39) % 40);
    report.threads.push_back(name);
    dead.witness.push_back(step(name, "/threads/philosopher/do/0", 8, "lock fork[self]",
                                fmt::format("lock fork[{}]", i)));
    if (i > 0) {
      dead.witness.back().switched = Switch::kPreemption;
      dead.witness.back().switched_from = before;
    }
    dead.next.push_back(
        {name,
         "/threads/philosopher/do/1",
         9,
         "lock fork[(self + 1) % seats]",
         fmt::format("lock fork[{}]", (i + 1) % 40),
         fmt::format("waits for fork[{}], held by 哲学家[{}]", (i + 1) % 40, (i + 1) % 40),
         {fmt::format("fork[{}]", i)}});
  }
  dead.moment = 39;
  report.findings = {dead};
  report.counts = {{"deadlock", {}}};
  report.outcomes = {outcome("deadlock", {integer("eaten", 0)}, "", "p-77")};
  return report;
}

Report undecided() {
  Report report = stopped();
  report.verdict = "incomplete";
  report.findings.clear();
  report.counts.clear();
  report.outcomes = {outcome("completed", {integer("eaten", 40)}, "", "p-1")};
  return report;
}

Report race_free() {
  Report report = with_threads("counters", {"a", "b"});
  const std::string all =
      "3054936363499604682051979393213617699789402740572326663893613909281291"
      "6265247204577018572351080152282568751526935904671553178534278042839697"
      "3513311420091788963072442053377285222203558881953188370081650866793017";
  report.exploration = explored(all, 123456);
  report.verdict = "race-free";
  Outcome first =
      outcome("completed", {{"cells", true, {}}, {"head", false, {{0, true}}}, integer("done", 1)},
              all.substr(0, all.size() - 3), "c-1");
  for (int i = 0; i < 30; ++i) first.values[0].cells.push_back({i * 1000, false});
  first.serial = true;
  first.serial_order = {"a", "b"};
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
  Report report = with_threads("spin", {"polite", "also_polite"});
  report.exploration = explored("unbounded", 40);
  report.counts = {{"livelock", {}}, {"nondeterministic", {}}};
  Finding livelock =
      finding("livelock", "", "from here no end can be reached any more: both step back for ever",
              {}, "s-1");
  livelock.initial = {integer("turn", 0)};
  for (int i = 0; i < 60; ++i) {
    const std::string& thread = report.threads[static_cast<std::size_t>(i % 2)];
    Step one = step(thread, "/threads/" + thread + "/0", 12, "turn += 1", "update turn", i);
    one.changes = {change("turn", i, i + 1)};
    one.cycle_start = i == 50;
    livelock.witness.push_back(one);
  }
  livelock.moment = 50;
  Finding different =
      finding("nondeterministic", "", "it can end with turn = 1 and with turn = 2", {}, "s-2");
  different.second_seed = "s-3";
  different.witness = {livelock.witness[0]};
  different.second_witness = {livelock.witness[1]};
  Choice picked;
  picked.local = "picked";
  picked.value = {1, false};
  Choice woken;
  woken.sleeper = "polite";
  different.second_witness[0].choices = {picked, woken};
  Step block = step("polite", "/threads/polite/1", 14, "", "atomic");
  block.accesses = {{"read turn", Cell{1, false}, ""}, {"write head", Cell{0, true}, ""}};
  block.changes = {{"head", {2, true}, {0, true}}};
  different.second_witness.push_back(block);
  report.findings = {livelock, different};
  report.outcomes = {outcome("completed", {integer("turn", 0)}, "unbounded", "s-2")};
  return report;
}

Report deadlock() {
  Report report = with_threads("transfer_deadlock", {"rent", "refund"});
  report.exploration = explored("6", 35);
  report.counts = {{"deadlock", "2"}};
  Finding dead = finding("deadlock", "refund: lock account[0], rent: lock account[1]",
                         "rent waits for account[1], held by refund; refund waits for account[0], "
                         "held by rent",
                         "2", "sqbwyfv019t7-291t");
  dead.serial = false;
  dead.preemptions = 1;
  dead.condition =
      "Exactly when rent locks account[0] before refund locks it, and refund locks account[1] "
      "before rent locks it (2 of 2)";
  dead.witness = {step("rent", "/threads/rent/0/with", 12, "account[0]", "lock account[0]"),
                  step("refund", "/threads/refund/0/with", 18, "account[1]", "lock account[1]")};
  dead.witness[1].switched = Switch::kPreemption;
  dead.witness[1].switched_from = "rent";
  dead.moment = 1;
  dead.next = {{"rent",
                "/threads/rent/0/do/0/with",
                13,
                "account[1]",
                "lock account[1]",
                "waits for account[1], held by refund",
                {"account[0]"}},
               {"refund",
                "/threads/refund/0/do/0/with",
                19,
                "account[0]",
                "lock account[0]",
                "waits for account[0], held by rent",
                {"account[1]"}}};
  report.findings = {dead};
  NamedValue rich{"accounts", true, {{120, false}, {80, false}}};
  NamedValue same{"accounts", true, {{100, false}, {100, false}}};
  report.outcomes = {outcome("completed", {rich}, "4", "sqbwyfv019t7-0"),
                     outcome("deadlock", {same}, "2", "sqbwyfv019t7-291t")};
  report.outcomes[0].serial = true;
  report.outcomes[0].serial_order = {"rent", "refund"};
  report.outcomes[1].serial = false;
  report.outcomes[1].findings = {{0, "2"}};
  return report;
}

Report freed() {
  Report report = with_threads("rcu_freed_at_once", {"updater", "reader"});
  report.exploration = explored("994016", 2044);
  report.counts = {{"use-after-free", "178750"}, {"data-race", {}}};
  std::vector<Step> steps = {
      step("updater", "/threads/updater/0", 20, "let old = new Config", "new Config", 1),
      step("updater", "/threads/updater/1", 21, "old.width = 1", "write Config#1.width", 1),
      step("updater", "/threads/updater/2", 22, "config = old", "write config", 1),
      step("reader", "/threads/reader/0", 31, "let mine = config", "read config", 1),
      step("updater", "/threads/updater/4", 25, "delete old", "delete Config#1"),
      step("reader", "/threads/reader/1", 32, "assert mine.width == 1 : \"a square\"",
           "read Config#1.width")};
  steps[1].changes = {change("Config#1.width", 0, 1)};
  steps[2].changes = {{"config", {0, true}, {1, true}}};
  steps[3].switched = Switch::kPreemption;
  steps[3].switched_from = "updater";
  steps[4].switched = Switch::kPreemption;
  steps[4].switched_from = "reader";
  steps[5].switched = Switch::kEnded;
  steps[5].switched_from = "updater";
  Finding use = finding("use-after-free", "/threads/reader/1",
                        "reader in line 32: \"assert mine.width == 1\" uses a record that "
                        "was freed (read Config#1.width)",
                        "178750", "3eetbfae4c10-4j");
  use.serial = false;
  use.witness = steps;
  use.moment = 5;
  use.initial = {{"config", false, {{0, true}}}};
  use.explanation = "reader uses Config#1, which updater deleted in step 5 (line 25)";
  use.condition =
      "Exactly when reader reads config before updater writes it, and updater deletes Config#1 "
      "before reader reads Config#1.width (178,750 of 178,750)";
  Finding race = finding("data-race", "Config.width",
                         "updater (delete Config#1) and reader (read Config#1.width) can access "
                         "Config.width at the same time, and nothing orders them",
                         {}, "3eetbfae4c10-6r2rr-c");
  race.witness.assign(steps.begin(), steps.begin() + 4);
  race.next = {{"updater", "/threads/updater/4", 25, "delete old", "delete Config#1", "", {}},
               {"reader",
                "/threads/reader/1",
                32,
                "assert mine.width == 1 : \"a square\"",
                "read Config#1.width",
                "",
                {"r (reading)"}}};
  report.findings = {use, race};
  const NamedValue one{"config", false, {{1, true}}};
  report.outcomes = {outcome("completed", {one, integer("readers", 0)}, "815266", "3e-0"),
                     outcome("use-after-free", {one, integer("readers", 1)}, "178750", "3e-1")};
  report.outcomes[0].serial = true;
  report.outcomes[0].serial_order = {"updater", "reader"};
  report.outcomes[1].serial = false;
  report.outcomes[1].findings = {{0, "178750"}};
  return report;
}

Report race_alone() {
  Report report = with_threads("two_locks", {"writer", "reader"});
  report.exploration = explored("20", 31);
  report.counts = {{"data-race", {}}};
  Finding race = finding("data-race", "hits",
                         "writer (write hits) and reader (read hits) can access hits at the same "
                         "time, and nothing orders them",
                         {}, "2l-3-1");
  race.witness = {step("writer", "/threads/writer/0/with", 9, "a", "lock a"),
                  step("reader", "/threads/reader/0/with", 14, "b", "lock b")};
  race.next = {{"writer", "/threads/writer/0/do/0", 10, "hits = 1", "write hits", "", {"a"}},
               {"reader", "/threads/reader/0/do/0", 15, "let seen = hits", "read hits", "", {"b"}}};
  report.findings = {race};
  report.outcomes = {outcome("completed", {integer("hits", 1)}, "20", "2l-0")};
  report.outcomes[0].serial = true;
  report.outcomes[0].serial_order = {"writer", "reader"};
  return report;
}

Report many_ends() {
  Report report = with_threads("counter", {"worker[0]", "worker[1]"});
  report.exploration = explored("137846528820", 441);
  report.counts = {{"final", "137846528819"}, {"lost-update", "137846528800"}};
  Finding wrong =
      finding("final", "no step is lost", "count == 60 is false: 2 == 60", "137846528819", "c20-1");
  wrong.serial = false;
  Finding lost = finding("lost-update", "count", "worker[1] overwrites what worker[0] wrote",
                         "137846528800", "c20-2");
  lost.serial = false;
  lost.within = {0};
  lost.condition =
      "Whenever worker[0] reads count before worker[1] writes it, in some round of "
      "each (137,846,528,000 of 137,846,528,800)";
  for (Finding* one : {&wrong, &lost}) {
    one->witness = {
        step("worker[0]", "/threads/worker/do/0/do/0", 7, "count += 1", "read count", 0),
        step("worker[1]", "/threads/worker/do/0/do/0", 7, "count += 1", "read count", 0),
        step("worker[1]", "/threads/worker/do/0/do/0", 7, "count += 1", "write count", 1),
        step("worker[0]", "/threads/worker/do/0/do/0", 7, "count += 1", "write count", 1)};
    one->witness[2].changes = {change("count", 0, 1)};
    one->initial = {integer("count", 0)};
    one->moment = 3;
  }
  lost.explanation = "worker[0] still has 0: the write of step 3 is lost";
  report.findings = {wrong, lost};
  for (int i = 1; i <= 60; ++i) {
    report.outcomes.push_back(outcome("completed", {integer("count", i)},
                                      fmt::format("{}", 2297442147LL + i),
                                      fmt::format("c20-{}", i)));
    Outcome& last = report.outcomes.back();
    last.serial = i == 60;
    if (i == 60) last.serial_order = std::vector<std::string>(40, "worker[0]/round");
    if (i < 60) last.findings = {{0, last.interleavings}, {1, last.interleavings}};
  }
  return report;
}

Report chosen() {
  Report report = with_threads("payments", {"payer", "auditor"});
  report.exploration = explored("12", 40);
  report.counts = {{"assertion", "3"}};
  Finding failed =
      finding("assertion", "paid in full",
              "auditor: \"paid in full\" fails: total == 3 is false: 0 == 3", "3", "pay-7");
  failed.serial = true;
  failed.condition =
      "Whenever payer chooses paid = 0 (2 of 3), or whenever auditor reads total "
      "before payer writes it (1 of 3). Only when payer chooses paid before auditor "
      "reads total";
  Step start = step("", "", 0, "", "start");
  Choice choice;
  choice.local = "paid";
  choice.value = {0, false};
  choice.thread = "payer";
  start.choices = {choice};
  failed.witness = {start, step("auditor", "/threads/auditor/0", 14,
                                "assert total == 3 : \"paid in full\"", "read total", 0)};
  failed.moment = 1;
  report.findings = {failed};
  report.outcomes = {outcome("assertion", {integer("total", 0)}, "3", "pay-7"),
                     outcome("completed", {integer("total", 3)}, "9", "pay-0")};
  report.outcomes[0].serial = true;
  report.outcomes[0].serial_order = {"auditor"};
  report.outcomes[0].findings = {{0, "3"}};
  report.outcomes[1].serial = true;
  report.outcomes[1].serial_order = {"payer", "auditor"};
  return report;
}

Report long_witness() {
  Report report = with_threads("rounds", {"ticker", "reader"});
  report.exploration = explored("5021", 900);
  report.counts = {{"assertion", "40"}};
  Finding failed =
      finding("assertion", "/threads/reader/2", "a == b is false: 29 == 3", "40", "r-9");
  failed.serial = false;
  for (int i = 0; i < 30; ++i) {
    Step one = step("ticker", "/threads/ticker/0/do/0", 8, "a = i", "write a", i);
    one.occurrence = static_cast<std::uint32_t>(i + 1);
    one.changes = {change("a", i - 1, i)};
    failed.witness.push_back(one);
  }
  Step early = step("reader", "/threads/reader/0", 12, "let b = a", "read a", 3);
  early.locals = {integer("b", 3)};
  early.switched = Switch::kPreemption;
  early.switched_from = "ticker";
  failed.witness.insert(failed.witness.begin() + 4, early);
  failed.witness.push_back(step("reader", "/threads/reader/2", 14, "assert a == b", "read a", 29));
  failed.witness.back().stale = {{"b", "a", 5}};
  failed.moment = failed.witness.size() - 1;
  failed.explanation = "reader acted on b = 3, read in step 5, out of date since step 6";
  failed.initial = {integer("a", -1)};
  failed.orderings = {ordering("31", "r-9",
                               {pair(endpoint("ticker", "/threads/ticker/0/do/0", "write a", 21),
                                     endpoint("reader", "/threads/reader/2", "read a"))})};
  failed.condition =
      "One way, 31 of 40: ticker writes a the 21st time before reader reads it at "
      "line 14";
  report.findings = {failed};
  report.outcomes = {outcome("assertion", {integer("a", 29)}, "40", "r-9"),
                     outcome("completed", {integer("a", 29)}, "4981", "r-0")};
  report.outcomes[0].findings = {{0, "40"}};
  return report;
}

std::vector<std::pair<std::string, Report>> all_reports() {
  return {{"bank", bank()},           {"stopped", stopped()},          {"undecided", undecided()},
          {"race_free", race_free()}, {"spinning", spinning()},        {"deadlock", deadlock()},
          {"freed", freed()},         {"race_alone", race_alone()},    {"many_ends", many_ends()},
          {"chosen", chosen()},       {"long_witness", long_witness()}};
}

std::vector<CheckedFile> checked_files() {
  CheckedFile good{"a/good.json", deadlock(), {}};
  good.report->expectation = Expectation{{}, {}, {}, {}, "", true, true};
  CheckedFile other{"deposit_withdraw.json", bank(), {}};
  other.report->seconds = 3.25;
  other.report->expectation = Expectation{
      {"deadlock", "overdraft"}, {"lost-update", "final"}, {"deadlock"}, "7", "", false};
  CheckedFile unsure{"b/unsure.json", undecided(), {}};
  unsure.report->expectation = Expectation{{}, {}, {}, {}, "", false, false};
  const CheckedFile wrong{"c/wrong.json", {}, {{3, 7, "/threads", "no \"threads\""}}};
  return {good, other, unsure, wrong};
}

}  // namespace heddle::test
