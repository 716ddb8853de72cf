// Limits end a search soon, whatever explores, and the report says which it was.
#include <gtest/gtest.h>

#include <string>

#include "support/program.h"
#include "support/strategies.h"

namespace heddle {
namespace {

// Each of its 399,072,960 interleavings ends with another value.
constexpr const char* kAllDifferent = R"({"name": "different", "atomics": {"order": 1}, "threads": {
    "t": {"count": 3, "do": [{"repeat": 7, "do": [{"atomic": ["order = 3 * order + self"]}]}]}}})";

void expect_stopped(const std::string& arguments, const std::string& by) {
  const test::Folder folder;
  folder.write("different.json", kAllDifferent);
  const test::Output run = folder.heddle("explore different.json --json - " + arguments);
  EXPECT_EQ(run.code, 3) << arguments << '\n' << run.err;
  EXPECT_NE(run.out.find("\"stopped_by\": \"" + by + "\""), std::string::npos) << arguments;
  EXPECT_EQ(run.out.find("\"states\": 0,"), std::string::npos) << arguments;
}

TEST(Limits, MemoryEndsEverySearchThatKeepsMoreAndMore) {
  for (const explore::Strategy& strategy : test::strategies(test::can_be_endless)) {
    const std::string search = "--max-memory 8 --strategy " + test::endless(strategy);
    expect_stopped(search, "memory");
    expect_stopped(search + " --jobs 2", "memory");
  }
}

TEST(Limits, StatesEndRandomRunsAtOnce) {
  for (const explore::Strategy& strategy : test::strategies(test::draws_without_graph))
    expect_stopped("--max-states 1000 --strategy " + test::endless(strategy), "states");
}

}  // namespace
}  // namespace heddle
