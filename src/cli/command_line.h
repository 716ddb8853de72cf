// The command line -> a command and its options.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/options.h"

namespace heddle::cli {

struct Invocation {
  const Command* command = nullptr;
  Options options;
  std::string text;                 // help or version: print it, and do nothing else
  ExitCode code = ExitCode::kGood;  // with the text; else it is an answer to a wrong command line
};

// Reads the arguments behind the program's name. Throws UsageError.
Invocation read_command_line(const std::vector<std::string>& arguments);

}  // namespace heddle::cli
