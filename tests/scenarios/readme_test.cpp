// The table in scenarios/README.md is what the files say: every scenario once, with its findings
// and its number.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>
#include <string>

#include "scenarios/library.h"

namespace heddle::scenarios {
namespace {

struct Row {
  std::string findings;
  std::string number;
};

// Rows "| [bank/x](bank/x.json) | ... | `a`, `b` | 6 |", by path.
std::map<std::string, Row> table() {
  const std::regex row(R"(\| \[([^\]]+)\]\(([^)]+)\) \| .+ \| ([^|]+) \| ([0-9]+|unbounded) \|)");
  std::map<std::string, Row> rows;
  std::istringstream readme(file_text("scenarios/README.md"));
  for (std::string line; std::getline(readme, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, row)) continue;
    EXPECT_EQ(match[2], match[1].str() + ".json");
    EXPECT_TRUE(rows.emplace(match[1], Row{match[3], match[4]}).second) << "twice: " << match[1];
  }
  return rows;
}

std::string in_words(const scenario::Expect& expect) {
  std::string words;
  for (const auto& each : expect.findings) {
    words += (words.empty() ? "`" : ", `") + each.kind;
    words += (each.name ? " " + *each.name : "") + "`";
  }
  return words.empty() ? "none" : words;
}

TEST(ScenarioReadme, ListsEveryScenarioWithItsFindingsAndNumber) {
  auto rows = table();
  for (const auto& entry : library()) {
    const auto row = rows.find(entry.path);
    if (row == rows.end()) {
      ADD_FAILURE() << "not in the table of scenarios/README.md: " << entry.path;
      continue;
    }
    const auto& expect = entry.scenario.expect;
    EXPECT_EQ(row->second.findings, in_words(expect)) << entry.path;
    // The first example is the one of the format's own page, with `expect` in the short form.
    const bool short_form = entry.path == "bank/deposit_withdraw";
    EXPECT_EQ(row->second.number,
              short_form ? "6" : expect.interleavings.value_or("nothing pinned"))
        << entry.path;
    rows.erase(row);
  }
  for (const auto& row : rows)
    ADD_FAILURE() << "in the table, but there is no such file: " << row.first;
}

TEST(ScenarioReadme, LinksLeadToFiles) {
  const std::string readme = file_text("scenarios/README.md");
  const std::regex link(R"(\]\(([a-z_]+/[A-Za-z0-9_]+\.json)\))");
  auto at = std::sregex_iterator(readme.begin(), readme.end(), link);
  ASSERT_NE(at, std::sregex_iterator());
  for (; at != std::sregex_iterator(); ++at)
    EXPECT_FALSE(file_text("scenarios/" + (*at)[1].str()).empty());
}

}  // namespace
}  // namespace heddle::scenarios
