// What stands on the command line, as plain data.
#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "inquiry/inquiry.h"
#include "report/formats.h"
#include "scenario/read.h"

namespace heddle::cli {

using inquiry::CheckpointOptions;
using inquiry::ExploreOptions;
using inquiry::Size;

struct Option;

enum class Color { kAuto, kAlways, kNever };

// An option as it was given.
struct Given {
  const Option* option = nullptr;
  std::string value;  // "" of a flag
};

// A report beside what is printed.
struct ReportFile {
  const report::Format* format = nullptr;
  std::string path;  // "-": standard output
};

struct Options {
  std::string program = "heddle";      // as it was called, for the commands that reports print
  std::vector<std::string> arguments;  // all that are no options, in order
  std::vector<Given> given;            // what the command line says, in the order of options()
  std::vector<scenario::Override> overrides;
  std::vector<std::string> set_options;  // the same as text: "NAME=VALUE"
  std::vector<std::string> set_old;      // diff: further ones, of the old side alone
  std::vector<std::string> set_new;      // and of the new one
  ExploreOptions search;  // `jobs` of check: files that are explored at once; `progress`: none
  std::vector<ReportFile> reports;
  std::optional<bool> progress;
  Color color = Color::kAuto;
  bool quiet = false;
  bool list = false;           // explore: all interleavings; check: the files, and nothing else
  bool fail_fast = false;      // check: stop at the first file that is not as expected
  bool update_expect = false;  // check: write the `expect` that would match
  std::optional<std::uint64_t> outcome;  // replay: the entry of the report, from 1
  std::optional<std::uint64_t> finding;  // the same
  bool version = false;                  // print it, and do nothing else

  // Whether a report stands on standard output, alone.
  bool report_alone() const {
    return std::any_of(reports.begin(), reports.end(),
                       [](const ReportFile& each) { return each.path == "-"; });
  }
};

// The command line, or a file it names, is wrong. The text says what is, and what would be right.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::cli
