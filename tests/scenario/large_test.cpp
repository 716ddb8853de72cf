// Files as large and as deep as the format allows, and more: read and compiled in time that grows
// with the file, on a small stack, and stopped when that is wanted.
#include <gtest/gtest.h>
#include <pthread.h>

#include <functional>
#include <string>

#include "scenario/read.h"
#include "support/sanitized.h"
#include "vm/compile.h"

namespace heddle {
namespace {

std::string repeated(std::size_t count, const std::function<std::string(std::size_t)>& part) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + part(i);
  return text;
}

// A scenario with these steps in one thread, and more sections.
std::string with_steps(const std::string& steps, const std::string& more = "") {
  return R"({"name": "large", "shared": {"x": 0}, "semaphores": {"s": 2000}, "threads": {"a": [)" +
         steps + "]}" + more + "}";
}

std::string number(std::size_t i) { return std::to_string(i); }

struct Large {
  const char* name;
  std::string text;
};

// Each was quadratic once, or could easily be.
std::vector<Large> large_files() {
  const auto flags = [](std::size_t i) { return "\"f" + number(i) + "\""; };
  return {
      {"steps", with_steps(repeated(199'000, [](std::size_t) { return R"("x += 1")"; }))},
      {"locals", with_steps(repeated(
                     90'000, [](std::size_t i) { return "\"let v" + number(i) + " = x\""; }))},
      {"locals just small enough to be analysed",
       with_steps(repeated(4'000, [](std::size_t i) { return "\"let v" + number(i) + " = x\""; }))},
      {"always", with_steps(R"("x = 1")", R"(, "check": {"always": {)" +
                                              repeated(20'000,
                                                       [](std::size_t i) {
                                                         return "\"c" + number(i) + "\": \"x < " +
                                                                number(i + 2) + "\"";
                                                       }) +
                                              "}}")},
      {"never",
       with_steps(repeated(50'000, [](std::size_t i) { return "\"flag f" + number(i) + "\""; }),
                  R"(, "check": {"never": [)" + repeated(50'000, flags) + R"(]}, "expect": [)" +
                      repeated(50'000, flags) + "]")},
      {"choose", with_steps("\"let v = choose(" + repeated(8'000, number) + ")\"")},
      {"while in while", with_steps(repeated(200,
                                             [](std::size_t) {
                                               std::string text = R"("x = 1")";
                                               for (int i = 0; i < 200; ++i)
                                                 text =
                                                     R"({"while": "x > 0", "do": [)" + text + "]}";
                                               return text;
                                             }))},
      {"variables",
       R"({"name": "large", "shared": {)" +
           repeated(300'000, [](std::size_t i) { return "\"v" + number(i) + "\": 0"; }) +
           R"(}, "threads": {"a": ["v0 = 1"]}})"},
      {"unknown names",
       R"({"name": "large", "shared": {)" +
           repeated(100'000, [](std::size_t i) { return "\"v" + number(i) + "\": 0"; }) +
           R"(}, "threads": {"a": [)" +
           repeated(100'000, [](std::size_t i) { return "\"w" + number(i) + " = 1\""; }) + "]}}"},
      {"returns out of locks",
       [] {
         std::string text = repeated(100'000, [](std::size_t) { return R"("return")"; });
         for (int i = 0; i < 900; ++i) text = R"({"with": "acquire s", "do": [)" + text + "]}";
         return with_steps(text);
       }()},
      {"blank lines", "{" + std::string(std::size_t{20} << 20, '\n') + "!"},
      {"values", "{\"$schema\": [" + repeated(2'500'000, [](std::size_t) { return "0"; }) + "]}"},
  };
}

TEST(Large, FilesAreReadAndCompiledOrRefused) {
  for (const Large& each : large_files()) {
    const auto result = scenario::read(each.text);
    if (result) {
      EXPECT_GT(vm::compile(result.value()).bodies.size(), 0U) << each.name;
      EXPECT_LE(result.value().warnings.size(), 4 * 51U) << each.name;
    } else {
      EXPECT_FALSE(result.error().empty()) << each.name;
    }
  }
}

// However late it is asked to stop, it does not ask again.
TEST(Large, ReadingAndCompilingStopWhenTheyAreAskedTo) {
  for (const Large& each : large_files()) {
    const auto whole = scenario::read(each.text);
    std::uint64_t asked = 0;
    static_cast<void>(scenario::read(each.text, {}, [&] { return ++asked, false; }));
    for (std::uint64_t last = 1; last <= asked; last += 1 + asked / test::sanitized(3, 1)) {
      std::uint64_t again = 0;
      const auto result = scenario::read(each.text, {}, [&] { return ++again >= last; });
      ASSERT_FALSE(result) << each.name;
      EXPECT_TRUE(result.error().empty()) << each.name;
      EXPECT_EQ(again, last) << each.name;
    }
    if (!whole) continue;
    std::uint64_t looked = 0;
    static_cast<void>(vm::compile(whole.value(), [&] { return ++looked, false; }));
    if (looked == 0) continue;
    EXPECT_THROW(vm::compile(whole.value(), [&] { return true; }), Stopped) << each.name;
  }
}

TEST(Large, ReadingLongFilesAsksOften) {
  std::uint64_t asked = 0;
  const std::string text = with_steps(repeated(100'000, [](std::size_t) { return R"("x = 1")"; }));
  ASSERT_TRUE(scenario::read(text, {}, [&] { return ++asked, false; }));
  EXPECT_GT(asked, 1'000U);
}

// ---- Depth --------------------------------------------------------------------------------------

// Runs the work on a stack of 256 KiB.
void on_small_stack(std::function<void()> work) {
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, std::size_t{256} << 10), 0);
  pthread_t thread{};
  const auto run = [](void* argument) -> void* {
    (*static_cast<std::function<void()>*>(argument))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &work), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

std::string nested(int depth, const std::string& before, const std::string& after,
                   std::string text) {
  std::string result;
  for (int i = 0; i < depth; ++i) result += before;
  result += text;
  for (int i = 0; i < depth; ++i) result += after;
  return result;
}

std::string calls(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) {
    text += "\"p" + number(i) + R"(": {"do": ["call p)" + number(i + 1) + "()\"]},";
  }
  return R"(, "procedures": {)" + text + "\"p" + number(depth) + R"(": {"do": ["x = 1"]}})";
}

TEST(Deep, WhatTheFormatAllowsNeedsNoDeepStack) {
  const std::string leaf = R"("x = 1")";
  const std::vector<std::string> files = {
      with_steps(nested(999, R"({"if": "x", "then": [)", "]}", leaf)),
      with_steps(nested(999, R"({"if": "x", "then": [], "else": [)", "]}", leaf)),
      with_steps(nested(999, R"({"while": "x", "do": [)", "]}", leaf)),
      with_steps(nested(999, R"({"repeat": 1, "do": [)", "]}", leaf)),
      with_steps(nested(999, R"({"with": "acquire s", "do": [)", "]}", leaf)),
      with_steps("\"call p0()\"", calls(900)),
      with_steps("\"x = " + nested(999, "1 + (", ")", "x") + "\""),
      with_steps("\"x = " + nested(999, "min(1, ", ")", "x") + "\""),
      with_steps("\"x = " + nested(999, "- ", "", "x") + "\""),
      with_steps(nested(3'000, R"({"if": "x", "then": [)", "]}", leaf)),
      nested(100'000, "[", "]", ""),
  };
  std::size_t valid = 0;
  for (const std::string& file : files) {
    on_small_stack([&] {
      const auto result = scenario::read(file);
      if (!result) {
        EXPECT_FALSE(result.error().empty());
        return;
      }
      ++valid;
      EXPECT_EQ(vm::compile(result.value()).bodies.size(), 1U);
    });
  }
  EXPECT_EQ(valid, files.size() - 2);  // the last two are deeper than is allowed
}

TEST(Warnings, OfVeryManyTheFirstFiftyAndACount) {
  const auto result =
      scenario::read(R"({"name": "many", "shared": {)" +
                     repeated(60, [](std::size_t i) { return "\"v" + number(i) + "\": 0"; }) +
                     R"(}, "threads": {"a": ["v0 = 1"]}})");
  ASSERT_TRUE(result);
  const auto& warnings = result.value().warnings;
  ASSERT_EQ(warnings.size(), 51U);
  EXPECT_EQ(warnings.back().text, "and 10 more variables that at most one thread uses");
  EXPECT_EQ(warnings.back().pointer, "");
}

// The read of shared memory may be the point of a `let`.
TEST(Warnings, ALocalThatTakesWhatAnAccessGivesMayStayUnread) {
  const auto result = scenario::read(R"x({"name": "t", "shared": {"x": 0}, "channels": {"c": 1},
    "atomics": {"n": 0}, "threads": {"a": {"count": 2, "do": ["let v = x", "let _ = x + 1",
      "let w = receive c", "let o = fetch_add(n, 1)", "let unread = 3", "send c, 1"]}}})x");
  ASSERT_TRUE(result);
  ASSERT_EQ(result.value().warnings.size(), 1U);
  EXPECT_EQ(result.value().warnings[0].text, "the local \"unread\" is never read");
}

}  // namespace
}  // namespace heddle
