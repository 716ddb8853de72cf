#include "oracle/agreement/shrink.h"

#include <gtest/gtest.h>

namespace heddle::oracle {
namespace {

TEST(Shrink, LeavesOnlyWhatMatters) {
  const std::string json = R"j({"name": "k", "check": {"leaks": true},
    "threads": {"a": ["x", {"if": "v == \"}\"", "then": ["y", "z"]}], "b": ["w"]}})j";
  const auto has_z = [](const std::string& text) {
    return text.find("\"z\"") != std::string::npos;
  };
  EXPECT_EQ(shrink(json, has_z), "{\n  \"threads\": {\n    \"a\": [\"z\"]}}");
}

TEST(Shrink, KeepsTheWholeWhenEverythingMatters) {
  const std::string json = "{\n  \"a\": [1, 2]}";
  EXPECT_EQ(shrink(json, [&](const std::string& text) { return text == json; }), json);
}

}  // namespace
}  // namespace heddle::oracle
