#include "report/memory_columns.h"

#include <gtest/gtest.h>

#include "report/building.h"

namespace heddle::test {
namespace {

using namespace report;  // NOLINT: the functions under test

// x, then y twice in one step, then nothing, then a cell and a field, then x again.
std::vector<Step> changing() {
  std::vector<Step> steps(5);
  steps[0].changes = {change("x", 1, 2)};
  steps[1].changes = {change("y", 0, -5), change("y", -5, 123456)};
  steps[3].changes = {change("Node#3.next", 7, 8), change("a[2]", 0, 4)};
  steps[4].changes = {change("x", 2, 3)};
  return steps;
}

const std::vector<NamedValue> kInitial = {
    {"a", true, {{0, false}, {0, false}, {0, false}}}, integer("y", 0), integer("x", 1)};

std::vector<std::string> names(const std::vector<MemoryColumn>& columns) {
  std::vector<std::string> all;
  for (const MemoryColumn& column : columns) all.push_back(column.memory);
  return all;
}

using Names = std::vector<std::string>;

// Records are not in the state at the start.
TEST(MemoryColumns, StandInTheOrderOfTheStateAtTheStart) {
  EXPECT_EQ(names(memory_columns(changing(), kInitial, "", 9)),
            (Names{"a[2]", "y", "x", "Node#3.next"}));
  EXPECT_EQ(names(memory_columns(changing(), {}, "", 9)), (Names{"x", "y", "Node#3.next", "a[2]"}))
      << "as they come";
}

TEST(MemoryColumns, BeginWithWhatTheFindingIsAbout) {
  EXPECT_EQ(names(memory_columns(changing(), kInitial, "x", 9)),
            (Names{"x", "a[2]", "y", "Node#3.next"}));
  EXPECT_EQ(names(memory_columns(changing(), kInitial, "Node.next", 2)),
            (Names{"Node#3.next", "a[2]"}));
}

TEST(MemoryColumns, NoMoreThanWanted) {
  EXPECT_EQ(names(memory_columns(changing(), kInitial, "", 2)), (Names{"a[2]", "y"}));
  EXPECT_TRUE(memory_columns(changing(), kInitial, "", 0).empty());
}

TEST(MemoryColumns, HaveTheValueBeforeTheFirstStepAndAfterEach) {
  const auto columns = memory_columns(changing(), kInitial, "x", 9);
  EXPECT_EQ(columns[0].values, (Names{"1", "2", "2", "2", "2", "3"}));
  EXPECT_EQ(columns[1].values, (Names{"0", "0", "0", "0", "4", "4"}));
  EXPECT_EQ(columns[2].values, (Names{"0", "0", "123456", "123456", "123456", "123456"}));
}

TEST(MemoryColumns, AreAsWideAsTheirNameAndTheirValues) {
  const auto columns = memory_columns(changing(), kInitial, "x", 9);
  EXPECT_EQ(columns[0].width, 1u);
  EXPECT_EQ(columns[1].width, 4u);  // a[2]
  EXPECT_EQ(columns[2].width, 6u);  // 123456
}

TEST(MemoryColumns, CellsAndFieldsBelongToTheirVariable) {
  EXPECT_TRUE(belongs_to("x", "x"));
  EXPECT_TRUE(belongs_to("a[2]", "a"));
  EXPECT_TRUE(belongs_to("Node#3.next", "Node.next"));
  EXPECT_FALSE(belongs_to("ab", "a"));
  EXPECT_FALSE(belongs_to("a", "a[2]"));
  EXPECT_FALSE(belongs_to("Node#3.next", "Node.value"));
  EXPECT_FALSE(belongs_to("Node#3.next", "Node"));
  EXPECT_FALSE(belongs_to("x", ""));
}

}  // namespace
}  // namespace heddle::test
