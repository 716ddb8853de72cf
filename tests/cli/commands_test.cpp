// The commands on real scenarios, from the outside.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "report/glyphs.h"
#include "support/program.h"
#include "support/scenarios.h"

namespace heddle::test {
namespace {

using nlohmann::json;

// The example of the format page: 6 interleavings, 4 outcomes, in 4 an update is lost.
TEST(Explore, CountsTheFirstExample) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("explore bank.json --json -");
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.err, "");
  const json report = json::parse(run.out);
  EXPECT_EQ(report["exploration"]["interleavings"], "6");
  EXPECT_EQ(report["verdict"], "racy");
  std::string outcomes;
  for (const json& outcome : report["outcomes"])
    outcomes += outcome["values"]["balance"].dump() + ":" +
                outcome["interleavings"].get<std::string>() + " ";
  EXPECT_EQ(outcomes, "-210:2 790:1 800:1 2000:2 ");
  EXPECT_EQ(report["counts"]["lost-update"], "4");
  EXPECT_EQ(report["counts"]["overdraft"], "5");
  EXPECT_TRUE(report["counts"]["data-race"].is_null());
}

TEST(Explore, SaysTheOrderingInWords) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("explore bank.json");
  EXPECT_EQ(run.code, 1);
  std::string words = run.out;
  for (char& c : words)
    if (c == '\n') c = ' ';
  while (contains(words, "  ")) words.replace(words.find("  "), 2, " ");
  EXPECT_TRUE(contains(words,
                       "FAILS deposit_withdraw 1 race, 1 failure without a race; "
                       "all 6 interleavings"))
      << run.out;
  EXPECT_TRUE(
      contains(words, "EXACTLY WHEN each reads balance before the other writes it (4 of 4)"))
      << run.out;
}

// Every command that a report prints works as it stands, and shows what it promised.
TEST(Explore, PrintsCommandsThatReplay) {
  const Folder folder;
  folder.write("it's here/bank.json", bank_json());
  const Output run = folder.shell(
      "PATH=\"$(dirname \"$HEDDLE\"):$PATH\"\n"
      "heddle explore \"it's here/bank.json\" --set penalty=11 > report\n"
      "grep -o 'heddle replay.*' report | sort -u > commands\n"
      "while read -r line; do eval \"$line\" > out || echo \"$?\"; done < commands");
  EXPECT_EQ(run.out, "1\n") << "of the lost update; the overdraft is told with it" << run.err;
  EXPECT_TRUE(contains(folder.read("report"), "--set penalty=11"));
}

TEST(Explore, ReadsStandardInput) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.shell("\"$HEDDLE\" explore - < bank.json --quiet");
  EXPECT_EQ(run.code, 1);
  EXPECT_TRUE(run.out.starts_with("FAILS  deposit_withdraw")) << run.out;
  const Output wrong = folder.shell("echo '{' | \"$HEDDLE\" explore -");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(contains(wrong.err, "<stdin>:")) << wrong.err;
}

TEST(Explore, ReportsEveryMistakeWithItsPlace) {
  const Folder folder;
  folder.write("bad.json", R"({"name": "bad", "shared": {"x": 1},
 "threads": {"a": ["x = y", "lock m"]}})");
  const Output run = folder.heddle("explore bad.json --json report.json");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(contains(run.err, "bad.json:2:")) << run.err;
  EXPECT_TRUE(contains(run.err, "/threads/a/0")) << run.err;
  EXPECT_TRUE(contains(run.err, "/threads/a/1")) << run.err;
  EXPECT_FALSE(folder.has("report.json")) << "nothing was explored, so there is no report";
}

TEST(Explore, TheLastOfARepeatedOptionWins) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run =
      folder.heddle("explore bank.json --max-states nonsense --max-states 1000 --quiet");
  EXPECT_EQ(run.code, 1) << run.err;
}

TEST(Explore, TwoRunsGiveTheSameBytes) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const std::string command = "explore bank.json --json - | grep -v '\"seconds\"'";
  const Output first = folder.heddle(command);
  EXPECT_EQ(first.out, folder.heddle(command).out);
  EXPECT_GT(first.out.size(), 1000u);
  EXPECT_EQ(folder.heddle("explore bank.json").out, folder.heddle("explore bank.json").out);
}

TEST(Explore, SaysThatNothingWasCounted) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("explore bank.json --no-counts");
  EXPECT_EQ(run.code, 1);
  EXPECT_TRUE(contains(run.out, "Interleavings were not counted: --no-counts was given."))
      << run.out;
  EXPECT_FALSE(contains(run.out, "fewest")) << run.out;
}

TEST(Explore, AnIncompleteSearchSaysSo) {
  const Folder folder;
  folder.write("big.json", R"({"name": "big", "atomics": {"x": 0}, "threads": {
    "a": {"count": 4, "do": [{"repeat": 8, "do": ["x += 1"]}]}}})");
  const Output run = folder.heddle("explore big.json --max-states 10 --json report.json");
  EXPECT_EQ(run.code, 3) << run.out;
  EXPECT_TRUE(run.out.starts_with("UNDECIDED  big")) << run.out;
  EXPECT_TRUE(contains(run.out, "does not prove")) << run.out;
  EXPECT_TRUE(contains(run.out, "--max-states")) << run.out;
  const json report = json::parse(folder.read("report.json"));
  EXPECT_EQ(report["verdict"], "incomplete");
  EXPECT_EQ(report["exploration"]["stopped_by"], "states");
  EXPECT_TRUE(report["exploration"]["interleavings"].is_null());
}

// Hours of work, cut short after half a second.
TEST(Explore, AnInterruptPrintsWhatWasFound) {
  const Folder folder;
  folder.write("huge.json", increments(6, 12));
  for (const std::string signal : {"INT", "TERM"}) {
    const Output run = folder.shell(
        "set -m\n\"$HEDDLE\" explore huge.json --json report.json --no-orderings & sleep 0.6\n"
        "kill -" +
        signal + " $!; wait $!");
    EXPECT_TRUE(run.code == 1 || run.code == 3) << run.code << run.err;
    EXPECT_TRUE(contains(run.out, "interrupt")) << run.out;
    EXPECT_EQ(json::parse(folder.read("report.json"))["exploration"]["stopped_by"], "interrupt");
  }
}

// Progress is for terminals, unless it is asked for; the last word counts.
TEST(Explore, ShowsProgressOnTerminals) {
  const Folder folder;
  folder.write("huge.json", increments(6, 12));
  const std::string explore = "explore huge.json --no-orderings --max-time 1 --quiet ";
  EXPECT_EQ(folder.heddle(explore).err, "");
  EXPECT_EQ(folder.heddle(explore + "--progress --no-progress").err, "");
  EXPECT_TRUE(contains(folder.heddle(explore + "--no-progress --progress").err, " states, "));
  if (folder.shell("command -v script").code != 0) GTEST_SKIP() << "no script(1) here";
  const std::string terminal = "TERM=xterm script -qec \"'$HEDDLE' " + explore;
  EXPECT_TRUE(contains(folder.shell(terminal + "\" /dev/null").out, " findings so far"));
  EXPECT_FALSE(
      contains(folder.shell(terminal + "--no-progress\" /dev/null").out, " findings so far"));
}

TEST(Explore, AClosedPipeEndsItQuietly) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.shell("\"$HEDDLE\" explore bank.json | true");
  EXPECT_EQ(run.err, "");
  const Output full = folder.shell("\"$HEDDLE\" explore bank.json > /dev/full");
  EXPECT_EQ(full.code, 2);
  EXPECT_TRUE(contains(full.err, "cannot write standard output")) << full.err;
}

TEST(Explore, NeverOverwritesTheScenarioWithItsReport) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  EXPECT_EQ(folder.heddle("explore bank.json --json ./bank.json").code, 2);
  EXPECT_EQ(folder.read("bank.json"), bank_json());
}

// Colour is for terminals, unless it is asked for; NO_COLOR is the user's word, --color overrides.
TEST(Explore, ColoursOnlyTerminals) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  EXPECT_FALSE(contains(folder.heddle("explore bank.json").out, "\x1b["));
  EXPECT_TRUE(contains(folder.heddle("explore bank.json --color=always").out, "\x1b["));
  const std::string terminal = "TERM=xterm script -qec \"'$HEDDLE' explore bank.json\" /dev/null";
  if (folder.shell("command -v script").code != 0) GTEST_SKIP() << "no script(1) here";
  EXPECT_TRUE(contains(folder.shell(terminal).out, "\x1b[1m"));
  EXPECT_FALSE(contains(folder.shell("NO_COLOR=1 " + terminal).out, "\x1b[1m"));
}

TEST(Explore, FitsTheColumnsOfTheTerminal) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  for (const std::size_t width : {30u, 40u, 80u, 120u}) {
    const Output run =
        folder.shell("export COLUMNS=" + std::to_string(width) + "; \"$HEDDLE\" explore bank.json");
    std::istringstream lines(run.out.substr(0, run.out.find("heddle replay")));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(report::display_width(line), width) << line;
  }
}

TEST(Replay, RunsOneInterleavingByNumber) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  int findings = 0;
  for (int i = 1; i <= 6; ++i) {
    const Output run = folder.heddle("replay bank.json '#" + std::to_string(i) + "'");
    EXPECT_TRUE(contains(run.out, "  #" + std::to_string(i) + " of 6  ")) << run.out;
    EXPECT_TRUE(contains(run.out, "completed with balance = ")) << run.out;
    findings += run.code;
  }
  EXPECT_EQ(findings, 5) << "all but the one in which the deposit comes first";
  EXPECT_EQ(folder.heddle("replay bank.json '#7'").code, 2);
  EXPECT_EQ(folder.heddle("replay bank.json '#0'").code, 2);
  EXPECT_EQ(folder.heddle("replay bank.json nonsense").code, 2);
}

TEST(Replay, JsonHasTheStateAfterEachStep) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const json report = json::parse(folder.heddle("replay bank.json '#1' --json -").out);
  ASSERT_EQ(report["steps"].size(), 4u);
  EXPECT_EQ(report["steps"][1]["state"]["balance"], 2000);
  EXPECT_EQ(report["steps"][3]["state"]["balance"], 800);
  EXPECT_EQ(report["end"], "completed");
}

// A seed of other constants, or of a changed file, is refused and never replayed wrongly.
TEST(Replay, RefusesSeedsOfOtherScenarios) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const json report = json::parse(folder.heddle("explore bank.json --json -").out);
  const std::string seed = report["findings"][0]["seed"];
  EXPECT_EQ(folder.heddle("replay bank.json " + seed).code, 1);
  EXPECT_EQ(folder.heddle("replay bank.json " + seed + " --set penalty=11").code, 2);
  std::string edited = bank_json("\"race-free\"");
  folder.write("expect.json", edited);
  EXPECT_EQ(folder.heddle("replay expect.json " + seed).code, 1) << "expect is not meaning";
  edited.replace(edited.find("seen + deposited"), 4, "1000");
  folder.write("edited.json", edited);
  const Output refused = folder.heddle("replay edited.json " + seed);
  EXPECT_EQ(refused.code, 2) << refused.out;
  EXPECT_EQ(refused.out, "");
}

TEST(Check, ComparesWithWhatIsExpected) {
  const Folder folder;
  folder.write("b/good.json", bank_json());
  folder.write("a.json", bank_json());
  folder.write("scenario.schema.json", "not a scenario");
  const Output good = folder.heddle("check .");
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_LT(good.out.find("./a.json"), good.out.find("./b/good.json")) << "sorted";
  EXPECT_TRUE(contains(good.out, "2 files: 2 as expected")) << good.out;

  folder.write("c.json", bank_json("\"race-free\""));
  const Output differs = folder.heddle("check .");
  EXPECT_EQ(differs.code, 1);
  EXPECT_TRUE(contains(differs.out, "not expected: lost-update balance")) << differs.out;
  // All that the reader of a log has.
  EXPECT_TRUE(contains(differs.out, "./c.json:")) << differs.out;
  EXPECT_TRUE(contains(differs.out, "withdraw reads balance = 1000, deposit makes it 2000"));
  EXPECT_TRUE(contains(differs.out, "EXACTLY WHEN each reads balance before the other writes it"));
  EXPECT_TRUE(contains(differs.out, "balance = seen + deposited")) << differs.out;
  EXPECT_TRUE(contains(differs.out, " replay ./c.json ")) << differs.out;
  EXPECT_FALSE(contains(differs.out, "\"expect\"")) << "--update-expect alone offers that";
  EXPECT_TRUE(contains(differs.out, "3 files: 2 as expected, 1 differs")) << differs.out;

  folder.write("d.json", "{");
  const Output broken = folder.heddle("check .");
  EXPECT_EQ(broken.code, 2) << "a wrong file is graver than a finding";
  EXPECT_TRUE(contains(broken.out, "DIFFERS")) << "the other files are still checked";
  EXPECT_TRUE(contains(broken.err, "./d.json:1:")) << broken.err;
}

TEST(Check, SaysTheSameWhateverTheNumberOfJobs) {
  const Folder folder;
  for (const std::string name : {"a", "b", "c", "d", "e"}) {
    folder.write(name + ".json", bank_json());
    folder.write(name + "_wrong.json", "{\"name\": 1, \"threads\": 1}");
  }
  const Output one = folder.heddle("check . --color never");
  EXPECT_EQ(one.code, 2);
  for (const std::string jobs : {"2", "3", "100"}) {
    const Output several = folder.heddle("check . --color never --jobs " + jobs);
    EXPECT_EQ(several.out, one.out) << jobs;
    EXPECT_EQ(several.err, one.err) << jobs;
    EXPECT_EQ(several.code, one.code) << jobs;
  }
}

TEST(Check, TellsANumberThatDiffersAndUpdatesIt) {
  const Folder folder;
  folder.write("c.json", bank_json(R"({"findings": ["final"], "interleavings": "5"})"));
  const Output differs = folder.heddle("check c.json");
  EXPECT_EQ(differs.code, 1);
  EXPECT_TRUE(contains(differs.out, "5 expected, 6 there")) << differs.out;
  EXPECT_EQ(folder.heddle("check c.json --update-expect").code, 0);
  EXPECT_EQ(folder.heddle("check c.json").code, 0) << folder.read("c.json");
}

TEST(Check, PinnedNumbersAreNotComparedWithOtherConstants) {
  const Folder folder;
  folder.write("a.json", R"({"name": "a", "constants": {"n": 2}, "atomics": {"x": 0},
    "threads": {"t": {"count": "n", "do": ["x += 1"]}},
    "expect": {"findings": "race-free", "interleavings": "2"}})");
  EXPECT_EQ(folder.heddle("check a.json").code, 0);
  EXPECT_EQ(folder.heddle("check a.json --set n=3").code, 0);
  EXPECT_EQ(folder.heddle("check a.json --set m=3").code, 2);
}

TEST(Check, JsonHoldsAReportForEachFile) {
  const Folder folder;
  folder.write("a.json", bank_json());
  folder.write("b.json", "[]");
  const Output run = folder.heddle("check a.json b.json missing.json --json -");
  EXPECT_EQ(run.code, 2);
  const json report = json::parse(run.out);
  EXPECT_EQ(report["files"].size(), 3u);
  EXPECT_EQ(report["files"][0]["as_expected"], true);
  EXPECT_EQ(report["files"][0]["expected"].size(), 5u);
  EXPECT_EQ(report["files"][1]["as_expected"], false);
  EXPECT_EQ(report["verdict"], "error");
}

TEST(Check, AFolderWithoutScenariosIsAnError) {
  const Folder folder;
  folder.write("empty/notes.txt", "nothing");
  folder.write("a.json", bank_json());
  const Output run = folder.heddle("check empty a.json");
  EXPECT_EQ(run.code, 2);
  EXPECT_TRUE(contains(run.err, "empty holds no scenario")) << run.err;
  EXPECT_TRUE(contains(run.out, "1 as expected")) << run.out;
}

TEST(Show, ExplainsWithoutExploring) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("show bank.json");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_TRUE(contains(run.out, "balance = 1000")) << run.out;
  EXPECT_TRUE(contains(run.out, "/threads/withdraw/3")) << run.out;
  EXPECT_TRUE(contains(run.out, "at most 6 interleavings")) << run.out;
}

TEST(New, WritesAScenarioThatRunsAsItExpects) {
  const Folder folder;
  EXPECT_EQ(folder.heddle("new first").code, 0);
  const Output check = folder.heddle("check first.json");
  EXPECT_EQ(check.code, 0) << check.out << check.err;
  const Output again = folder.heddle("new first");
  EXPECT_EQ(again.code, 2);
  EXPECT_TRUE(contains(again.err, "not overwritten")) << again.err;
}

// Its description says how to repair it, and that repairs it.
TEST(New, TheRepairThatItDescribesWorks) {
  const Folder folder;
  folder.heddle("new first");
  json scenario = json::parse(folder.read("first.json"));
  json steps = scenario["threads"]["customer"]["do"];
  scenario["threads"]["customer"]["do"] = json::array({{{"atomic", steps}}});
  scenario["expect"] = "race-free";
  folder.write("repaired.json", scenario.dump());
  const Output check = folder.heddle("check repaired.json");
  EXPECT_EQ(check.code, 0) << check.out << check.err;
}

TEST(New, RefusesBadNames) {
  const Folder folder;
  for (const std::string name : {"''", "'a b'", "../up", "a/b", "é", "a.json"})
    EXPECT_EQ(folder.heddle("new " + name).code, 2) << name;
  EXPECT_EQ(folder.heddle("new " + std::string(300, 'x')).code, 2);
}

TEST(Schema, PrintsTheSchemaOfTheSourceTree) {
  const Folder folder;
  const Output run = folder.heddle("schema");
  EXPECT_EQ(run.code, 0);
  EXPECT_TRUE(json::parse(run.out).is_object());
  EXPECT_EQ(folder.shell("\"$HEDDLE\" schema | diff - " + library("scenario.schema.json")).code, 0);
}

}  // namespace
}  // namespace heddle::test
