// What conditions say of some small scenarios.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "explore/interleavings.h"
#include "explore/states/stateful.h"

namespace heddle::explore {
namespace {

std::string name_of(const Subject& subject, const AccessPoint& point) {
  const auto& source = subject.scenario.sources[point.source];
  std::string text = subject.execution.thread(point.thread).name + " " + point.access;
  if (point.occurrence > 1) text += " #" + std::to_string(point.occurrence);
  return text + " at " + source.pointer.substr(source.pointer.find('/', 9));
}

std::string name_of(const Subject& subject, const Ordering& ordering) {
  std::string text;
  for (const Literal& literal : ordering.literals) {
    if (!text.empty()) text += ", ";
    if (const auto* pair = std::get_if<OrderedPair>(&literal)) {
      text += name_of(subject, pair->before) + " before " + name_of(subject, pair->after);
    } else {
      const auto& choice = std::get<ChoicePoint>(literal);
      text += subject.execution.thread(choice.thread).name + " chooses " +
              std::to_string(choice.alternative);
    }
  }
  if (!ordering.exchanged.empty()) text += ", or exchanged";
  if (ordering.rounds) text += ", in some round of each";
  return text + ": " + ordering.count.value.str();
}

// Of the first finding of a kind; each alternative a line, and how many it covers of how many.
std::string said_of(const std::string& json, const std::string& kind) {
  Subject subject(json);
  const Result result = explore_stateful(subject.execution, subject.machine, Options());
  for (const Finding& finding : result.findings) {
    if (subject.machine.properties()[finding.defect.property].kind != kind) continue;
    std::string text;
    for (const Ordering& each : finding.orderings) text += name_of(subject, each) + "\n";
    return text + finding.covered.value.str() + " of " + finding.count.value.str();
  }
  return "no such finding";
}

// The order of two accesses of y decides, not that of z, of which the finding is not.
TEST(Conditions, AreAboutTheVariableOfTheFinding) {
  const char* const json = R"json({"name": "n", "atomics": {"y": 0, "z": 0}, "threads": {
      "w": ["z = 1", "y = 1"], "r": ["assert y == 1"]}})json";
  EXPECT_EQ(said_of(json, "assertion"), "r read y at /0 before w write y at /1: 2\n2 of 2");
}

TEST(Conditions, AreAboutTheWriteThatABlockReads) {
  const char* const json = R"json({"name": "n", "atomics": {"y": 0, "a": 0}, "threads": {
      "w": ["y = 1", {"atomic": [{"if": "y == 1", "then": ["a = 1"]}]}],
      "r": [{"atomic": [{"if": "y == 1", "then": ["flag late"]}]}]},
      "check": {"never": ["late"]}})json";
  EXPECT_EQ(said_of(json, "flag"), "w write y at /0 before r atomic at /0: 2\n2 of 2");
}

// Where a chooses 0 it never writes x, which comes after everything.
TEST(Conditions, CountWhatNeverHappensAsLater) {
  const char* const json = R"json({"name": "n", "atomics": {"x": 0}, "threads": {
      "a": ["let c = choose(0, 1)", {"if": "c", "then": ["x = 1"]}],
      "b": ["assert x == 1"]}})json";
  EXPECT_EQ(said_of(json, "assertion"), "b read x at /0 before a write x at /1/then/0: 2\n2 of 2");
}

// Two writes of one variable in one thread are told apart by where they stand.
TEST(Conditions, NameTheStatement) {
  const char* const json = R"json({"name": "n", "atomics": {"x": 0}, "threads": {
      "a": ["let c = choose(0, 1)", {"if": "c", "then": ["x = 1"], "else": ["x = 2"]}],
      "b": ["let v = x", "assert v != 2"]}})json";
  EXPECT_EQ(said_of(json, "assertion"), "a write x at /1/else/0 before b read x at /0: 1\n1 of 1");
}

TEST(Conditions, SpeakOfChoicesWhereTheyDecide) {
  const char* const json = R"json({"name": "n", "atomics": {"x": 0}, "threads": {
      "b": ["x = 1", "let c = choose(0, 1, 2)", "assert c != 1"]}})json";
  EXPECT_EQ(said_of(json, "assertion"), "b chooses 2: 1\n1 of 1");
}

// Six rounds of x += 1 in each of two threads: a lost update is the same in any rounds.
TEST(Conditions, FoldRounds) {
  const char* const json = R"json({"name": "n", "shared": {"x": 0}, "threads": {
      "a": [{"repeat": 6, "do": ["x += 1"]}], "b": [{"repeat": 6, "do": ["x += 1"]}]}})json";
  const std::string said = said_of(json, "lost-update");
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_NE(said.find("a read x at /0/do/0 before b write x at /0/do/0"), std::string::npos)
      << said;
  EXPECT_NE(said.find("b read x at /0/do/0 before a write x at /0/do/0"), std::string::npos)
      << said;
  EXPECT_NE(said.find("in some round of each"), std::string::npos) << said;
}

// Three like threads: any two of them.
TEST(Conditions, FoldLikeThreads) {
  const char* const json = R"json({"name": "n", "shared": {"x": 0}, "threads": {
      "t": {"count": 3, "do": ["x += 1"]}}})json";
  const std::string said = said_of(json, "lost-update");
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_NE(said.find(", or exchanged"), std::string::npos) << said;
}

TEST(Conditions, OfWhatAlwaysHappensAreEmpty) {
  const char* const json = R"json({"name": "n", "atomics": {"x": 0}, "threads": {
      "a": ["x = 1", "assert x == 0"], "b": ["skip"]}})json";
  EXPECT_EQ(said_of(json, "assertion"), ": 3\n3 of 3");
}

}  // namespace
}  // namespace heddle::explore
