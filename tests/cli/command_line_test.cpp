// What the program says to wrong command lines and files: always exit code 2, always one clear
// line, and nothing on standard output.
#include <gtest/gtest.h>

#include <sstream>

#include "support/program.h"

namespace heddle::test {
namespace {

// The arguments are refused, with this in the message.
void expect_refused(const std::string& arguments, const std::string& message) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  folder.write("a_folder/notes.txt", "no scenario");
  const Output run = folder.heddle(arguments);
  EXPECT_EQ(run.code, 2) << arguments;
  EXPECT_EQ(run.out, "") << arguments;
  EXPECT_TRUE(run.err.starts_with("heddle: error: ")) << arguments << "\n" << run.err;
  EXPECT_NE(run.err.find(message), std::string::npos) << arguments << "\n" << run.err;
  EXPECT_EQ(run.err.find('\n'), run.err.size() - 1) << "one line: " << run.err;
}

TEST(CommandLine, SuggestsCommands) {
  expect_refused("exlpore bank.json", "did you mean explore?");
  expect_refused("bank.json", "did you mean heddle explore bank.json?");
  expect_refused("--quiet explore bank.json", "the command comes first");
}

TEST(CommandLine, WithoutACommandIsAnsweredByTheHelp) {
  const Folder folder;
  const Output run = folder.heddle("");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, folder.heddle("--help").out);
}

// No line of any help is wider than a terminal of 80 columns.
TEST(CommandLine, HelpFitsTheTerminal) {
  const Folder folder;
  for (const std::string name :
       {"", "explore", "check", "replay", "diff", "show", "new", "schema"}) {
    std::istringstream lines(folder.heddle(name + " --help").out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(CommandLine, LimitsHaveARange) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  for (const std::string option :
       {"--max-memory 17592186044416", "--max-memory 18446744073709551615",
        "--max-states 18446744073709551615", "--max-time 1e300", "--max-steps 18446744073709551615",
        "--jobs 100000", "--jobs 18446744073709551615", "--jobs 1024"}) {
    const Output run = folder.heddle("explore bank.json --quiet " + option);
    EXPECT_EQ(run.code, 1) << option << run.err;
    EXPECT_TRUE(run.out.find("all 6 interleavings") != std::string::npos) << option << run.out;
    const bool fewer = option.starts_with("--jobs 1") && option != "--jobs 1024";
    EXPECT_EQ(run.err.find("1024 threads are the most") != std::string::npos, fewer) << run.err;
  }
}

TEST(CommandLine, SuggestsOptions) {
  expect_refused("explore bank.json --max-stats 3", "did you mean --max-states?");
  expect_refused("explore bank.json --colour=always", "did you mean --color?");
  expect_refused("explore bank.json --strat pct", "did you mean --strategy?");
  expect_refused("explore bank.json -q", "heddle explore has no option -q");
}

TEST(CommandLine, RefusesOptionsWithoutAMeaning) {
  expect_refused("check bank.json --first", "--first has no meaning for heddle check");
  expect_refused("replay bank.json x --strategy auto", "--strategy has no meaning");
  expect_refused("replay bank.json x --no-orderings", "--no-orderings has no meaning");
  expect_refused("show bank.json --json -", "--json has no meaning");
  expect_refused("new bank --set a=1", "--set has no meaning");
  expect_refused("schema --quiet", "--quiet has no meaning");
  expect_refused("diff bank.json bank.json --no-orderings", "--no-orderings has no meaning");
  expect_refused("diff bank.json bank.json --first", "--first has no meaning for heddle diff");
  expect_refused("explore bank.json --set-old a=1", "--set-old has no meaning");
}

TEST(CommandLine, CountsArguments) {
  expect_refused("explore", "FILE is missing");
  expect_refused("replay bank.json", "SEED is missing");
  expect_refused("replay bank.json #100", "a shell wants quotes around '#N'");
  expect_refused("replay bank.json 3", "did you mean '#3'?");
  expect_refused("explore bank.json bank.json", "one argument too many");
  expect_refused("schema bank.json", "one argument too many");
  expect_refused("check", "PATH... is missing");
  expect_refused("diff", "OLD is missing: heddle diff OLD NEW");
  expect_refused("diff bank.json", "NEW is missing");
  expect_refused("diff bank.json --set penalty=3", "one file is enough with --set-old");
  expect_refused("diff bank.json bank.json bank.json", "one argument too many");
}

TEST(CommandLine, NamesTheOptionWithAWrongNumber) {
  expect_refused("explore bank.json --no-counts --strategy exhaustive", "it is for stateful");
  expect_refused("explore bank.json --max-states 12x", "--max-states: \"12x\"");
  expect_refused("explore bank.json --max-states 0", "--max-states: \"0\"");
  expect_refused("explore bank.json --max-runs -1", "--max-runs: \"-1\"");
  expect_refused("explore bank.json --max-steps 1.5", "--max-steps: \"1.5\"");
  expect_refused("explore bank.json --max-memory ''", "--max-memory: \"\"");
  expect_refused("explore bank.json --max-states 99999999999999999999", "too large");
  expect_refused("explore bank.json --max-time 0", "--max-time: \"0\"");
  expect_refused("explore bank.json --max-time nan", "--max-time: \"nan\"");
  expect_refused("explore bank.json --max-time", "--max-time needs a value");
  expect_refused("explore bank.json --color blue", "none of auto, always, never");
  expect_refused("explore bank.json --quiet=3", "--quiet takes no value");
}

TEST(CommandLine, NamesTheConstantWithAWrongValue) {
  expect_refused("explore bank.json --set penalty", "NAME=VALUE");
  expect_refused("explore bank.json --set 1x=3", "NAME=VALUE");
  expect_refused("explore bank.json --set penalty=1.0", "\"1.0\" is not a whole number");
  expect_refused("explore bank.json --set penalty=9223372036854775808", "does not fit 64 bits");
}

// Nobody may take a strategy for another one, or an option for one that is heeded.
TEST(CommandLine, SaysWhichStrategiesAreAvailable) {
  expect_refused("explore bank.json --strategy fast",
                 "there are auto, exhaustive, stateful, dpor, bounded, random, pct, pos, uniform");
  expect_refused("explore bank.json --max-runs 10",
                 "--max-runs has no meaning for --strategy auto");
  expect_refused("check bank.json --max-runs 10", "--max-runs has no meaning for --strategy auto");
  expect_refused("explore bank.json --seed 3",
                 "--seed has no meaning for --strategy auto; it is for random, pct, pos, uniform");
  expect_refused("check bank.json --preemptions 2 --strategy dpor", "it is for bounded");
  expect_refused("explore bank.json --strategy random --depth 3", "it is for pct");
  expect_refused("explore bank.json --jobs 0", "--jobs");
  expect_refused("explore bank.json --strategy statefull", "did you mean stateful?");
}

TEST(CommandLine, SaysWhyAFileCannotBeUsed) {
  expect_refused("explore nowhere.json", "cannot read nowhere.json: No such file");
  expect_refused("show a_folder", "it is a folder");
  expect_refused("explore bank.json --json nowhere/report.json",
                 "cannot write nowhere/report.json");
  expect_refused("explore bank.json --json a_folder", "cannot write a_folder");
}

// A file of 300 MB (a hole on the disk) is refused without being read.
TEST(CommandLine, RefusesHugeFiles) {
  const Folder folder;
  const Output run = folder.shell("truncate -s 300M huge.json; \"$HEDDLE\" explore huge.json");
  EXPECT_EQ(run.code, 2);
  EXPECT_NE(run.err.find("larger than 256 MiB"), std::string::npos);
}

TEST(CommandLine, HelpAndVersionGoToStandardOutput) {
  const Folder folder;
  EXPECT_EQ(folder.heddle("--version").out, "heddle 0.2.0\n");
  EXPECT_EQ(folder.heddle("explore --version").out, "heddle 0.2.0\n");
  const std::string overview = folder.heddle("--help").out;
  EXPECT_EQ(folder.heddle("help").out, overview);
  for (const std::string name : {"explore", "check", "replay", "show", "new", "schema"}) {
    EXPECT_NE(overview.find("\n  " + name), std::string::npos) << name;
    const Output help = folder.heddle(name + " --help");
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("Usage: heddle " + name), std::string::npos);
    EXPECT_EQ(help.out, folder.heddle("help " + name).out);
  }
}

}  // namespace
}  // namespace heddle::test
