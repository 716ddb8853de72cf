// A command of the program: its options and what it does. A new one is a file and a line in the
// list of commands.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options.h"

namespace heddle::cli {

// Groups of options that have a meaning for a command, as bits.
enum OptionGroup : unsigned {
  kSet = 1,      // --set
  kJson = 2,     // --json
  kSearch = 4,   // --strategy, --jobs, --max-time, --max-states, --max-memory, --max-runs, --seed,
                 // --preemptions, --depth, --no-orderings, --no-counts, --progress, --no-progress
  kOneRun = 8,   // --max-steps
  kFirst = 32,   // --first
  kColor = 64,   // --color
  kQuiet = 128,  // --quiet
  kCheckpoint = 256,  // --checkpoint, --resume
  kList = 512,        // --list
  kCheck = 1024,      // --fail-fast, --update-expect
  kEntry = 2048,      // --outcome, --finding; options of kSearch only with one of them
};

struct Command {
  std::string_view name;
  std::string_view arguments;  // "FILE SEED"
  std::string_view summary;    // one line
  std::string_view details;    // more, for --help
  unsigned options = 0;        // of OptionGroup
  std::size_t arguments_min = 0;
  std::size_t arguments_max = 0;
  ExitCode (*run)(const Options& options) = nullptr;
};

const std::vector<Command>& commands();

ExitCode run_explore(const Options& given);
ExitCode run_check(const Options& options);
ExitCode run_replay(const Options& options);
ExitCode run_show(const Options& options);
ExitCode run_new(const Options& options);
ExitCode run_schema(const Options& options);

}  // namespace heddle::cli
