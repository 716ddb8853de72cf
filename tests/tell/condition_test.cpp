// Sentences of conditions: what they look like, and that nothing is lost in them.
#include "tell/condition.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "tell/condition_reader.h"
#include "tell/deed.h"

namespace heddle::test {
namespace {

using report::Endpoint;
using report::Pair;
using tell::Places;

// Threads "a" and "b" (and "c") that read and write x and y once each, in lines 1 to 4.
Places simple_places(std::size_t threads) {
  Places places;
  for (const char* name : {"a", "b", "c"}) {
    if (threads-- == 0) break;
    std::uint32_t line = 0;
    for (const char* access : {"read x", "write x", "read y", "write y"}) {
      ++line;
      places.add(name, Places::Access{
                           access, "/threads/" + std::string(name) + "/" + std::to_string(line - 1),
                           line, "", false});
    }
  }
  return places;
}

Endpoint end(const std::string& thread, const std::string& access, int step,
             std::uint32_t occurrence = 1) {
  return {.thread = thread,
          .step = "/threads/" + thread + "/" + std::to_string(step),
          .occurrence = occurrence,
          .last = false,
          .access = access};
}

report::Finding finding_with(std::vector<std::vector<Pair>> alternatives,
                             const std::string& covered, const std::string& all) {
  report::Finding finding;
  for (auto& pairs : alternatives)
    finding.orderings.push_back({.interleavings = covered,
                                 .adds = covered,
                                 .seed = "",
                                 .pairs = std::move(pairs),
                                 .exchanged = {},
                                 .rounds = false});
  finding.covered = covered;
  finding.interleavings = all;
  return finding;
}

const Pair kAReadsFirst{end("a", "read x", 0), end("b", "write x", 1), {}};
const Pair kBReadsFirst{end("b", "read x", 0), end("a", "write x", 1), {}};

TEST(Condition, ExactOneSaysNoNumbers) {
  EXPECT_EQ(condition(finding_with({{kAReadsFirst}}, "5", "5"), simple_places(2)),
            "Exactly when a reads x before b writes it");
}

TEST(Condition, BothBeforeTheOtherIsOneClause) {
  EXPECT_EQ(condition(finding_with({{kAReadsFirst, kBReadsFirst}}, "4", "4"), simple_places(2)),
            "Exactly when each reads x before the other writes it");
  EXPECT_EQ(condition(finding_with({{kAReadsFirst, kBReadsFirst}}, "4", "4"), simple_places(3)),
            "Exactly when each of a and b reads x before the other writes it");
}

TEST(Condition, BetweenIsOneClause) {
  const Pair after{end("b", "write x", 1), end("a", "write x", 1), {}};
  EXPECT_EQ(condition(finding_with({{kAReadsFirst, after}}, "4", "4"), simple_places(2)),
            "Exactly when b writes x after a reads it and before a writes it");
}

TEST(Condition, PartialOnesSayHowMuchTheyCover) {
  EXPECT_EQ(condition(finding_with({{kAReadsFirst}, {kBReadsFirst}}, "40", "80"), simple_places(2)),
            "Whenever a reads x before b writes it (40 of 80), or whenever b reads x before a "
            "writes it (40 of 80)");
  EXPECT_EQ(condition(finding_with({{kAReadsFirst}}, "3", "5021"), simple_places(2)),
            "One way, 3 of 5,021: a reads x before b writes it");
}

TEST(Condition, NoPairsIsAlways) {
  EXPECT_EQ(condition(finding_with({{}}, "80", "80"), simple_places(2)), "In every interleaving");
  EXPECT_EQ(condition(report::Finding(), simple_places(2)), "");
}

TEST(Condition, OnlyWhenFollows) {
  report::Finding one = finding_with({}, "0", "5");
  one.only_when = {kAReadsFirst};
  EXPECT_EQ(condition(one, simple_places(2)), "Only when a reads x before b writes it");
  one.orderings = finding_with({{kBReadsFirst}}, "2", "5").orderings;
  EXPECT_EQ(
      condition(one, simple_places(2)),
      "Whenever b reads x before a writes it (2 of 5). Only when a reads x before b writes it");
}

TEST(Condition, LikeThreadsAndRoundsAreNamed) {
  report::Finding one = finding_with({{kAReadsFirst}}, "5", "5");
  one.orderings[0].exchanged = {{"a", "b"}};
  one.orderings[0].rounds = true;
  EXPECT_EQ(condition(one, simple_places(2)),
            "Exactly when a reads x before b writes it in some round of each (and with a and b "
            "exchanged)");
}

TEST(Condition, ChoicesNameTheValue) {
  Places places = simple_places(2);
  places.add("a", Places::Choice{"/threads/a/9", 9, "c", {"0", "1"}, false});
  Pair choice;
  choice.choice = {"a", "/threads/a/9", 1, 2};
  EXPECT_EQ(condition(finding_with({{kAReadsFirst, choice}}, "5", "5"), places),
            "Exactly when a reads x before b writes it, and a chooses c = 1");
}

// Two statements that read alike are told apart by their text, else by their line, else by their
// place in the file; a loop says which time is meant.
TEST(Condition, StatementsThatReadAlikeAreToldApart) {
  Places places;
  places.add("a", Places::Access{"write x", "/threads/a/0/then/0", 1, "x = 1", false});
  places.add("a", Places::Access{"write x", "/threads/a/0/else/0", 1, "x = 2", false});
  places.add("b", Places::Access{"read x", "/threads/b/0", 2, "let v = x", true});
  places.add("c", Places::Access{"write a[...]", "/threads/c/0", 3, "a[i] = 1", false});
  places.add("c", Places::Access{"write a[...]", "/threads/c/1", 4, "a[i] = 1", false});
  const Endpoint second{"a", "/threads/a/0/else/0", 1, false, "write x"};
  const Endpoint read{"b", "/threads/b/0", 1, false, "read x"};
  EXPECT_EQ(condition(finding_with({{{second, read, {}}}}, "1", "1"), places),
            "Exactly when a writes x (\"x = 2\") before b reads it the first time");
  const Endpoint cell{"c", "/threads/c/1", 1, false, "write a[2]"};
  EXPECT_EQ(condition(finding_with({{{cell, read, {}}}}, "1", "1"), places),
            "Exactly when c writes a[2] (line 4) before b reads x the first time");
}

// ---- Read back ----

SaidAccess said(const Endpoint& end, const Places& places) {
  const tell::Deed deed = tell::deed(end.access);
  std::string occurrence;
  if (end.last) {
    occurrence = "last";
  } else if (end.occurrence > 1) {
    occurrence = std::to_string(end.occurrence) + (end.occurrence == 2   ? "nd"
                                                   : end.occurrence == 3 ? "rd"
                                                                         : "th");
  } else if (places.repeats(end)) {
    occurrence = "first";
  }
  return {end.thread, deed.verb + (deed.object.empty() ? "" : " " + deed.object), places.place(end),
          occurrence};
}

void expect_same(std::vector<SaidLiteral> read, const std::vector<Pair>& pairs,
                 const Places& places, const std::string& sentence) {
  ASSERT_EQ(read.size(), pairs.size()) << sentence;
  for (const Pair& pair : pairs) {
    const SaidLiteral wanted{said(pair.before, places), said(pair.after, places)};
    const auto found = std::find(read.begin(), read.end(), wanted);
    ASSERT_NE(found, read.end()) << sentence << "\n" << wanted.before.deed;
    read.erase(found);
  }
}

class RandomCondition {
 public:
  explicit RandomCondition(std::uint64_t seed) : random_(seed) {
    const std::uint64_t threads = 2 + random_.below(2);
    for (std::uint64_t t = 0; t < threads; ++t) {
      names_.push_back("w[" + std::to_string(t) + "]");
      const std::uint64_t count = 1 + random_.below(6);
      for (std::uint64_t i = 0; i < count; ++i) {
        constexpr const char* kAccesses[] = {"read x", "write x",   "read a[2]", "write a[2]",
                                             "lock m", "atomic",    "skip",      "read N#1.next",
                                             "await",  "delete N#1"};
        Endpoint end{.thread = names_.back(),
                     .step = "/threads/w/" + std::to_string(i),
                     .occurrence = 1,
                     .last = false,
                     .access = kAccesses[random_.below(10)]};
        const bool repeats = random_.below(3) == 0;
        if (repeats) end.occurrence = static_cast<std::uint32_t>(1 + random_.below(4));
        if (repeats && random_.below(4) == 0) end.last = true;
        places_.add(
            end.thread,
            Places::Access{end.access, end.step, static_cast<std::uint32_t>(random_.below(4)),
                           random_.below(2) == 0 ? "s(" + end.access + ")" : "", repeats});
        ends_.push_back(std::move(end));
      }
    }
  }

  std::vector<Pair> pairs() {
    std::vector<Pair> all;
    const std::uint64_t count = 1 + random_.below(4);
    for (std::uint64_t i = 0; i < count; ++i) {
      Pair pair{any(), any(), {}};
      if (!all.empty() && random_.below(3) == 0) pair.before = all.back().after;
      if (!all.empty() && random_.below(3) == 0) pair.after = all.back().before;
      all.push_back(std::move(pair));
    }
    return all;
  }

  const Places& places() const { return places_; }
  const std::vector<std::string>& names() const { return names_; }
  bool once_in(std::uint64_t n) { return random_.below(n) == 0; }

 private:
  const Endpoint& any() { return ends_[random_.below(ends_.size())]; }

  Random random_;
  Places places_;
  std::vector<std::string> names_;
  std::vector<Endpoint> ends_;
};

TEST(Condition, IsReadBackIntoItsPairs) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    RandomCondition random(seed);
    report::Finding one = finding_with({}, "40", random.once_in(2) ? "40" : "80");
    const std::size_t alternatives = random.once_in(3) ? 2 : 1;
    for (std::size_t i = 0; i < alternatives; ++i)
      one.orderings.push_back(finding_with({random.pairs()}, "40", "80").orderings[0]);
    if (random.once_in(3)) one.only_when = random.pairs();
    const std::string sentence = condition(one, random.places());
    const SaidCondition read = read_condition(sentence, random.names());
    const bool exact = one.covered == one.interleavings;
    EXPECT_EQ(read.kind, exact ? SaidCondition::kExactly : SaidCondition::kWhenever) << sentence;
    ASSERT_EQ(read.alternatives.size(), alternatives) << sentence;
    for (std::size_t i = 0; i < alternatives; ++i)
      expect_same(read.alternatives[i].literals, one.orderings[i].pairs, random.places(), sentence);
    expect_same(read.only_when, one.only_when, random.places(), sentence);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace heddle::test
