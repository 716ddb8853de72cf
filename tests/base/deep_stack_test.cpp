#include "base/deep_stack.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace heddle {
namespace {

// A frame of at least a KiB for each level, used after the call so that none can be left out.
int depth(int levels) {
  volatile char frame[1'024] = {};
  frame[levels % 1'024] = 1;
  const int below = levels == 0 ? 0 : depth(levels - 1);
  return below + frame[levels % 1'024];
}

TEST(DeepStack, HoldsMoreThanAnOrdinaryOne) {
  int result = 0;
  on_deep_stack([&] { result = depth(9'000); });  // more than 8 MiB
  EXPECT_EQ(result, 9'001);
}

TEST(DeepStack, WhatIsThrownReachesTheCaller) {
  EXPECT_THROW(on_deep_stack([] { throw std::runtime_error("deep"); }), std::runtime_error);
}

}  // namespace
}  // namespace heddle
