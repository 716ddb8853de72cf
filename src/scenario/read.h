// JSON text -> Scenario, or every mistake in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "scenario/scenario.h"

namespace heddle::scenario {

// One mistake. `line` and `column` count from 1, in code points; `length` is how many code points
// the caret underlines (at least 1).
struct Problem {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;
  std::string pointer;  // JSON pointer, "" for the whole file
  std::string message;  // what is wrong and what would be right
};

using Problems = std::vector<Problem>;  // in the order of the file

// --set NAME=VALUE: replaces a constant's value; of several for one constant the last one counts.
struct Override {
  std::string name;
  Value value = 0;
  std::string option = "--set";  // that it came with
};

// Reads a scenario. Reports all mistakes (of a JSON syntax error only the first); an override of a
// constant that the file does not have is one, placed at 1:1. Never throws on any input, but for
// std::bad_alloc; memory and time are bounded by the limits of the format. `should_stop` is asked
// often, in every phase; once it says so, reading ends at once with an error that holds no problem.
Result<Scenario, Problems> read(std::string_view json, const std::vector<Override>& overrides = {},
                                const ShouldStop& should_stop = {});

// "FILE:LINE:COLUMN: error: message", the JSON pointer, the line of the text and a caret under the
// place; long lines are cut around the caret to `width` columns, and the message is broken at
// `message_width` (0: at `width` too).
std::string render(const Problem& problem, std::string_view file, std::string_view json,
                   std::size_t width = 80, std::size_t message_width = 0);
// The same of all problems of one file, each on its own, in one walk through the text.
std::vector<std::string> render(const Problems& problems, std::string_view file,
                                std::string_view json, std::size_t width = 80,
                                std::size_t message_width = 0);

}  // namespace heddle::scenario
