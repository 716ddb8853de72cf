// Valid files with one token of a statement or one JSON value changed: each is read as a scenario
// that can be compiled and run, or refused with a place. Which ones they are is fixed by a seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "kernel/execution.h"
#include "scenario/read.h"
#include "vm/compile.h"
#include "vm/machine.h"

namespace heddle {
namespace {

using Json = nlohmann::ordered_json;

std::vector<Json> library() {
  std::vector<std::filesystem::path> files;
  const auto folder = std::filesystem::path(HEDDLE_SOURCE_DIR) / "scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const bool schema = entry.path().filename() == "scenario.schema.json";
    if (entry.path().extension() == ".json" && !schema) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Json> result;
  for (const auto& file : files) {
    std::ifstream stream(file);
    result.push_back(Json::parse(stream));
  }
  return result;
}

const std::vector<std::string>& words_to_put_in() {
  static const std::vector<std::string> words = {"self",
                                                 "true",
                                                 "false",
                                                 "null",
                                                 "let",
                                                 "lock",
                                                 "choose",
                                                 "new",
                                                 "receive",
                                                 "trylock",
                                                 "x",
                                                 "0",
                                                 "-1",
                                                 "=",
                                                 "==",
                                                 "+=",
                                                 "(",
                                                 ")",
                                                 "[",
                                                 "]",
                                                 ".",
                                                 ",",
                                                 ":",
                                                 "//",
                                                 "\"",
                                                 "&&",
                                                 "!",
                                                 "~",
                                                 "<<",
                                                 "cas",
                                                 "len",
                                                 "await",
                                                 "flag",
                                                 "call",
                                                 "return",
                                                 "break",
                                                 "skip",
                                                 "tryrdlock",
                                                 ";",
                                                 "{",
                                                 "(x)",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "p.next.next",
                                                 "cas(x, 0, 1)",
                                                 "'text'"};
  return words;
}

const std::vector<Json>& values_to_put_in() {
  static const std::vector<Json> values = {nullptr,
                                           true,
                                           false,
                                           0,
                                           1,
                                           -1,
                                           2,
                                           1.5,
                                           9223372036854775807,
                                           -9223372036854775807 - 1,
                                           18446744073709551615U,
                                           "",
                                           "x",
                                           "self",
                                           "0",
                                           "n - n",
                                           "1 / 0",
                                           "// comment",
                                           " ",
                                           "race-free",
                                           Json::array(),
                                           Json::object(),
                                           {Json::object()},
                                           {Json::array()},
                                           {""},
                                           {"x"},
                                           {1, 2},
                                           {{{"a", 1}}},
                                           {{"do", Json::array()}},
                                           {{"size", 2}},
                                           {{"pointer", "Node"}},
                                           {{"if", "x"}},
                                           {{"atomic", {"x = 1"}}}};
  return values;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The tokens of a statement: words, numbers and single signs, blanks left out.
std::vector<std::pair<std::size_t, std::size_t>> tokens(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i++;
    if (text[begin] == ' ') continue;
    while (is_word(text[begin]) && i < text.size() && is_word(text[i])) ++i;
    result.emplace_back(begin, i - begin);
  }
  return result;
}

class Mutator {
 public:
  Mutator(std::uint64_t seed, std::uint64_t stream) : random_(seed, stream) {}

  Json mutate(Json file) {
    std::vector<Json*> values;
    collect(file, values);
    Json& value = *values[random_.below(values.size())];
    if (value.is_string() && random_.below(3) != 0) {
      value = with_token_changed(value.get<std::string>(), values);
    } else {
      change(value, values);
    }
    return file;
  }

 private:
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[random_.below(list.size())];
  }

  void collect(Json& value, std::vector<Json*>& values) {
    values.push_back(&value);
    if (!value.is_structured()) return;
    for (Json& each : value) collect(each, values);
  }

  // A token of any string of the file, or one that belongs to no such place.
  std::string other_token(const std::vector<Json*>& values) {
    const Json& other = *pick(values);
    if (random_.below(2) == 0 || !other.is_string()) return pick(words_to_put_in());
    const auto text = other.get<std::string>();
    const auto found = tokens(text);
    if (found.empty()) return "";
    const auto [begin, length] = pick(found);
    return text.substr(begin, length);
  }

  std::string with_token_changed(std::string text, const std::vector<Json*>& values) {
    const auto found = tokens(text);
    const std::string token = other_token(values);
    if (found.empty()) return token;
    const auto [begin, length] = pick(found);
    switch (random_.below(4)) {
      case 0:
        return text.erase(begin, length);
      case 1:
        return text.insert(begin, token + " ");
      default:
        return text.replace(begin, length, token);
    }
  }

  void change(Json& value, const std::vector<Json*>& values) {
    const std::uint64_t how = random_.below(6);
    if (how == 0) {
      value = Json::array({value});
    } else if (how == 1) {
      value = Json(*pick(values));
    } else if (how == 2 && value.is_object() && !value.empty()) {
      rename_member(value);
    } else if (how == 3 && value.is_structured() && !value.empty()) {
      value.erase(
          std::next(value.begin(), static_cast<std::ptrdiff_t>(random_.below(value.size()))));
    } else {
      value = pick(values_to_put_in());
    }
  }

  void rename_member(Json& object) {
    const std::uint64_t which = random_.below(object.size());
    Json renamed = Json::object();
    std::uint64_t i = 0;
    for (const auto& [key, value] : object.items())
      renamed[i++ == which ? pick(words_to_put_in()) : key] = value;
    object = renamed;
  }

  Random random_;
};

// Compiles it and takes up to so many steps, each of the first thread that can go on.
void run_a_little(const scenario::Scenario& scenario) {
  constexpr int kSteps = 60;
  const vm::Program program = vm::compile(scenario);
  vm::Machine machine(scenario, program);
  kernel::Execution execution(machine, machine.mark_count());
  kernel::Choices choices;
  execution.restart(choices);
  for (int i = 0; i < kSteps && execution.fault() == kernel::Fault::kNone; ++i) {
    kernel::ThreadId thread = 0;
    while (thread < execution.thread_count() && !execution.enabled(thread)) ++thread;
    if (thread == execution.thread_count()) return;
    choices.clear();
    execution.step(thread, choices);
  }
}

void expect_located(const scenario::Problem& problem, const Json& file, const std::string& text) {
  EXPECT_TRUE(problem.line >= 1 && problem.column >= 1 && problem.length >= 1) << text;
  EXPECT_FALSE(problem.message.empty()) << text;
  EXPECT_TRUE(file.contains(Json::json_pointer(problem.pointer))) << problem.pointer << text;
  EXPECT_FALSE(scenario::render(problem, "f", text).empty());
}

TEST(Mutation, AFileWithOneThingChangedIsReadOrRefusedWithAPlace) {
  constexpr std::uint64_t kEach = 60;
  const std::vector<Json> files = library();
  std::size_t valid = 0;
  std::size_t refused = 0;
  for (std::size_t f = 0; f < files.size(); ++f) {
    for (std::uint64_t i = 0; i < kEach; ++i) {
      const Json file = Mutator(i, f).mutate(files[f]);
      const std::string text = file.dump(1);
      const auto result = scenario::read(text);
      if (result) {
        ++valid;
        run_a_little(result.value());
      } else {
        ++refused;
        ASSERT_FALSE(result.error().empty()) << text;
        for (const auto& problem : result.error()) expect_located(problem, file, text);
      }
    }
  }
  EXPECT_GT(valid, 1'000U);
  EXPECT_GT(refused, 1'000U);
}

}  // namespace
}  // namespace heddle
