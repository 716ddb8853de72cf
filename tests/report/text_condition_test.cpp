#include <gtest/gtest.h>

#include "report/building.h"
#include "report/text_parts.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test

// A finding of 4 interleavings, exact, with that many alternatives of a pair each.
Finding that_happens(const std::string& condition, std::size_t alternatives = 1) {
  Finding result = finding("final", "right", "wrong", "4", "s-1");
  const Pair some =
      pair(endpoint("a", "/threads/a/0", "read x"), endpoint("b", "/threads/b/0", "write x"));
  result.orderings.assign(alternatives, ordering("4", "s-1", {some}));
  result.covered = "4";
  result.condition = condition;
  return result;
}

std::string line_of(const std::string& condition, std::size_t alternatives = 2) {
  return plain(condition_line(that_happens(condition, alternatives)));
}

TEST(ConditionLine, TheFirstWordsAreInCapitals) {
  EXPECT_EQ(line_of("Exactly when a reads x"), "*EXACTLY WHEN* a reads x");
  EXPECT_EQ(line_of("In every interleaving"), "*IN EVERY INTERLEAVING*");
  EXPECT_EQ(line_of("One way, 3 of 5,021: a reads x"), "*ONE WAY*, 3 of 5,021: a reads x");
}

TEST(ConditionLine, SoAreThoseOfEachAlternative) {
  EXPECT_EQ(line_of("Whenever a reads x (2 of 4), or whenever b does (2 of 4)"),
            "*WHENEVER* a reads x (2 of 4), *OR WHENEVER* b does (2 of 4)");
  EXPECT_EQ(line_of("Exactly when a reads x, or when b does; only when c does. Only when d does"),
            "*EXACTLY WHEN* a reads x, *OR WHEN* b does; *ONLY WHEN* c does. *ONLY WHEN* d does");
}

// The author's words are theirs.
TEST(ConditionLine, NotTheSameWordsInsideASentenceOrAText) {
  EXPECT_EQ(line_of("Whenever a reads x whenever it can"), "*WHENEVER* a reads x whenever it can");
  EXPECT_EQ(line_of("Whenever \"x, or when y\" fails, or when z does"),
            "*WHENEVER* \"x, or when y\" fails, *OR WHEN* z does");
  EXPECT_EQ(line_of(""), "");
}

// The only alternative of an exact condition covers all, which is said at its end.
TEST(ConditionLine, AnExactOneHasItsNumber) {
  EXPECT_EQ(line_of("Exactly when a reads x", 1), "*EXACTLY WHEN* a reads x (4 of 4)");
  EXPECT_EQ(line_of("Exactly when a reads x. Only when b does", 1),
            "*EXACTLY WHEN* a reads x (4 of 4). *ONLY WHEN* b does");
  EXPECT_EQ(line_of("Exactly when a reads x (4 of 4)", 1), "*EXACTLY WHEN* a reads x (4 of 4)");
  EXPECT_EQ(line_of("Exactly when a reads x", 2), "*EXACTLY WHEN* a reads x");
}

TEST(ConditionLine, NoNumberWhereItIsNotExactOrSaysAll) {
  Finding partial = that_happens("Whenever a reads x");
  partial.covered = "3";
  EXPECT_EQ(plain(condition_line(partial)), "*WHENEVER* a reads x");
  Finding always = that_happens("In every interleaving");
  always.orderings[0].pairs.clear();
  EXPECT_EQ(plain(condition_line(always)), "*IN EVERY INTERLEAVING*");
  Finding unknown = that_happens("Whenever a reads x");
  unknown.covered = unknown.interleavings = "unbounded";
  EXPECT_EQ(plain(condition_line(unknown)), "*WHENEVER* a reads x");
}

// No line ends inside it.
TEST(ConditionLine, ANumberIsOnePiece) {
  const auto joined = [](const std::string& condition) {
    std::vector<std::string> pieces;
    for (const Span& span : condition_line(that_happens(condition, 2)))
      if (span.joined) pieces.push_back(span.text);
    return pieces;
  };
  using Pieces = std::vector<std::string>;
  EXPECT_EQ(joined("Whenever a does (2,000 of 4), or whenever b (c of d) does (2 of 4)"),
            (Pieces{"(2,000 of 4)", "(2 of 4)"}));
  EXPECT_EQ(joined("Whenever \"(1 of 2)\" fails (3"), Pieces{});
  EXPECT_EQ(joined("Whenever a does (2 or so)"), Pieces{});
}

TEST(ConditionLine, LongNumbersAreGrouped) {
  Finding many = that_happens("Exactly when a reads x");
  many.covered = many.interleavings = "12345";
  EXPECT_EQ(plain(condition_line(many)), "*EXACTLY WHEN* a reads x (12,345 of 12,345)");
}

}  // namespace
}  // namespace heddle::test
