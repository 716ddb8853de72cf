// What `check` does besides comparing: --list, --fail-fast, --update-expect; one bad file beside
// good ones.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "cli/update_expect.h"
#include "scenario/read.h"
#include "support/program.h"

namespace heddle::test {
namespace {

using nlohmann::json;

// The number of its interleavings has more digits than a line has columns.
constexpr const char* kMany = R"({"name": "many", "atomics": {"x": 0}, "threads": {
  "a": {"count": 12, "do": [{"repeat": 12, "do": ["skip"]}]}}})";

TEST(CheckFiles, ALongNumberHidesNoOtherFile) {
  const Folder folder;
  folder.write("a.json", kMany);
  folder.write("b.json", bank_json());
  for (const std::string columns : {"40", "80", "120", "200", "1000"}) {
    const Output run = folder.shell("export COLUMNS=" + columns +
                                    "; \"$HEDDLE\" check a.json b.json --max-states 300000");
    EXPECT_NE(run.code, 4) << columns << run.err;
    EXPECT_TRUE(contains(run.out, "b.json")) << columns << run.out;
  }
}

TEST(CheckFiles, StopAtTheFirstThatIsNotAsExpected) {
  const Folder folder;
  folder.write("a.json", bank_json());
  folder.write("b.json", bank_json("[]"));
  folder.write("c.json", bank_json());
  folder.write("d.json", bank_json());
  const Output one = folder.heddle("check . --fail-fast");
  EXPECT_EQ(one.code, 1);
  EXPECT_FALSE(contains(one.out, "c.json")) << one.out;
  EXPECT_TRUE(contains(one.err, "--fail-fast; 2 files not checked")) << one.err;
  for (const std::string jobs : {"2", "3", "50"}) {
    const Output several = folder.heddle("check . --fail-fast --jobs " + jobs);
    EXPECT_EQ(several.out, one.out);
    EXPECT_EQ(several.err, one.err);
    EXPECT_EQ(several.code, 1);
  }
  EXPECT_EQ(folder.heddle("check a.json c.json --fail-fast").code, 0);
}

TEST(CheckFiles, ListNamesThemAndExploresNothing) {
  const Folder folder;
  folder.write("b.json", "{");
  folder.write("a/x.json", bank_json("[]"));
  const Output run = folder.heddle("check . --list");
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.out, "./a/x.json\n./b.json\n");
  EXPECT_EQ(folder.heddle("check nothing_here --list").code, 0) << "a file, whether there or not";
}

// Nothing but the value changes, wherever it stands and however it is laid out.
TEST(UpdateExpect, ChangesTheExpectAlone) {
  const Folder folder;
  const std::string all =
      R"(["overdraft", "final", "not-serializable", "lost-update", "data-race"])";
  const auto updated = [&](const std::string& before) {
    folder.write("f.json", before);
    const Output run = folder.heddle("check f.json --update-expect");
    EXPECT_EQ(run.code, 0) << before << run.out << run.err;
    EXPECT_EQ(folder.heddle("check f.json").code, 0) << folder.read("f.json");
    return folder.read("f.json");
  };
  const auto entries = [](const std::string& text) {
    return json::parse(text)["expect"].get<std::set<std::string>>();
  };
  const std::string before = bank_json(R"("race-free")");
  const std::string after = updated(before);
  EXPECT_EQ(after.substr(0, after.rfind("\"expect\"")),
            before.substr(0, before.rfind("\"expect\"")));
  EXPECT_EQ(entries(after), json::parse(all).get<std::set<std::string>>());
  EXPECT_TRUE(after.ends_with("]\n}\n"));
  EXPECT_EQ(updated(after), after) << "what matches is left alone";

  const std::string lines = bank_json("[\n    \"final\",\n    \"leak\"\n  ]");
  EXPECT_TRUE(contains(updated(lines), "[\n    \"final\",\n    \"")) << folder.read("f.json");

  const std::string pinned =
      updated(bank_json(R"({ "interleavings": "7",  "findings" : ["final"] })"));
  EXPECT_TRUE(contains(pinned, R"({ "interleavings": "6",  "findings" : ["final", )")) << pinned;
}

TEST(UpdateExpect, AddsTheMemberWhereThereIsNone) {
  const Folder folder;
  const std::string before =
      "{\n\t\"name\": \"a\", \n\t\"shared\": {\"x\": 0},\n"
      "\t\"threads\": {\"t\": {\"count\": 2, \"do\": [\"x += 1\"]}} \n}";
  folder.write("f.json", before);
  EXPECT_EQ(folder.heddle("check f.json --update-expect").code, 0);
  const std::string after = folder.read("f.json");
  EXPECT_TRUE(contains(after, "]}},\n\t\"expect\": [\"")) << after;
  EXPECT_EQ(folder.heddle("check f.json").code, 0);
}

// An entry that still stands for something stays; one that does not goes.
TEST(UpdateExpect, NamesDeadlocksAndAssertionsAndLeavesFaultsBare) {
  const auto scenario = scenario::read(bank_json(R"(["overdraft", "lost-update balance"])"));
  ASSERT_TRUE(scenario);
  report::Report report;
  report.exploration.complete = true;
  const auto add = [&](const std::string& kind, const std::string& name) {
    report.findings.emplace_back();
    report.findings.back().kind = kind;
    report.findings.back().name = name;
  };
  add("lost-update", "balance");
  add("lost-update", "other");
  add("assertion", "the text");
  add("division-by-zero", "/threads/deposit/0");
  add("deadlock", "a: lock m, b: lock n");
  add("deadlock", "a: lock n, b: lock m");
  const std::string before = bank_json(R"(["overdraft", "lost-update balance"])");
  const std::string after = cli::with_matching_expect(before, scenario.value(), report);
  EXPECT_TRUE(contains(after,
                       R"(["lost-update balance", "lost-update other", "assertion the text", )"
                       R"("division-by-zero", "deadlock a: lock m, b: lock n", )"
                       R"("deadlock a: lock n, b: lock m"])"))
      << after;
  report.findings.clear();
  EXPECT_TRUE(contains(cli::with_matching_expect(before, scenario.value(), report),
                       R"("expect": "race-free")"));
}

TEST(UpdateExpect, WritesNothingThatIsNotCertain) {
  const Folder folder;
  folder.write("f.json", bank_json("[]"));
  const Output run = folder.heddle("check f.json --update-expect --max-states 3");
  EXPECT_NE(run.code, 0);
  EXPECT_EQ(folder.read("f.json"), bank_json("[]"));
  EXPECT_TRUE(contains(run.err, "not certain")) << run.err;
  EXPECT_EQ(folder.heddle("check f.json --update-expect --set penalty=3").code, 2);
}

TEST(CheckFiles, QuietLeavesTheSummary) {
  const Folder folder;
  folder.write("a.json", bank_json("[]"));
  const Output run = folder.heddle("check . --quiet");
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.out, "1 file: 1 differs\n  DIFFERS  ./a.json\n");
}

}  // namespace
}  // namespace heddle::test
