// Every rule of the format page with files that keep it and files that break it (rules.json), and
// what the reader says to those.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenario/read.h"

namespace heddle::scenario {
namespace {

using Json = nlohmann::ordered_json;

struct Case {
  std::string rule;
  std::string file;
  std::string error;  // a part of the message that must come; empty: the file is right
  std::string pointer;
};

// The base scenario with the case's steps in the thread `a` and its sections in place of others.
std::string file_of(const Json& base, const Json& each) {
  Json file = base;
  if (each.contains("steps")) file["threads"]["a"] = each["steps"];
  if (each.contains("set")) {
    for (const auto& [key, value] : each["set"].items()) {
      if (value.is_null()) {
        file.erase(key);
      } else {
        file[key] = value;
      }
    }
  }
  return file.dump(2);
}

std::vector<Case> cases() {
  std::ifstream stream(HEDDLE_SOURCE_DIR "/tests/scenario/rules.json");
  const Json table = Json::parse(stream);
  std::vector<Case> result;
  for (const Json& each : table["cases"]) {
    result.push_back({each["rule"], file_of(table["base"], each), each.value("error", ""),
                      each.value("at", "")});
  }
  return result;
}

std::string all(const Problems& problems) {
  std::string result;
  for (const Problem& problem : problems) result += problem.pointer + ": " + problem.message + "\n";
  return result;
}

TEST(Rules, ValidFilesAreRead) {
  int count = 0;
  for (const Case& each : cases()) {
    if (!each.error.empty()) continue;
    ++count;
    const auto result = read(each.file);
    EXPECT_TRUE(result) << each.rule << "\n" << (result ? "" : all(result.error()));
  }
  EXPECT_GE(count, 100);
}

TEST(Rules, InvalidFilesAreRefusedAtTheirPlace) {
  int count = 0;
  for (const Case& each : cases()) {
    if (each.error.empty()) continue;
    ++count;
    const auto result = read(each.file);
    ASSERT_FALSE(result) << each.rule << "\n" << each.file;
    bool found = false;
    for (const Problem& problem : result.error()) {
      found = found || (problem.pointer == each.pointer &&
                        problem.message.find(each.error) != std::string::npos);
    }
    EXPECT_TRUE(found) << each.rule << ": \"" << each.error << "\" at " << each.pointer
                       << " is not among\n"
                       << all(result.error());
  }
  EXPECT_GE(count, 150);
}

// One mistake is one message: nothing follows from it.
TEST(Rules, AMistakeIsReportedOnce) {
  for (const Case& each : cases()) {
    const auto result = read(each.file);
    if (each.error.empty() || result) continue;
    const bool sections = each.file.find("\"finally\"") != std::string::npos ||
                          each.rule == "threads required" || each.rule == "at least one thread";
    if (sections || each.rule == "unknown key in a block" || each.rule == "steps for do") continue;
    for (const Problem& problem : result.error()) {
      EXPECT_EQ(problem.pointer, each.pointer) << each.rule << "\n" << all(result.error());
    }
  }
}

}  // namespace
}  // namespace heddle::scenario
