// Error messages as people read them, approved file by file; and lines that are hard to show.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "report/approved.h"
#include "scenario/read.h"

namespace heddle::scenario {
namespace {

std::string rendered(const std::string& name, const std::string& text) {
  const auto result = read(text);
  if (result) return "no mistake was found\n";
  std::string all;
  for (const Problem& problem : result.error()) all += render(problem, name, text) + "\n";
  return all;
}

class ErrorMessages : public testing::TestWithParam<const char*> {};

TEST_P(ErrorMessages, AreApproved) {
  const std::string name = GetParam();
  const auto file =
      std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/scenario/errors" / (name + ".json");
  test::expect_approved("errors_" + name + ".txt", rendered(name + ".json", test::contents(file)));
}

INSTANTIATE_TEST_SUITE_P(Files, ErrorMessages,
                         testing::Values("slips", "blocks", "types", "wide", "comma", "truncated"),
                         [](const auto& each) { return std::string(each.param); });

Problem at(std::uint32_t column, std::uint32_t length) {
  return {1, column, length, "/threads/a/0", "this is wrong"};
}

// The last two lines: the excerpt and its carets.
std::string excerpt(const Problem& problem, const std::string& line, std::size_t width = 80) {
  const std::string text = render(problem, "f", line, width);
  return text.substr(text.find("/threads/a/0\n") + 13);
}

TEST(Render, PutsTheCaretUnderThePlace) {
  EXPECT_EQ(render(at(3, 2), "dir/f.json", "ab cd"),
            "dir/f.json:1:3: error: this is wrong\n  at /threads/a/0\n  ab cd\n    ^~\n");
}

TEST(Render, WideCharactersTakeTwoColumnsAndCombiningOnesNone) {
  EXPECT_EQ(excerpt(at(3, 1), "口座x"), "  口座x\n      ^\n");
  EXPECT_EQ(excerpt(at(1, 2), "口座x"), "  口座x\n  ^~~~\n");
  EXPECT_EQ(excerpt(at(3, 1), "e\u0301x"), "  e\u0301x\n   ^\n");
}

TEST(Render, NothingInAFileReachesTheTerminalRaw) {
  EXPECT_EQ(excerpt(at(2, 1), "\x1b[31m"), "  \\x1b[31m\n      ^\n");
  EXPECT_EQ(excerpt(at(2, 1), "\tx"), "   x\n   ^\n");
  EXPECT_EQ(excerpt(at(2, 1), "\xffx"), "  \\xffx\n      ^\n");
  EXPECT_EQ(excerpt(at(2, 1), "\u202ex"), "  \\u{202e}x\n          ^\n");
}

TEST(Render, LongLinesAreCutAroundThePlace) {
  const std::string line = std::string(5000, 'a') + "HERE" + std::string(5000, 'b');
  const std::string text = excerpt(at(5001, 4), line);
  EXPECT_NE(text.find("aHEREb"), std::string::npos);
  EXPECT_LE(text.find('\n'), 80U);
  EXPECT_EQ(text.find("HERE"), text.find('^') - text.find('\n') - 1);
  const std::string long_place = excerpt(at(1, 10'000), line);
  EXPECT_LE(long_place.size() - long_place.find('\n') - 2, 80U);
}

TEST(Render, APlaceAfterTheEndIsShown) {
  EXPECT_EQ(excerpt(at(3, 1), "ab"), "  ab\n    ^\n");
  EXPECT_EQ(excerpt(at(1, 1), ""), "\n  ^\n");
}

// Inputs that the fuzzer found, and others that once went wrong: read without a crash.
TEST(Regression, EveryInputThatCrashedTheReaderIsAnswered) {
  const auto folder = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/regression/reader";
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  ASSERT_FALSE(files.empty());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const std::string text = test::contents(file);
    const auto result = read(text);
    if (result) continue;
    ASSERT_FALSE(result.error().empty()) << file;
    for (const Problem& problem : result.error()) EXPECT_FALSE(render(problem, "f", text).empty());
  }
}

}  // namespace
}  // namespace heddle::scenario
