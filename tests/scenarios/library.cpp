#include "scenarios/library.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scenario/read.h"
#include "support/texts.h"

namespace heddle::scenarios {
namespace {

// "bank/deposit_withdraw" for each file one folder down.
std::vector<std::string> paths() {
  const std::filesystem::path root = std::filesystem::path(HEDDLE_SOURCE_DIR) / "scenarios";
  std::vector<std::string> found;
  for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
    if (file.path().extension() != ".json" || file.path().stem().extension() == ".schema") continue;
    found.push_back(
        std::filesystem::relative(file.path(), root).replace_extension().generic_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::string file_text(const std::string& path) {
  const auto file = std::filesystem::path(HEDDLE_SOURCE_DIR) / path;
  EXPECT_TRUE(std::filesystem::exists(file)) << path;
  return test::contents(file);
}

std::vector<Entry> library() {
  std::vector<Entry> entries;
  for (const auto& path : paths()) {
    const std::string file = "scenarios/" + path + ".json";
    std::string text = file_text(file);
    auto result = scenario::read(text);
    if (result) {
      entries.push_back({path, std::move(text), std::move(result.value())});
    } else {
      for (const auto& problem : result.error())
        ADD_FAILURE() << scenario::render(problem, file, text);
    }
  }
  return entries;
}

}  // namespace heddle::scenarios
