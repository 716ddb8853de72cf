#include "report/words.h"

#include <gtest/gtest.h>

#include "report/building.h"
#include "report/glyphs.h"
#include "report/page.h"
#include "report/samples.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test

TEST(Words, SharesOfNumbersOfAnySize) {
  EXPECT_EQ(share("2", "6"), "33.3%");
  EXPECT_EQ(share("6", "6"), "100%");
  EXPECT_EQ(share("1", "137846528820"), "< 0.01%");
  // 10^50 of 4 * 10^50: a quarter, though neither fits any machine number.
  EXPECT_EQ(share("1" + std::string(50, '0'), "4" + std::string(50, '0')), "25.0%");
  // Nothing and everything are exact, however near the rest comes.
  EXPECT_EQ(share("0", "6"), "0%");
  EXPECT_EQ(share("1", "1" + std::string(500, '0')), "< 0.01%");
  EXPECT_EQ(share(std::string(50, '9'), "1" + std::string(50, '0')), "> 99.99%");
  EXPECT_EQ(share("unbounded", "6"), "");
  EXPECT_EQ(share({}, "6"), "");
}

TEST(Words, ReplayCommandsSurviveTheShell) {
  const auto command = replay_command(stopped(), "p-77");
  EXPECT_EQ(shell_quote(command[2]), "'a folder/it'\\''s 哲学家.json'");
  EXPECT_EQ(command.back(), "courses=3");
  EXPECT_EQ(shell_quote("a\nb"), "$'a\\012b'");
  EXPECT_EQ(shell_quote(""), "''");
}

TEST(Glyphs, MeasureColumns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("哲学家"), 6u);
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);  // a combining accent stands on its letter
  EXPECT_EQ(display_width("\x1b[2J"), 7u);    // shown as \x1b[2J
  EXPECT_EQ(display_width("\xff\xfe"), 8u);   // no UTF-8: \xff\xfe
  EXPECT_EQ(clip("哲学家哲学家", 9), "哲学家...");
}

TEST(Page, BreaksSentencesAtSpacesAndWordsOnlyWhenTheyMust) {
  const auto pieces = wrap({"aa bb cccccccc d"}, 5);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0][0].text, "aa bb");
  EXPECT_EQ(pieces[1][0].text, "ccccc");
  EXPECT_EQ(pieces[2][0].text, "ccc d");
}

// A joined span stays with the word before it, where both fit into a line.
TEST(Page, BreaksNoLineAtTheSpacesOfAJoinedSpan) {
  const Line line{"aa bb cc", {Style::kDim, " [4]", true}, ", dd"};
  const auto pieces = wrap(line, 10);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(plain(pieces[0]), "aa bb");
  EXPECT_EQ(plain(pieces[1]), "cc [4], dd");
  const auto narrow = wrap(line, 4);
  ASSERT_EQ(narrow.size(), 5u);
  EXPECT_EQ(plain(narrow[2]), "cc") << "before a word is cut";
  EXPECT_EQ(plain(narrow[3]), "[4],");
}

// What a shell makes of the printed command is the command, however narrow the page.
TEST(Page, CommandsCanBeCopiedFromNarrowPages) {
  for (const std::size_t width : {12u, 20u, 40u, 80u}) {
    Page page(width, false);
    page.command({"printf", "%s|", "a folder/it's here.json", std::string(64, 'x'), "a=1"}, 3);
    FILE* shell = popen(("bash -c \"$(cat <<'END'\n" + page.take() + "END\n)\"").c_str(), "r");
    ASSERT_NE(shell, nullptr);
    char output[256] = {};
    const std::size_t length = fread(output, 1, sizeof output - 1, shell);
    pclose(shell);
    EXPECT_EQ(std::string(output, length),
              "a folder/it's here.json|" + std::string(64, 'x') + "|a=1|");
  }
}

}  // namespace
}  // namespace heddle::test
