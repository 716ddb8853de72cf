// Entries of a report on the command line: --outcome, --finding, --list.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "support/program.h"
#include "support/texts.h"

namespace heddle::test {
namespace {

using nlohmann::json;

TEST(ReplayEntry, ReplaysWhatTheReportNames) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const json report = json::parse(folder.heddle("explore bank.json --json -").out);
  for (const std::string list : {"outcome", "finding"}) {
    const json& entries = report[list + "s"];
    for (std::size_t k = 1; k <= entries.size(); ++k) {
      const Output run =
          folder.heddle("replay bank.json --json - --" + list + " " + std::to_string(k));
      EXPECT_EQ(json::parse(run.out)["seed"], entries[k - 1]["seed"]) << list << k << run.err;
    }
    const Output beyond =
        folder.heddle("replay bank.json --" + list + " " + std::to_string(entries.size() + 1));
    EXPECT_EQ(beyond.code, 2);
    EXPECT_TRUE(contains(beyond.err, "the report has")) << beyond.err;
  }
}

TEST(ReplayEntry, ExploresAsTheOptionsSay) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const std::string options = " --strategy random --seed 7 --max-runs 50 --set penalty=11 ";
  const json report = json::parse(folder.heddle("explore bank.json --json -" + options).out);
  const json replay =
      json::parse(folder.heddle("replay bank.json --finding 1 --json -" + options).out);
  EXPECT_EQ(replay["seed"], report["findings"][0]["seed"]);
}

TEST(ReplayEntry, RefusesWhatContradicts) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  for (const std::string arguments :
       {"'#1' --outcome 1", "--outcome 1 --finding 1", "--outcome 0", "'#1' --jobs 2",
        "'#1' --strategy dpor", "'#1' --seed 2", "--finding 1 --no-orderings"}) {
    const Output run = folder.heddle("replay bank.json " + arguments);
    EXPECT_EQ(run.code, 2) << arguments;
    EXPECT_EQ(run.out, "") << arguments;
  }
}

TEST(ListInterleavings, SaysEachWithItsEnd) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("explore bank.json --list");
  EXPECT_EQ(run.code, 1) << run.err;
  std::istringstream lines(run.out);
  int number = 0;
  int good = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string name = "#" + std::to_string(++number);
    ASSERT_TRUE(line.starts_with(name + "  ")) << line;
    std::smatch seed;
    ASSERT_TRUE(std::regex_search(line, seed, std::regex("#\\d+  (\\S+)")));
    const json replay = json::parse(folder.heddle("replay bank.json --json - '" + name + "'").out);
    EXPECT_EQ(replay["seed"], seed[1].str());
    const json& values = replay["outcomes"][0]["values"];
    EXPECT_TRUE(contains(line, "completed with balance = " + values["balance"].dump())) << line;
    good += line.ends_with("  ok") ? 1 : 0;
  }
  EXPECT_EQ(number, 6);
  EXPECT_EQ(good, 1);
}

TEST(ListInterleavings, SaysWhyThereIsNoList) {
  const Folder folder;
  folder.write("many.json", R"({"name": "many", "atomics": {"x": 0}, "threads": {
    "a": {"count": 3, "do": [{"repeat": 4, "do": ["x += 1"]}]}}})");
  const Output many = folder.heddle("explore many.json --list");
  EXPECT_EQ(many.code, 2);
  EXPECT_TRUE(contains(many.err, "there are 34,650 interleavings, and at most 1,000")) << many.err;
  const Output unbounded =
      folder.heddle("explore " + library("mutual_exclusion/spin_lock.json") + " --list");
  EXPECT_EQ(unbounded.code, 2);
  EXPECT_TRUE(contains(unbounded.err, "loops")) << unbounded.err;
  const Output stopped = folder.heddle("explore many.json --list --max-states 3");
  EXPECT_EQ(stopped.code, 3);
  EXPECT_EQ(folder.heddle("explore many.json --list --json -").code, 2);
}

TEST(Replay, QuietLeavesALine) {
  const Folder folder;
  folder.write("bank.json", bank_json());
  const Output run = folder.heddle("replay bank.json '#2' --quiet");
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(lines(run.out), 1u) << run.out;
}

}  // namespace
}  // namespace heddle::test
