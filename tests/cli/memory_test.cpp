// Where the system has no more memory, or threads, what was found so far is told.
#include <gtest/gtest.h>

#include <string>

#include "support/program.h"
#include "support/strategies.h"

namespace heddle {
namespace {

#ifndef HEDDLE_SANITIZE  // the sanitizers want all addresses for themselves

using test::contains;

// Each of its 399,072,960 interleavings ends with another value; `check` makes it fail in the
// first.
std::string all_different(const std::string& check) {
  return R"({"name": "different", "atomics": {"order": 1}, "threads": {
      "t": {"count": 3, "do": [{"repeat": 7, "do": [{"atomic": ["order = 3 * order + self"]}]}]}})" +
         check + "}";
}

class OutOfMemory : public testing::TestWithParam<explore::Strategy> {};

TEST_P(OutOfMemory, ReportsWhatWasFound) {
  const test::Folder folder;
  folder.write("silent.json", all_different(""));
  folder.write("finding.json", all_different(R"(, "check": {"always": {"small": "order < 100"}})"));
  for (const std::string jobs : {"1", "2"}) {
    for (const std::string kib : {"90000", "160000"}) {
      for (const std::string file : {"silent", "finding"}) {
        const test::Output run = folder.shell(
            "ulimit -v " + kib + "\ntimeout 240 \"$HEDDLE\" explore " + file +
            ".json --max-memory 8000 --jobs " + jobs + " --strategy " + test::endless(GetParam()));
        // Who draws from a whole graph runs nothing without one.
        const bool runs_nothing = GetParam().random && GetParam().graph;
        const bool finds = file == "finding" && !runs_nothing;
        SCOPED_TRACE(file + " in " + kib + " with " + jobs + "\n" + run.err);
        EXPECT_TRUE(run.code == (finds ? 1 : 3) || run.code == 4) << run.code;
        if (run.code == 4) {  // not even for that
          EXPECT_TRUE(contains(run.err, "out of memory"));
        }
        EXPECT_FALSE(contains(run.err, "terminate"));
        EXPECT_FALSE(contains(run.err, ".cpp"));
        EXPECT_FALSE(contains(run.err, ".h:"));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Strategies, OutOfMemory,
                         testing::ValuesIn(test::strategies(test::can_be_endless)),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(FewerThreads, FindTheSame) {
  const test::Folder folder;
  folder.write("bank.json", test::bank_json());
  for (const std::string& strategy : test::strategy_names()) {
    const std::string explore = "\"$HEDDLE\" explore bank.json --strategy " + strategy + " --jobs ";
    const test::Output one = folder.shell(explore + "1");
    const test::Output many = folder.shell("ulimit -v 120000\n" + explore + "64");
    EXPECT_EQ(many.code, one.code) << strategy << many.err;
    EXPECT_EQ(many.out, one.out) << strategy;
    EXPECT_EQ(one.err, "") << strategy;
    EXPECT_TRUE(many.err.starts_with("heddle: --jobs 64: only ")) << strategy << many.err;
  }
}

#endif

}  // namespace
}  // namespace heddle
