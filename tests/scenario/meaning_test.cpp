// Scenario::meaning, which seeds are tied to, and the warnings that the text alone gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "scenario/read.h"

namespace heddle::scenario {
namespace {

constexpr const char* kPlain = R"j({"name": "t", "constants": {"n": 2}, "shared": {"x": 0, "y": 0},
  "mutexes": ["m"], "procedures": {"p": {"params": ["q"], "do": ["x = q"]}},
  "threads": {"a": ["lock m", "x = y + n", "flag f", "unlock m"],
              "b": ["lock m", "call p(1)", "y = x", "unlock m"]}})j";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

std::string meaning(const std::string& text, const std::vector<Override>& overrides = {}) {
  const auto result = read(text, overrides);
  EXPECT_TRUE(result) << text << (result ? "" : result.error().front().message);
  return result ? result.value().meaning : "";
}

TEST(Meaning, DoesNotDependOnNameTextsChecksAndLayout) {
  const std::string plain = meaning(kPlain);
  const std::pair<const char*, const char*> same[] = {
      {"\"name\": \"t\"", "\"name\": \"other\", \"description\": \"d\", \"$schema\": \"s\""},
      {"\"x = y + n\"", "\"x=y+n // sum\""},
      {"\"flag f\"", "\"  flag\\tf \", \"// a comment alone\""},
      {"\"do\": [\"x = q\"]", "\"description\": \"d\", \"do\": [\"x  =  q\"]"},
      {"\"a\": [\"lock m\", \"x = y + n\", \"flag f\", \"unlock m\"]",
       "\"a\": {\"description\": \"d\", \"do\": [\"lock m\", \"x = y + n\", \"flag f\", \"unlock "
       "m\"]}"},
      {"\"threads\"", "\"check\": {\"never\": [\"f\"]}, \"expect\": [\"f\"], \"threads\""},
  };
  for (const auto& [from, to] : same) EXPECT_EQ(meaning(replaced(kPlain, from, to)), plain) << to;
}

TEST(Meaning, ChangesWithAnythingElse) {
  const std::string plain = meaning(kPlain);
  const std::pair<const char*, const char*> different[] = {
      {"\"n\": 2", "\"n\": 3"},
      {"\"x\": 0, \"y\": 0", "\"y\": 0, \"x\": 0"},
      {"\"x\": 0", "\"x\": 1"},
      {"y + n", "y - n"},
      {"y + n", "n + y"},
      {"flag f", "flag g"},
      {"\"flag f\", ", ""},
      {"call p(1)", "call p(2)"},
      {"\"a\": [", "\"c\": ["},
      {"[\"m\"]", "[\"m\", \"k\"]"},
      {"\"x = q\"", "\"x += q\""},
      {"\"shared\"", "\"atomics\""},
      {"\"flag f\"", "\"flag f\", \"skip\""},
      {"\"a\": [\"lock m\", \"x = y + n\", \"flag f\", \"unlock m\"]",
       "\"a\": {\"count\": 1, \"do\": [\"lock m\", \"x = y + n\", \"flag f\", \"unlock m\"]}"},
  };
  for (const auto& [from, to] : different)
    EXPECT_NE(meaning(replaced(kPlain, from, to)), plain) << to;
}

TEST(Meaning, HasConstantsAsInEffect) {
  EXPECT_EQ(meaning(kPlain, {{"n", 7}}), meaning(replaced(kPlain, "\"n\": 2", "\"n\": 7")));
  EXPECT_NE(meaning(kPlain, {{"n", 7}}), meaning(kPlain));
}

TEST(Meaning, ChangesWithAProcedureThatIsNotCalled) {
  const std::string uncalled = replaced(kPlain, "call p(1)", "x = 1");
  EXPECT_NE(meaning(uncalled), meaning(replaced(uncalled, "x = q", "x = q + 1")));
}

// ---- Warnings -----------------------------------------------------------------------------------

std::vector<std::string> warnings(const std::string& text) {
  const auto result = read(text);
  EXPECT_TRUE(result) << text << (result ? "" : result.error().front().message);
  std::vector<std::string> pointers;
  if (result) {
    for (const Warning& warning : result.value().warnings) pointers.push_back(warning.pointer);
  }
  return pointers;
}

bool warns(const std::string& text, const std::string& pointer) {
  const auto pointers = warnings(text);
  return std::find(pointers.begin(), pointers.end(), pointer) != pointers.end();
}

TEST(Warnings, NoneForWhatIsUsed) { EXPECT_TRUE(warnings(kPlain).empty()); }

TEST(Warnings, AThreadWithoutAnyAccess) {
  const std::string silent =
      replaced(kPlain, "\"threads\": {",
               "\"threads\": {\"c\": [\"let i = 1\", {\"if\": \"i\", \"then\": []}],");
  EXPECT_EQ(warnings(silent), std::vector<std::string>{"/threads/c"});
  EXPECT_TRUE(warnings(replaced(silent, "let i = 1", "let i = x")).empty());
}

TEST(Warnings, ALocalThatIsNeverRead) {
  const std::string unread = replaced(kPlain, "\"flag f\"", "\"let i = 2\", \"i = 3\"");
  EXPECT_EQ(warnings(unread), std::vector<std::string>{"/threads/a/2"});
  EXPECT_TRUE(warnings(replaced(unread, "i = 3", "y = i")).empty());
  EXPECT_TRUE(warnings(replaced(unread, "i = 2", "i = x")).empty());  // the read may be the point
}

TEST(Warnings, AVariableThatOnlyOneThreadUses) {
  const std::string lonely = replaced(kPlain, "\"y = x\"", "\"x = 3\"");
  EXPECT_TRUE(warns(lonely, "/shared/y"));
  EXPECT_FALSE(warns(lonely, "/shared/x"));
  EXPECT_FALSE(warns(
      replaced(lonely, "\"threads\"", "\"check\": {\"finally\": {\"y\": \"y == 0\"}}, \"threads\""),
      "/shared/y"));
  const std::string one =
      R"({"name": "t", "shared": {"x": 0}, "threads": {"a": {"count": 1, "do": ["x += 1"]}}})";
  EXPECT_TRUE(warns(one, "/shared/x"));
  EXPECT_FALSE(warns(replaced(one, "\"count\": 1", "\"count\": 2"), "/shared/x"));
}

TEST(Warnings, ALockThatIsNeverContended) {
  const std::string lonely = replaced(replaced(kPlain, "\"b\": [\"lock m\", ", "\"b\": ["),
                                      "\"y = x\", \"unlock m\"", "\"y = x\"");
  EXPECT_EQ(warnings(lonely), std::vector<std::string>{"/mutexes/0"});
}

}  // namespace
}  // namespace heddle::scenario
