#include "report/fold.h"

#include <gtest/gtest.h>

#include "report/building.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test

constexpr const char* kRead = "/threads/a/0";
constexpr const char* kWrite = "/threads/a/1";

// Of 20 steps of a thread, each reads x; but for step 3, 8, 13 and 18 (as indexes), which write it.
Finding long_run() {
  Finding finding;
  std::uint32_t reads = 0;
  std::uint32_t writes = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    const bool write = i % 5 == 3;
    Step one = step("a", write ? kWrite : kRead, 1, write ? "x = 1" : "let v = x",
                    write ? "write x" : "read x");
    one.occurrence = write ? ++writes : ++reads;
    finding.witness.push_back(std::move(one));
  }
  return finding;
}

// "#" for a step that is shown, "." for one that is not.
std::string kept(const Finding& finding) {
  std::string text;
  for (const bool each : steps_to_keep(finding)) text += each ? '#' : '.';
  return text;
}

std::string kept_with(const Ordering& ordering) {
  Finding finding = long_run();
  finding.orderings = {ordering};
  return kept(finding);
}

Pair read_before_write(std::uint32_t read, std::uint32_t write) {
  return pair(endpoint("a", kRead, "read x", read), endpoint("a", kWrite, "write x", write));
}

TEST(Fold, AShortOneIsShownInFull) {
  Finding finding = long_run();
  finding.witness.resize(14);
  EXPECT_EQ(kept(finding), "##############");
  finding.witness.resize(15, finding.witness.back());
  EXPECT_EQ(kept(finding), "##............#");
}

TEST(Fold, OfALongOneTheBeginningTheMomentAndTheEnd) {
  Finding finding = long_run();
  EXPECT_EQ(kept(finding), "##.................#");
  finding.moment = 11;
  EXPECT_EQ(kept(finding), "##......####.......#");
  finding.witness[11].stale = {{"v", "x", 5}};  // out of date since then
  EXPECT_EQ(kept(finding), "##...#..####.......#");
}

TEST(Fold, AGapOfOneIsNoGain) {
  Finding finding = long_run();
  finding.moment = 6;
  EXPECT_EQ(kept(finding), "#######............#");
}

// The seventh read is step 7, the second write step 8.
TEST(Fold, WhatTheConditionNames) {
  EXPECT_EQ(kept_with(ordering("1", "s", {read_before_write(7, 2)})), "##.....##..........#");
  Finding finding = long_run();
  finding.only_when = {read_before_write(7, 3)};
  EXPECT_EQ(kept(finding), "##.....#.....#.....#");
  finding.only_when = {read_before_write(99, 99)};  // which do not happen
  EXPECT_EQ(kept(finding), "##.................#");
}

// The place and the access as well: a statement makes several, and several make the same.
TEST(Fold, OnlyTheAccessOfThatNameAtThatPlace) {
  Finding finding = long_run();
  finding.orderings = {ordering("1", "s", {read_before_write(7, 2)})};
  finding.witness[7].access = "read y";
  finding.witness[8].pointer = "/threads/a/2";
  EXPECT_EQ(kept(finding), "##.................#");
}

TEST(Fold, OfTheLastOneThatAndNoOther) {
  Ordering last = ordering("1", "s", {read_before_write(7, 1)});
  last.pairs[0].after.last = true;
  EXPECT_EQ(kept_with(last), "##.....#..........##");
}

// In some round of each: the first and the last that it may be.
TEST(Fold, OfRoundsTheFirstAndTheLast) {
  Ordering rounds = ordering("1", "s", {read_before_write(7, 1)});
  rounds.rounds = true;
  EXPECT_EQ(kept_with(rounds), "####..............##");
}

// A thread with the same steps stands for the one that is named, where they are exchanged.
TEST(Fold, OfLikeThreadsEither) {
  Finding finding = long_run();
  Step& other = finding.witness[14];
  other.thread = "b";
  other.pointer = "/threads/b/0";
  other.occurrence = 9;
  finding.orderings = {ordering("1", "s", {read_before_write(9, 2)})};
  EXPECT_EQ(kept(finding), "##......###........#");
  finding.orderings[0].exchanged = {{"c", "d"}, {"a", "b"}};
  EXPECT_EQ(kept(finding), "##......###...#....#");
  other.pointer = "/threads/b/1";
  EXPECT_EQ(kept(finding), "##......###........#");
}

// Steps in which the thread chooses, or another one does whose decision it is.
TEST(Fold, ChoicesThatDecide) {
  Finding finding = long_run();
  finding.witness[7].choices = {{"n", {1, false}, "", ""}};
  finding.witness[12].choices = {{"n", {1, false}, "", "b"}};
  Pair choice;
  choice.choice = ChoicePoint{"a", kRead, 1, 1};
  finding.orderings = {ordering("1", "s", {choice})};
  EXPECT_EQ(kept(finding), "##.....#...........#");
  finding.orderings[0].pairs[0].choice->thread = "b";
  EXPECT_EQ(kept(finding), "##..........#......#");
}

TEST(Fold, TheBeginningOfARound) {
  Finding finding = long_run();
  finding.witness[8].cycle_start = true;
  EXPECT_EQ(kept(finding), "##......######.....#");
}

}  // namespace
}  // namespace heddle::test
