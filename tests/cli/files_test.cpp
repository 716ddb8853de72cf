// Files in and out when something is in the way: pipes, links, devices, full disks, signals, closed
// descriptors, names that act on a terminal.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/ignore_rules.h"
#include "cli/json_members.h"
#include "support/program.h"
#include "support/scenarios.h"
#include "support/texts.h"

namespace heddle::test {
namespace {

using nlohmann::json;

// ---- Descriptors and signals --------------------------------------------------------------------

TEST(Descriptors, AClosedStandardOutputIsNoReport) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.shell("\"$HEDDLE\" explore bank.json --json out.json >&-");
  EXPECT_EQ(json::parse(folder.read("out.json"))["verdict"], "racy");
  folder.shell("\"$HEDDLE\" explore bank.json --json out2.json >&- 2>&- <&-");
  EXPECT_EQ(json::parse(folder.read("out2.json"))["verdict"], "racy");
}

TEST(Signals, HangUpIsHeededAsOthersAre) {
  const Folder folder;
  folder.write("huge.json", increments(6, 12));
  const Output run = folder.shell(
      "set -m\n\"$HEDDLE\" explore huge.json --no-orderings --checkpoint saved & sleep 1\n"
      "kill -HUP $!; wait $!");
  EXPECT_TRUE(run.code == 1 || run.code == 3) << run.code << run.err;
  EXPECT_TRUE(contains(run.out, "explore huge.json")) << run.out;
  EXPECT_TRUE(contains(run.out, "--resume saved")) << run.out;
  EXPECT_TRUE(folder.has("saved"));
}

TEST(Signals, WhatTheParentIgnoresStaysIgnored) {
  const Folder folder;
  folder.write("huge.json", increments(6, 12));
  const Output run = folder.shell(
      "trap '' INT HUP\n\"$HEDDLE\" explore huge.json --no-orderings --max-time 1.5 --json r.json "
      "& "
      "sleep 0.6\nkill -INT $!; kill -HUP $!; wait $!");
  EXPECT_TRUE(run.code == 1 || run.code == 3) << run.code << run.err;
  EXPECT_EQ(json::parse(folder.read("r.json"))["exploration"]["stopped_by"], "time");
}

// ---- Pipes and folders --------------------------------------------------------------------------

TEST(Reading, APipeThatBringsNothingCanBeInterrupted) {
  const Folder folder;
  for (const std::string command : {"explore", "check", "show"}) {
    const Output run = folder.shell("rm -f p; mkfifo p; set -m\n\"$HEDDLE\" " + command +
                                    " p & sleep 0.5\nkill -TERM $!; wait $!");
    EXPECT_TRUE(run.code == 3 || run.code == 143) << command << run.code << run.err;
  }
  const Output late = folder.shell("timeout 20 \"$HEDDLE\" explore p --max-time 0.3");
  EXPECT_EQ(late.code, 3);
  EXPECT_EQ(late.err, "heddle: error: --max-time 0.3 was over while reading p\n");
}

TEST(Reading, APipeIsReadToItsEnd) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run =
      folder.shell("mkfifo p; (cat bank.json; sleep 0.3) > p & \"$HEDDLE\" explore p --quiet");
  EXPECT_EQ(run.code, 1) << run.err;
}

TEST(Folders, OnlyRegularFilesAreScenarios) {
  const Folder folder;
  folder.write("a.json", bank_json());
  folder.shell("mkfifo p.json; ln -s nowhere l.json; ln -s /dev/zero z.json");
  const Output run = folder.shell("timeout 20 \"$HEDDLE\" check .");
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  EXPECT_TRUE(contains(run.out, "1 file: 1 as expected")) << run.out;
}

TEST(Folders, PassOverWhatIsNoScenario) {
  const Folder folder;
  folder.write("a.json", bank_json());
  folder.write("package.json", R"({"name": "x", "nested": {"threads": {}}})");
  folder.write("my.schema.json", "{");
  folder.write("drafts/b.json", "{");
  folder.write("c.json", "{");
  folder.write(".heddleignore", "# drafts are not ready\ndrafts/\n/c.json\n");
  for (int round = 0; round < 2; ++round) {  // the second time the report is there
    const Output run = folder.heddle("check . --json rep.json");
    EXPECT_EQ(run.code, 0) << run.out << run.err;
    EXPECT_TRUE(
        contains(run.out, "1 file: 1 as expected; " + std::to_string(4 + round) + " passed over\n"))
        << run.out;
    EXPECT_TRUE(contains(run.out, round == 0 ? "passed over: 1 without \"threads\", 1 "
                                               "schema, 2 named by .heddleignore"
                                             : "passed over: 1 without \"threads\", 1 "
                                               "report, 1 schema, 2 named by .heddleignore"))
        << run.out;
  }
  EXPECT_EQ(folder.heddle("check c.json").code, 2) << "what is named is meant";
  const Output list = folder.heddle("check . --list");
  EXPECT_EQ(list.code, 0);
  EXPECT_EQ(list.out, "./a.json\n");
}

// What git says of the same lines and paths.
TEST(IgnoreRules, ReadLinesAsGitDoes) {
  const auto ignores = [](const std::string& lines, const std::string& path, bool folder = false) {
    return cli::IgnoreRules(lines).ignores(path, folder).value_or(false);
  };
  EXPECT_TRUE(ignores("a.json", "x/y/a.json"));
  EXPECT_FALSE(ignores("/a.json", "x/a.json"));
  EXPECT_FALSE(ignores("x/a.json", "y/x/a.json"));
  EXPECT_TRUE(ignores("**/x/a.json", "y/x/a.json"));
  EXPECT_TRUE(ignores("**/x/a.json", "x/a.json"));
  EXPECT_TRUE(ignores("x/**/a.json", "x/a.json"));
  EXPECT_TRUE(ignores("x/**/a.json", "x/y/z/a.json"));
  EXPECT_TRUE(ignores("x/**", "x/y/z"));
  EXPECT_FALSE(ignores("x/**", "x", true));
  EXPECT_TRUE(ignores("x/", "y/x", true));
  EXPECT_FALSE(ignores("x/", "y/x"));
  EXPECT_TRUE(ignores("*.json", "x/a.json"));
  EXPECT_FALSE(ignores("x/*.json", "x/y/a.json")) << "a star stands for no slash";
  EXPECT_TRUE(ignores("?[a-c][!d].json", "xbe.json"));
  EXPECT_FALSE(ignores("?[a-c][!d].json", "xbd.json"));
  EXPECT_TRUE(ignores("\\#a\n\\!b", "#a"));
  EXPECT_TRUE(ignores("\\#a\n\\!b", "!b"));
  EXPECT_FALSE(ignores("*.json\n!keep.json", "keep.json"));
  EXPECT_TRUE(ignores("*.json\n!keep.json\r\nk*\n", "keep.json"));
  EXPECT_TRUE(ignores("a b  ", "a b"));
  EXPECT_TRUE(ignores("a\\ ", "a "));
  EXPECT_FALSE(ignores("# a\n\n/\n", "a"));
  EXPECT_FALSE(ignores("[a", "a"));
  EXPECT_FALSE(ignores("a*a*a*a*a*a*a*a*a*a*a*a*b", std::string(2'000, 'a')));
}

TEST(JsonMembers, FindsTheMembersOfTheObjectAlone) {
  const std::string text = R"( {"a": {"b": [1, "}\""]}, "c" : 3 ,"d":"x"} )";
  const auto members = cli::json_members(text);
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 3u);
  const auto& c = (*members)[1];
  EXPECT_EQ(text.substr(c.value_begin, c.value_end - c.value_begin), "3");
  EXPECT_EQ(cli::find_member(*members, "b"), nullptr);
  EXPECT_TRUE(cli::json_members("{}"));
  for (const char* wrong : {"", "[]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{} x", "{\"a\":]}",
                            "{\"a", "{\"a\":[}"})
    EXPECT_FALSE(cli::json_members(wrong)) << wrong;
}

// ---- Reports ------------------------------------------------------------------------------------

TEST(Writing, AReportReplacesReportsAndEmptyFilesAlone) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.write("other.json", bank_json("[]"));
  folder.write("notes.txt", "mine");
  folder.write("empty.json", "");
  for (const std::string kept : {"other.json", "notes.txt"}) {
    const std::string before = folder.read(kept);
    for (const std::string command :
         {"explore bank.json", "check bank.json", "replay bank.json '#1'"}) {
      const Output run = folder.heddle(command + " --json " + kept);
      EXPECT_EQ(run.code, 2) << command;
      EXPECT_EQ(run.out, "");
      EXPECT_TRUE(contains(run.err, "is not overwritten")) << run.err;
      EXPECT_EQ(folder.read(kept), before);
    }
  }
  for (int round = 0; round < 2; ++round)
    EXPECT_EQ(folder.heddle("explore bank.json --quiet --json empty.json").code, 1);
  EXPECT_EQ(json::parse(folder.read("empty.json"))["verdict"], "racy");
}

TEST(Writing, OneFileHasOneUse) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const std::string explore = "explore bank.json --strategy exhaustive ";
  EXPECT_EQ(folder.heddle(explore + "--checkpoint f --json f").code, 2);
  EXPECT_EQ(folder.heddle(explore + "--checkpoint f --json ./f").code, 2);
  EXPECT_FALSE(folder.has("f"));
  EXPECT_EQ(folder.heddle(explore + "--checkpoint f").code, 1);
  const std::string before = folder.read("f");
  EXPECT_EQ(folder.heddle(explore + "--resume f --json f").code, 2);
  EXPECT_EQ(folder.heddle(explore + "--checkpoint bank.json").code, 2);
  EXPECT_EQ(folder.read("f"), before);
  EXPECT_EQ(folder.read("bank.json"), bank_json());
}

TEST(Writing, WhatCannotBeWrittenWholeLeavesTheOldReport) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.heddle("explore bank.json --json r.json");
  const std::string before = folder.read("r.json");
  const Output run = folder.shell("ulimit -f 1; \"$HEDDLE\" explore bank.json --json r.json");
  EXPECT_EQ(run.code, 2) << run.err;
  EXPECT_TRUE(contains(run.err, "cannot write r.json: File too large")) << run.err;
  EXPECT_EQ(folder.read("r.json"), before);
  EXPECT_EQ(folder.shell("ls -A").out, "bank.json\nr.json\n") << "nothing is left beside it";
}

TEST(Writing, DevicesAndPipesAreWrittenTo) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  EXPECT_EQ(folder.heddle("explore bank.json --quiet --json /dev/null").code, 1);
  EXPECT_TRUE(contains(folder.heddle("explore bank.json --json /dev/full").err, "No space left"));
  const Output pipe = folder.shell(
      "mkfifo p; cat p > got.json & \"$HEDDLE\" explore bank.json --quiet --json p; wait");
  EXPECT_EQ(json::parse(folder.read("got.json"))["verdict"], "racy") << pipe.err;
  folder.shell(
      "ln -s target.json link.json; echo '{\"tool\": {\"name\": \"heddle\"}}' > target.json");
  EXPECT_EQ(folder.heddle("explore bank.json --quiet --json link.json").code, 1);
  EXPECT_EQ(json::parse(folder.read("target.json"))["verdict"], "racy");
  EXPECT_EQ(folder.shell("test -L link.json").code, 0);
}

// ---- Checkpoints --------------------------------------------------------------------------------

TEST(Checkpoints, ReplaceCheckpointsAlone) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.write("notes.txt", "mine, and longer than a number");
  folder.shell("mkfifo p; ln -s notes.txt link");
  for (const std::string file : {"notes.txt", "p", "link", "/dev/null"}) {
    const Output run =
        folder.shell("timeout 20 \"$HEDDLE\" explore bank.json --checkpoint " + file);
    EXPECT_EQ(run.code, 2) << file << run.out;
    EXPECT_TRUE(contains(run.err, "cannot write " + file)) << run.err;
  }
  EXPECT_EQ(folder.read("notes.txt"), "mine, and longer than a number");
  EXPECT_EQ(folder.shell("test -p p && test -L link && test -c /dev/null").code, 0);
}

// A planted link is not followed, and what dead processes left is cleared away.
TEST(Checkpoints, TemporaryFilesAreTheirOwn) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.write("victim", "precious");
  const Output run = folder.shell(
      "sleep 0 & dead=$!; wait $dead\n"
      "echo old > saved.$dead.tmp; echo old > saved.$dead.0.tmp; echo mine > saved.$dead.x.tmp\n"
      "echo other > savedx.$dead.0.tmp\n"
      "bash -c 'for i in 0 1 2; do ln -s victim saved.$$.$i.tmp; done; ln -s victim saved.$$.tmp\n"
      "exec \"$0\" explore bank.json --checkpoint saved --quiet' \"$HEDDLE\"\n"
      "ls -A | sed \"s/$dead/dead/\" | grep -v '^saved.[0-9]'");
  EXPECT_EQ(folder.read("victim"), "precious");
  EXPECT_TRUE(contains(run.out, "bank.json\nsaved\nsaved.dead.x.tmp\nsavedx.dead.0.tmp\nvictim\n"))
      << run.out << run.err;
}

// ---- Names that act on a terminal ---------------------------------------------------------------

TEST(Names, AreShownEscaped) {
  const Folder folder;
  const std::vector<std::string> evil = {"\x1b[31m", "\a",        "\r",     "\n",
                                         "\x7f",     "\u009b31m", "\u202e", "\u2066"};
  std::string name = "a";
  for (const std::string& each : evil) name += each;
  folder.write(name + ".json", bank_json());
  const std::string file = "'" + name + ".json'";
  const std::vector<std::string> all_arguments = {"explore " + file,
                                                  "check " + file,
                                                  "check .",
                                                  "show " + file,
                                                  "explore x" + file,
                                                  "replay " + file + " '#1'",
                                                  "replay " + file + " '" + name + "'",
                                                  "explore " + file + " --set 'p" + name + "=1'",
                                                  "explore " + file + " '--" + name + "'",
                                                  "explore " + file + " --strategy '" + name + "'",
                                                  "'" + name + "'",
                                                  "new '" + name + "'",
                                                  "explore " + file + " --json '" + name + "/x'",
                                                  "check . --list",
                                                  "explore " + file + " --json -",
                                                  "check . --json -",
                                                  "explore " + file + " --resume '" + name + "'"};
  for (const std::string& arguments : all_arguments) {
    const Output run = folder.heddle(arguments);
    for (const std::string& each : evil) {
      if (each == "\n") continue;  // of which there are others
      EXPECT_FALSE(contains(run.out, each)) << arguments << "\n" << json(run.out);
      EXPECT_FALSE(contains(run.err, each)) << arguments << "\n" << json(run.err);
    }
    if (run.code == 2 && !arguments.starts_with("check")) {
      EXPECT_EQ(lines(run.err), 1u) << arguments << "\n" << run.err;
    }
  }
  const json report = json::parse(folder.heddle("explore " + file + " --json -").out);
  EXPECT_EQ(report["scenario"]["file"], name + ".json") << "JSON means the same name";
}

// ---- Messages -----------------------------------------------------------------------------------

TEST(Messages, AreNotBrokenWhereAProgramMayReadThem) {
  const Folder folder;
  folder.write("bad.json",
               R"({"name": "bad", "shared": {"x": 0}, "threads": {"a": [)"
               R"("a_name_that_is_long_enough_to_break_any_line = another_name_like_it"]}})");
  const Output run = folder.heddle("explore bad.json");
  EXPECT_EQ(run.code, 2);
  EXPECT_TRUE(run.err.starts_with("bad.json:1:")) << run.err;
  EXPECT_FALSE(contains(run.err.substr(0, run.err.find('\n')), "error:\n"));
  EXPECT_GT(run.err.find('\n'), 60u) << run.err;
}

TEST(Messages, AnUnknownConstantIsALineAFile) {
  const Folder folder;
  for (const std::string name : {"a", "b", "c"}) folder.write(name + ".json", bank_json());
  const Output run = folder.heddle("check . --set nobody=3");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(lines(run.err), 3u) << run.err;
}

}  // namespace
}  // namespace heddle::test
