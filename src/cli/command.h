// A command of the program: its options and what it does. A new one is a file and a line in the
// list of commands.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "cli/option.h"

namespace heddle::cli {

struct Command {
  std::string_view name;
  std::string_view arguments;  // "FILE SEED"
  std::string_view summary;    // one line
  std::string_view details;    // more, for --help
  unsigned options = 0;        // of OptionGroup, besides kEvery
  std::size_t arguments_min = 0;
  std::size_t arguments_max = 0;
  ExitCode (*run)(const Options& options) = nullptr;
};

const std::vector<Command>& commands();

ExitCode run_explore(const Options& given);
ExitCode run_check(const Options& options);
ExitCode run_replay(const Options& options);
ExitCode run_diff(const Options& given);
ExitCode run_show(const Options& options);
ExitCode run_new(const Options& options);
ExitCode run_schema(const Options& options);

}  // namespace heddle::cli
