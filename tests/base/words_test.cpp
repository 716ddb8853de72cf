#include "base/words.h"

#include <gtest/gtest.h>

namespace heddle {
namespace {

TEST(Words, GroupsDigitsAndCounts) {
  EXPECT_EQ(grouped("137846528820"), "137,846,528,820");
  EXPECT_EQ(grouped("999"), "999");
  EXPECT_EQ(grouped("unbounded"), "unbounded");
  EXPECT_EQ(counted(0, "run"), "0 runs");
  EXPECT_EQ(counted(1, "run"), "1 run");
  EXPECT_EQ(counted(10'000, "run"), "10,000 runs");
}

TEST(Words, SharesAreNeverToldAsNoneOrAll) {
  EXPECT_EQ(share_text(1e-300), "< 0.01%");
  EXPECT_EQ(share_text(0.00009999), "< 0.01%");
  EXPECT_EQ(share_text(0.0001), "0.01%");
  EXPECT_EQ(share_text(1.0 / 3), "33.3%");
  EXPECT_EQ(share_text(0.9996), "99.96%");
  EXPECT_EQ(share_text(0.99995), "> 99.99%");
  EXPECT_EQ(share_text(1 - 1e-15), "> 99.99%");
}

TEST(Words, UpperBoundsAreRoundedUp) {
  EXPECT_EQ(at_most_text(0), "0.01%");  // what is too small for a double is 0 too
  EXPECT_EQ(at_most_text(1e-300), "0.01%");
  EXPECT_EQ(at_most_text(0.36781), "36.79%");  // to the nearest it would be 36.78%
  EXPECT_EQ(at_most_text(0.5), "50.00%");
  EXPECT_EQ(at_most_text(0.99991), "100%");
}

TEST(Words, OptionsThatNobodyGaveAreDefaults) {
  EXPECT_EQ(option_text("--depth", 4, 3), "--depth 4");
  EXPECT_EQ(option_text("--max-runs", 10'000, 10'000), "--max-runs 10000 (the default)");
}

TEST(Words, BoundsAreShortAndNeverTooSmall) {
  EXPECT_EQ(bound_text("184756"), "184,756");
  EXPECT_EQ(bound_text("999999999999999"), "999,999,999,999,999");
  EXPECT_EQ(bound_text("1000000000000000"), "1.1e15");
  EXPECT_EQ(bound_text("329981831728425465309559251123033960"), "3.3e35");
  EXPECT_EQ(bound_text("9999999999999999"), "1.0e16");
}

}  // namespace
}  // namespace heddle
