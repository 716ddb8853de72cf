// `heddle diff` from the outside.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "report/glyphs.h"
#include "report/text.h"
#include "support/program.h"
#include "support/reports.h"
#include "support/scenarios.h"
#include "support/texts.h"

namespace heddle::test {
namespace {

using nlohmann::json;

// "new -220:2 gone -210:2 ", an end each, with the first variable and the number of the new one,
// of what is gone that of the old one.
std::string ends(const json& report) {
  std::string text;
  for (const json& one : report["outcomes"]) {
    const json& part = one[one["new"].is_null() ? "old" : "new"];
    text += one["change"].get<std::string>() + " " + one["values"].front().dump() + ":" +
            part["interleavings"].get<std::string>() + " ";
  }
  return text;
}

// Of the six interleavings the lock leaves the two serial orders.
TEST(Diff, TellsWhatALockTakesAway) {
  const Folder folder;
  const std::string files =
      library("bank/deposit_withdraw.json") + " " + library("bank/deposit_withdraw_mutex.json");
  const Output run = folder.heddle("diff " + files + " --json -");
  EXPECT_EQ(run.code, 1) << run.err;
  const json report = json::parse(run.out);
  EXPECT_EQ(report["comparison"], "different");
  EXPECT_EQ(ends(report), "gone -210:2 gone 2000:2 same 790:1 same 800:1 ");
  EXPECT_EQ(report["findings"].size(), 5U);
  for (const json& finding : report["findings"]) EXPECT_EQ(finding["change"], "gone");
  const Output quiet = folder.heddle("diff " + files + " --quiet | tr '\\n' ' '");
  EXPECT_TRUE(contains(quiet.out, "FAILS -> RACE-FREE; 6 -> 2 interleavings")) << quiet.out;
}

TEST(Diff, OfAFileWithItselfIsTheSame) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("diff bank.json bank.json");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_TRUE(run.out.starts_with("SAME  deposit_withdraw   FAILS; 6 interleavings\n")) << run.out;
}

// A penalty of 20 takes the account below -210 wherever there was a penalty, in 5 of the 6
// interleavings, and the two ends that show it are others by 10.
TEST(Diff, ComparesTwoSetsOfConstantsOfOneFile) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  for (const std::string sets : {"--set-old penalty=10 --set-new penalty=20",
                                 "--set penalty=20 --set-old penalty=10", "--set-new penalty=20"}) {
    const Output run = folder.heddle("diff bank.json --json - " + sets);
    EXPECT_EQ(run.code, 1) << run.err;
    const json report = json::parse(run.out);
    EXPECT_EQ(report["old"]["scenario"]["constants"]["penalty"], 10);
    EXPECT_EQ(report["new"]["scenario"]["constants"]["penalty"], 20);
    EXPECT_EQ(ends(report), "new -220:2 new 780:1 gone -210:2 gone 790:1 same 800:1 same 2000:2 ");
    EXPECT_EQ(report["findings"][0]["change"], "new");
    EXPECT_EQ(report["findings"][0]["kind"], "invariant");
    EXPECT_EQ(report["findings"][0]["new"]["interleavings"], "5");
    EXPECT_EQ(report["findings"][1]["change"], "same");
  }
  const Output text = folder.heddle("diff bank.json --set deposited=1000 --set-new penalty=20");
  EXPECT_TRUE(text.out.starts_with("DIFFERS  deposit_withdraw, penalty = 10 -> 20 ")) << text.out;
  EXPECT_TRUE(contains(text.out, "explore bank.json")) << text.out;
  EXPECT_TRUE(contains(text.out, "--set deposited=1000")) << text.out;
  EXPECT_TRUE(contains(text.out, "--set penalty=20")) << text.out;
}

// One access more in one of two threads: 3 orders for 2, and one end with another number.
TEST(Diff, TellsAnotherNumber) {
  const Folder folder;
  folder.write("steps.json", R"({"name": "steps", "constants": {"n": 0}, "atomics": {"x": 0},
    "threads": {"a": [{"repeat": "n", "do": ["skip"]}, "x += 1"], "b": ["x += 1"]}})");
  const Output run = folder.heddle("diff steps.json --set-new n=1");
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_TRUE(run.out.starts_with("DIFFERS  steps, n = 0 -> 1   RACE-FREE; 2 -> 3 interleavings"))
      << run.out;
  EXPECT_TRUE(contains(run.out, "~  completed  2    2    3\n")) << run.out;
}

// The small search is complete, the large one is not: nothing of the small one is called gone.
TEST(Diff, AnIncompleteSearchIsSaidAndNothingIsCalledGone) {
  const Folder folder;
  folder.write("small.json", increments(2, 1));
  folder.write("large.json", increments(4, 8));
  const Output run = folder.heddle("diff small.json large.json --max-states 30 --json report.json");
  EXPECT_EQ(run.code, 3) << run.out << run.err;
  EXPECT_TRUE(run.out.starts_with("UNDECIDED  inc ")) << run.out;
  EXPECT_TRUE(contains(run.out, "NEW is incomplete")) << run.out;
  EXPECT_TRUE(contains(run.out, "--max-states 30")) << run.out;
  const json report = json::parse(folder.read("report.json"));
  EXPECT_EQ(report["comparison"], "incomplete");
  EXPECT_TRUE(report["old"]["exploration"]["complete"].get<bool>());
  bool unknown = false;
  for (const char* list : {"outcomes", "findings"})
    for (const json& one : report[list]) {
      EXPECT_NE(one["change"], "gone");
      unknown = unknown || one["change"] == "unknown";
    }
  EXPECT_TRUE(unknown) << run.out;
  EXPECT_EQ(folder.heddle("diff large.json small.json --max-states 30 --quiet").code, 3);
}

// The commands and JSON are the same whatever the number of threads.
TEST(Diff, IsTheSameForAnyNumberOfThreads) {
  const Folder folder;
  const std::string command = "diff " + library("conditions/bounded_buffer.json") + " " +
                              library("conditions/bounded_buffer_notify.json");
  const std::string data = " --json - | grep -v '\"seconds\"'";
  const std::string text = folder.heddle(command).out;
  EXPECT_TRUE(contains(text, "deadlock")) << text;
  EXPECT_EQ(folder.heddle(command + " --jobs 3").out, text);
  EXPECT_EQ(folder.heddle(command + " --jobs 3" + data).out, folder.heddle(command + data).out);
}

TEST(Diff, ComparesWithoutCounts) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("diff bank.json bank.json --no-counts");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_TRUE(contains(run.out, "Numbers are not compared")) << run.out;
  EXPECT_TRUE(contains(run.out, "not counted")) << run.out;
}

TEST(Diff, SuggestsTheConstantThatWasMeant) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  for (const std::string side : {"--set-old", "--set-new"}) {
    const Output run = folder.heddle("diff bank.json " + side + " penlaty=3");
    EXPECT_EQ(run.code, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(contains(run.err, side + " penlaty: the scenario has no such constant; did you "
                                         "mean \"penalty\"?"))
        << run.err;
    EXPECT_TRUE(contains(folder.heddle("diff bank.json " + side + " penalty").err,
                         side + ": \"penalty\" is not NAME=VALUE"));
    EXPECT_TRUE(contains(folder.heddle("diff bank.json " + side + " penalty=1.0").err,
                         side + " penalty: \"1.0\" is not a whole number"));
  }
}

TEST(Diff, RefusesWrongInput) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.write("bad.json", R"({"name": "bad", "threads": {"a": ["x = 1"]}})");
  folder.write("worse.json", R"({"name": "worse", "threads": {"a": ["y = 1"]}})");
  const Output missing = folder.heddle("diff bank.json none.json");
  EXPECT_EQ(missing.code, 2);
  EXPECT_EQ(missing.out, "");
  EXPECT_TRUE(contains(missing.err, "cannot read none.json")) << missing.err;
  const Output both = folder.heddle("diff bad.json worse.json --json report.json");
  EXPECT_EQ(both.code, 2);
  EXPECT_TRUE(contains(both.err, "bad.json:1:")) << both.err;
  EXPECT_TRUE(contains(both.err, "worse.json:1:")) << both.err;
  EXPECT_FALSE(folder.has("report.json"));
  const Output once = folder.heddle("diff bad.json --set-new n=1");
  EXPECT_EQ(once.code, 2);
  EXPECT_EQ(once.err, folder.heddle("explore bad.json").err) << "the mistakes of one file once";
  EXPECT_EQ(folder.heddle("diff bank.json bank.json --json bank.json").code, 2);
  EXPECT_EQ(folder.read("bank.json"), bank_json()) << "an input is never written to";
}

TEST(Diff, ReadsStandardInput) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  EXPECT_EQ(folder.heddle("diff - bank.json --quiet < bank.json").code, 0);
  EXPECT_EQ(folder.heddle("diff bank.json - --quiet < bank.json").code, 0);
  EXPECT_EQ(folder.heddle("diff - --set-new penalty=20 --quiet < bank.json").code, 1);
}

// A report is no scenario: `check` passes over it, and another report may replace it.
TEST(Diff, WritesAReportThatIsKnownAsOne) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(folder.heddle("diff bank.json bank.json --json diff.json").code, 0);
  const Output check = folder.heddle("check .");
  EXPECT_TRUE(contains(check.out, "1 file: 1 as expected; 1 passed over")) << check.out;
}

report::Report explored(const std::string& name) {
  const std::string path = std::string(HEDDLE_SOURCE_DIR) + "/scenarios/" + name + ".json";
  inquiry::ExploreOptions options;
  options.orderings = false;
  report::Report report = run(contents(path), options);
  report.file = path;
  return report;
}

TEST(Diff, FitsEveryTerminal) {
  const std::pair<const char*, const char*> pairs[] = {
      {"bank/deposit_withdraw", "bank/transfer_naive"},
      {"conditions/bounded_buffer", "conditions/bounded_buffer_notify"},
      {"memory/close_twice", "memory/close_once_exchange"},
      {"mutual_exclusion/spin_lock", "mutual_exclusion/spin_lock_check_then_set"},
      {"mutual_exclusion/philosophers_deadlock", "mutual_exclusion/philosophers_waiter"}};
  for (const auto& [before, after] : pairs) {
    const report::Comparison comparison = report::compare(explored(before), explored(after));
    EXPECT_EQ(comparison.result, report::Comparison::Result::kDifferent) << before;
    for (std::size_t width = 40; width <= 200; ++width) {
      std::istringstream lines(text_compare(comparison, report::TextOptions{width, false, false}));
      for (std::string line; std::getline(lines, line);)
        EXPECT_LE(report::display_width(line), width) << line;
      const std::string verdict = text_compare(comparison, report::TextOptions{width, false, true});
      EXPECT_LE(report::display_width(verdict), width + 1) << "with the end of its one line";
      EXPECT_EQ(verdict.find('\n'), verdict.size() - 1) << verdict;
    }
  }
}

}  // namespace
}  // namespace heddle::test
