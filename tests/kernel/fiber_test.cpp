// Fibers run, park, finish, throw, and are unwound when nobody resumes them any more.
#include "kernel/fiber.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace heddle::kernel {
namespace {

struct Trail {
  Fiber* fiber = nullptr;
  std::string text;
};

constexpr std::size_t kStackBytes = 256 * 1024;

TEST(Fiber, RunsInTurnsWithWhoeverResumesIt) {
  StackPool pool(kStackBytes);
  Trail trail;
  Fiber fiber(
      pool,
      [](void* argument) {
        auto& mine = *static_cast<Trail*>(argument);
        mine.text += "a";
        mine.fiber->park();
        mine.text += "b";
      },
      &trail);
  trail.fiber = &fiber;
  EXPECT_EQ(trail.text, "");
  fiber.resume();
  trail.text += "-";
  EXPECT_FALSE(fiber.finished());
  fiber.resume();
  EXPECT_TRUE(fiber.finished());
  EXPECT_EQ(trail.text, "a-b");
}

TEST(Fiber, DestroysWhatIsOnItsStackWhenItIsDropped) {
  StackPool pool(kStackBytes);
  Trail trail;
  struct Note {
    Trail& trail;
    ~Note() { trail.text += "unwound"; }
  };
  {
    Fiber fiber(
        pool,
        [](void* argument) {
          const Note note{*static_cast<Trail*>(argument)};
          note.trail.fiber->park();
          note.trail.text += "never";
        },
        &trail);
    trail.fiber = &fiber;
    fiber.resume();
  }
  EXPECT_EQ(trail.text, "unwound");
}

TEST(Fiber, KeepsWhatItsFunctionThrows) {
  StackPool pool(kStackBytes);
  Fiber fiber(
      pool, [](void*) { throw std::runtime_error("out"); }, nullptr);
  fiber.resume();
  EXPECT_TRUE(fiber.finished());
  ASSERT_TRUE(fiber.exception());
  EXPECT_THROW(std::rethrow_exception(fiber.exception()), std::runtime_error);
}

TEST(Fiber, MayResumeAnother) {
  StackPool pool(kStackBytes);
  Trail trail;
  struct Pair {
    Fiber* inner;
    Trail* trail;
  } pair{nullptr, &trail};
  Fiber inner(
      pool, [](void* argument) { static_cast<Trail*>(argument)->text += "inner "; }, &trail);
  pair.inner = &inner;
  Fiber outer(
      pool,
      [](void* argument) {
        auto& mine = *static_cast<Pair*>(argument);
        mine.trail->text += "before ";
        mine.inner->resume();
        mine.trail->text += "after";
      },
      &pair);
  outer.resume();
  EXPECT_EQ(trail.text, "before inner after");
}

TEST(StackPool, GivesAReturnedStackOutAgain) {
  StackPool pool(kStackBytes);
  const auto first = pool.allocate();
  pool.deallocate(first);
  const auto second = pool.allocate();
  EXPECT_EQ(first.sp, second.sp);
  pool.deallocate(second);
}

}  // namespace
}  // namespace heddle::kernel
