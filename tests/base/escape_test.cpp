#include "base/escape.h"

#include <gtest/gtest.h>

namespace heddle {
namespace {

TEST(Escape, LeavesWhatIsPrinted) {
  EXPECT_EQ(escaped("plain \\ \"text\" ~"), "plain \\ \"text\" ~");
  EXPECT_EQ(escaped("Zo\u00eb \u03bb \u6f22 \U0001f600"), "Zo\u00eb \u03bb \u6f22 \U0001f600");
  EXPECT_EQ(escaped(""), "");
}

TEST(Escape, ShowsControlCharacters) {
  EXPECT_EQ(escaped("\x1b[31m\a\r\n\t\x7f"), "\\x1b[31m\\x07\\x0d\\x0a\\x09\\x7f");
  EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(escaped("\u0085\u009b"), "\\u{85}\\u{9b}");
}

TEST(Escape, ShowsWhatTurnsOrHidesText) {
  EXPECT_EQ(escaped("\u202egpj.exe\u202c"), "\\u{202e}gpj.exe\\u{202c}");
  EXPECT_EQ(escaped("\u200f\u061c\u2066\u2028"), "\\u{200f}\\u{61c}\\u{2066}\\u{2028}");
  EXPECT_EQ(escaped("\ufeff\U000e0041"), "\\u{feff}\\u{e0041}");
}

TEST(Escape, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(escaped("\xff"), "\\xff");
  EXPECT_EQ(escaped("\xc3"), "\\xc3");                             // cut off
  EXPECT_EQ(escaped("\xc0\x9b"), "\\xc0\\x9b");                    // ESC in two bytes
  EXPECT_EQ(escaped("\xe0\x80\x9b"), "\\xe0\\x80\\x9b");           // and in three
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // half of a surrogate pair
  EXPECT_EQ(escaped("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond the last
  EXPECT_EQ(escaped("\xe2\x82x"), "\\xe2\\x82x");
}

// Whatever goes in, what comes out is printed as it stands: escaping it again changes nothing.
TEST(Escape, OfEveryPairOfBytesNothingHiddenIsLeft) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      const std::string once = escaped(text);
      ASSERT_EQ(escaped(once), once) << first << ' ' << second;
    }
  }
}

}  // namespace
}  // namespace heddle
