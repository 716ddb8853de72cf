// Threads that work together: what one of them throws, and threads that cannot be had.
#include "explore/crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace heddle::explore {
namespace {

const Crew::Work kNothing = [](std::size_t) {};

TEST(Crew, DoesEachTaskOnce) {
  std::vector<std::atomic<int>> done(1'000);
  const Crew::Work work = [&](std::size_t task) { ++done[task]; };
  Crew crew(3, [&] { return work; });
  for (int round = 1; round <= 3; ++round) {
    crew.do_all(done.size(), work, [] {});
    for (const auto& each : done) EXPECT_EQ(each, round);
  }
}

TEST(Crew, HandsOnWhatAnyThreadThrows) {
  const Crew::Work throws = [](std::size_t task) {
    if (task == 7) throw std::bad_alloc();
  };
  Crew crew(2, [&] { return throws; });
  EXPECT_THROW(crew.do_all(10, throws, [] {}), std::bad_alloc);
  crew.do_all(5, kNothing, [] {});  // and goes on
}

TEST(Crew, DoesWithoutThreadsThatHaveNoMemoryToJoin) {
  std::atomic<int> done = 0;
  Crew crew(4, []() -> Crew::Work { throw std::bad_alloc(); });
  crew.do_all(
      100, [&](std::size_t) { ++done; }, [] {});
  EXPECT_EQ(done, 100);
}

TEST(Crew, DoesWithoutThreadsThatCannotBeMade) {
  std::atomic<int> done = 0;
  Crew crew(4, []() -> Crew::Work {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  });
  crew.do_all(
      100, [&](std::size_t) { ++done; }, [] {});
  EXPECT_EQ(done, 100);
}

TEST(Crew, HandsOnWhatElseJoiningThrows) {
  Crew crew(1, []() -> Crew::Work { throw std::runtime_error("broken"); });
  const Crew::Work slow = [](std::size_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  bool thrown = false;
  // The thread takes some task of some round.
  for (int round = 0; round < 10'000 && !thrown; ++round) {
    try {
      crew.do_all(4, slow, [] {});
    } catch (const std::runtime_error&) {
      thrown = true;
    }
  }
  EXPECT_TRUE(thrown);
}

TEST(Crew, HasNoMoreMembersThanThereIsWork) {
  Options options;
  options.jobs = 100'000;
  EXPECT_EQ(others_in_crew(options, 8), 0U);  // nothing makes workers
  options.make_worker = [] { return std::unique_ptr<Worker>(); };
  EXPECT_EQ(others_in_crew(options, 8), 7U);
  EXPECT_LT(others_in_crew(options, ~std::uint64_t{0}), 1'000U);
  options.jobs = 0;
  EXPECT_EQ(others_in_crew(options, 8), 0U);
}

}  // namespace
}  // namespace heddle::explore
