// Numbers beyond the range of a double.
#include "base/scaled.h"

#include <gtest/gtest.h>

namespace heddle {
namespace {

TEST(Scaled, AddsAndSubtracts) {
  Scaled sum(1.5);
  sum += Scaled(2.25);
  EXPECT_EQ(sum.value(), 3.75);
  sum -= Scaled(3.75);
  EXPECT_TRUE(sum.zero());
  sum += Scaled(7);
  EXPECT_EQ(sum.value(), 7);
  sum -= Scaled(8);  // by rounding alone: 0, never below
  EXPECT_TRUE(sum.zero());
}

TEST(Scaled, ASmallSummandIsLost) {
  Scaled sum(1);
  sum += Scaled(1e300) * Scaled(1e300);
  EXPECT_EQ(sum.text(), "1.0e600");
}

TEST(Scaled, HoldsProductsBeyondADouble) {
  const Scaled product = Scaled(1e300) * Scaled(3e300);
  EXPECT_EQ(product.text(), "3.0e600");
  EXPECT_EQ(product.value(), HUGE_VAL);
  EXPECT_NEAR((product / Scaled(1e300)).value() / 3e300, 1, 1e-12);
  EXPECT_EQ((Scaled(1e308) * Scaled(1e308)).root().text(), "1.0e308");
  EXPECT_EQ(((Scaled(1e-300) * Scaled(1e-300)) / Scaled(1e300)).value(), 0);
}

TEST(Scaled, TextHasTwoDigitsFromAMillion) {
  EXPECT_EQ(Scaled().text(), "0");
  EXPECT_EQ(Scaled(5.6).text(), "6");
  EXPECT_EQ(Scaled(999'999).text(), "999999");
  EXPECT_EQ(Scaled(1.4e12).text(), "1.4e12");
  EXPECT_EQ(Scaled(9.94e9).text(), "9.9e9");
  EXPECT_EQ(Scaled(9.96e9).text(), "1.0e10");  // rounds up to 10.0e9
}

}  // namespace
}  // namespace heddle
