// What stops a search, and what is kept back to tell it.
#include "explore/watch.h"

#include <gtest/gtest.h>

#include <new>

#include "base/memory_reserve.h"

namespace heddle::explore {
namespace {

TEST(Watch, NamesWhatStopsIt) {
  Options options;
  std::atomic<bool> interrupt = false;
  options.interrupt = &interrupt;
  Watch watch(options);
  EXPECT_EQ(watch.look(), Stop::kNone);
  EXPECT_NO_THROW(watch.go_on());
  EXPECT_FALSE(watch.stopped_for(0));
  EXPECT_EQ(watch.check({}, options.limits.memory_bytes_max + 1), Stop::kMemory);
  EXPECT_EQ(watch.check_process({}, options.limits.memory_bytes_max + 1), Stop::kMemory);
  options.limits.seconds_max = 0;
  EXPECT_EQ(watch.look(), Stop::kTime);
  interrupt = true;
  EXPECT_EQ(watch.look(), Stop::kInterrupt);
  EXPECT_THROW(watch.go_on(), SearchStopped);
  EXPECT_TRUE(watch.stopped_for(0));
  EXPECT_FALSE(watch.stopped_for(1'000));
}

TEST(Watch, LetsNoLimitOverflow) {
  Options options;
  options.limits.memory_bytes_max = ~std::uint64_t{0};
  Watch watch(options);
  EXPECT_EQ(watch.look(), Stop::kNone);
  EXPECT_EQ(watch.check({}, ~std::uint64_t{0}), Stop::kNone);
}

TEST(MemoryReserve, IsGivenUpOnceAndTold) {
  const MemoryReserve reserve(1 << 20);
  EXPECT_FALSE(memory_is_short());
  Options options;
  Watch watch(options);
  EXPECT_EQ(watch.look(), Stop::kNone);
  int calls = 0;
  int memory = 0;
  // Fails once; then the reserve is there.
  const auto fails_once = [&]() -> void* { return ++calls == 1 ? nullptr : &memory; };
  EXPECT_EQ(find_memory(fails_once), &memory);
  EXPECT_EQ(calls, 2);
  EXPECT_TRUE(memory_is_short());
  EXPECT_EQ(watch.look(), Stop::kMemory);
  EXPECT_THROW(find_memory([]() -> void* { return nullptr; }), std::bad_alloc);
}

TEST(MemoryReserve, IsNotNeededToFail) {
  EXPECT_FALSE(memory_is_short()) << "what comes later does not suffer from a reserve that is gone";
  EXPECT_THROW(find_memory([]() -> void* { return nullptr; }), std::bad_alloc);
}

}  // namespace
}  // namespace heddle::explore
