#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/letters.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace heddle::cli {
namespace {

constexpr std::string_view kFirstScenario = R"json({{
  "name": "{0}",
  "description": "Two customers want the last seat. Each looks first and buys then, and between the two the other may buy as well. See how: heddle explore {0}.json. To repair it, put the look and the purchase into one block, {{\"atomic\": [ ... ]}}, and expect \"race-free\".",
  "constants": {{ "seats": 1, "customers": 2 }},
  "atomics": {{ "seats_left": "seats", "seats_sold": 0 }},
  "threads": {{
    "customer": {{
      "count": "customers",
      "description": "Each line is one or more accesses; between two accesses any other thread may run.",
      "do": [
        "let left = seats_left  // the look",
        {{ "if": "left > 0", "then": [
          "seats_left -= 1      // the purchase",
          "seats_sold += 1"
        ] }}
      ]
    }}
  }},
  "check": {{
    "always": {{ "no seat is sold twice": "seats_sold <= seats" }}
  }},
  "expect": ["invariant"]
}}
)json";

bool is_file_name(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-';
  });
}

void refuse_bad_name(const std::string& name) {
  if (is_file_name(name) && name.size() <= 200) return;
  if (name.ends_with(".json") && is_file_name(name.substr(0, name.size() - 5)))
    throw UsageError(
        fmt::format("give the name alone: heddle new {}", name.substr(0, name.size() - 5)));
  throw UsageError(fmt::format(
      "\"{}\" is no name for a scenario: letters, digits, \"_\" and \"-\", up to 200", name));
}

void write_new(const std::string& file, std::string_view text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0 && errno == EEXIST)
    throw UsageError(fmt::format("{} is there already, and is not overwritten", file));
  const bool written = descriptor >= 0 && write(descriptor, text.data(), text.size()) ==
                                              static_cast<ssize_t>(text.size());
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!written) throw UsageError(fmt::format("cannot write {}: {}", file, std::strerror(error)));
}

}  // namespace

ExitCode run_new(const Options& options) {
  const std::string& name = options.arguments.front();
  refuse_bad_name(name);
  const std::string file = name + ".json";
  write_new(file, fmt::format(kFirstScenario, name));
  print(fmt::format("Wrote {0}. Next:\n  {1} explore {0}\n", file, options.program));
  return ExitCode::kGood;
}

}  // namespace heddle::cli
