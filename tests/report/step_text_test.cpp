#include "report/step_text.h"

#include <gtest/gtest.h>

#include "report/building.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test

Step at(const std::string& place, const std::string& statement, const std::string& access,
        std::optional<std::int64_t> value = {}) {
  return step("a", "/threads/a/" + place, 5, statement, access, value);
}

TEST(StepText, TheStatementWithoutItsComment) {
  Step commented = at("0", "x = 1", "write x", 1);
  commented.statement = "x = 1  // once";
  EXPECT_EQ(statement_of(commented), "x = 1");
  commented.source.clear();
  EXPECT_EQ(statement_of(commented), "x = 1  // once");
}

TEST(StepText, PartsOfBlocksAreSaidWithTheirWord) {
  EXPECT_EQ(statement_of(at("0/if", "seen < 3", "read seen")), "if seen < 3");
  EXPECT_EQ(statement_of(at("0/while", "!done", "read done")), "while !done");
  EXPECT_EQ(statement_of(at("0/repeat", "n", "read n")), "repeat n");
}

// Where the text is not what happens, the access is said.
TEST(StepText, TheAccessWhereTheTextSaysLess) {
  EXPECT_EQ(statement_of(at("0/with", "m", "lock m")), "lock m");
  EXPECT_EQ(statement_of(at("0", "return", "unlock m")), "unlock m");
  EXPECT_EQ(statement_of(step("", "", 0, "", "start")), "start");
  Step block = at("0", "", "atomic");
  EXPECT_EQ(statement_of(block), "atomic");
  block.source = "await ready == 1";
  EXPECT_EQ(statement_of(block), "atomic await ready == 1");
}

TEST(StepText, OfWhatComesNextTheSame) {
  Next next{"a", "/threads/a/0/if", 5, "seen < 3", "read seen", "", {}};
  EXPECT_EQ(statement_of(next), "if seen < 3");
  next.pointer = "/threads/a/0/with";
  EXPECT_EQ(statement_of(next), "read seen");
  next.pointer = "/threads/a/0";
  next.statement.reset();
  EXPECT_EQ(statement_of(next), "read seen");
}

// By thread and place; a block with its accesses is one.
TEST(StepText, StatementsWithSeveralAccesses) {
  std::vector<Step> steps = {at("0", "x += 1", "read x"), at("0", "x += 1", "write x"),
                             at("1", "y = 1", "write y"), at("1", "y = 1", "write y"),
                             at("2", "", "atomic"),       at("2", "", "atomic once more")};
  steps[4].accesses = {{"read x", {}}};
  steps[5].accesses = {{"read x", {}}};
  const SeveralAccesses several(steps);
  EXPECT_TRUE(several.contains(steps[0]));
  EXPECT_FALSE(several.contains(steps[2]));
  EXPECT_FALSE(several.contains(steps[4]));
  Step other = steps[0];
  other.thread = "b";
  EXPECT_FALSE(several.contains(other));
  EXPECT_FALSE(SeveralAccesses({steps[0], other}).contains(other));
  Step write = other;
  write.access = "write x";
  EXPECT_TRUE(SeveralAccesses({steps[0], other, write}).contains(other));
  EXPECT_FALSE(SeveralAccesses({steps[0], other, write}).contains(steps[0]));
}

TEST(StepText, NotesWhatWasRead) {
  EXPECT_EQ(note_of(at("0", "let v = x", "read x", 1000), false), "(1000)");
  EXPECT_EQ(note_of(at("0/if", "x < 3", "read x", 2), false), "(2)");
}

// What a local takes is said where it is not what was read.
TEST(StepText, NotesWhatADeclaredLocalTakes) {
  Step read = at("0", "let v = x + 1", "read x", 5);
  read.locals = {integer("w", 9), integer("v", 6)};
  EXPECT_EQ(note_of(read, false), "(5; v = 6)");
  EXPECT_EQ(note_of(read, true), "(read x: 5; v = 6)");
  read.locals = {integer("v", 5)};
  EXPECT_EQ(note_of(read, false), "(5)");
  read = at("0", "let p: Node = x", "read x", 5);
  read.locals = {integer("p", 6)};
  EXPECT_EQ(note_of(read, false), "(5; p = 6)");
}

TEST(StepText, NotesWhichAccessOfSeveral) {
  EXPECT_EQ(note_of(at("0", "x += y", "read y", 3), true), "(read y: 3)");
  Step write = at("0", "x += y", "write x", 8);
  write.changes = {change("x", 5, 8)};
  EXPECT_EQ(note_of(write, true), "(write x)");
  EXPECT_EQ(note_of(write, false), "") << "the columns of values show it";
  Step swap = at("0", "let ok = cas(x, 1, 2)", "cas x", 1);
  swap.changes = {change("x", 1, 2)};
  EXPECT_EQ(note_of(swap, false), "(1)") << "what it gives is no value of x";
}

TEST(StepText, NotesWhichCellOrRecord) {
  EXPECT_EQ(note_of(at("0", "a[i] = 1", "write a[2]", 1), false), "(a[2]: 1)");
  EXPECT_EQ(note_of(at("0", "a[2] = 1", "write a[2]", 1), false), "(1)");
  EXPECT_EQ(note_of(at("0", "delete p", "delete Node#3"), false), "(Node#3)");
}

// Where the access stands for the statement, its value is said unless memory shows it.
TEST(StepText, NotesTheValueOfAnAccess) {
  EXPECT_EQ(note_of(at("0", "receive ch", "receive ch", 3), false), "(3)");
  EXPECT_EQ(note_of(at("0", "lock m", "lock m"), true), "");
  Step flushed = step("", "", 0, "", "flush x", 3);
  EXPECT_EQ(note_of(flushed, false), "(3)");
  flushed.changes = {change("x", 0, 3)};
  EXPECT_EQ(note_of(flushed, false), "");
}

// A remark says why an access had no effect; it stands in place of the value.
TEST(StepText, NotesARemark) {
  Step swap = at("0", "let ok = cas(x, 1, 2)", "cas x", 0);
  swap.remark = "is 7, not 1";
  swap.locals = {integer("ok", 0)};
  EXPECT_EQ(note_of(swap, false), "(is 7, not 1)");
  EXPECT_EQ(note_of(swap, true), "(is 7, not 1)");
  swap.source = "let no = !cas(x, 1, 2)";
  swap.locals = {integer("no", 1)};
  EXPECT_EQ(note_of(swap, false), "(is 7, not 1; no = 1)");
}

std::vector<std::string> texts(const std::vector<Line>& lines) {
  std::vector<std::string> all;
  for (const Line& line : lines) all.push_back(plain(line));
  return all;
}

TEST(StepText, DetailsAreAccessesChoicesAndFlags) {
  Step block = at("0", "", "atomic");
  block.accesses = {
      {"read x", Cell{3, false}}, {"cas y", Cell{0, false}, "is 7, not 1"}, {"lock m", {}}};
  block.choices = {{"n", {2, false}, "", ""},
                   {"", {}, "c", ""},
                   {"k", {0, true}, "", "b"},
                   {"i", {1, false}, "", "a"}};
  block.flags_raised = {"late", "twice"};
  using Texts = std::vector<std::string>;
  const Texts all = {"read x (3)", "cas y (is 7, not 1)",   "lock m",          "n = 2 is chosen",
                     "wakes c",    "b: k = null is chosen", "i = 1 is chosen", "flag late",
                     "flag twice"};
  EXPECT_EQ(texts(details_of(block, nullptr)), all);
  const std::set<std::string> wanted = {"twice"};
  EXPECT_EQ(texts(details_of(block, &wanted)).size(), all.size() - 1);
  EXPECT_EQ(texts(details_of(block, &wanted)).back(), "flag twice");
  EXPECT_TRUE(details_of(at("0", "x = 1", "write x", 1), nullptr).empty());
}

TEST(StepText, SaysWhyAnotherThreadGoesOn) {
  Step next = at("0", "x = 1", "write x", 1);
  EXPECT_EQ(switch_text(next), "");
  next.switched_from = "b";
  next.switched = Switch::kPreemption;
  EXPECT_EQ(switch_text(next), "-- switch: b could have gone on --");
  next.switched = Switch::kEnded;
  EXPECT_EQ(switch_text(next), "-- b ends --");
  next.switched = Switch::kBlocked;
  next.waits = "has to wait for m, held by a";
  EXPECT_EQ(switch_text(next), "-- b has to wait for m, held by a --");
}

}  // namespace
}  // namespace heddle::test
