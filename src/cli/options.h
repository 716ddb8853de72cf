// What stands on the command line, as plain data.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "inquiry/inquiry.h"
#include "scenario/read.h"

namespace heddle::cli {

using inquiry::CheckpointOptions;
using inquiry::ExploreOptions;
using inquiry::Limits;
using inquiry::ProgressReport;
using inquiry::Size;

enum class Color { kAuto, kAlways, kNever };

struct Options {
  std::string program = "heddle";      // as it was called, for the commands that reports print
  std::vector<std::string> arguments;  // all that are no options, in order
  std::vector<scenario::Override> overrides;
  std::vector<std::string> set_options;  // the same as text: "NAME=VALUE"
  std::string strategy = "auto";
  std::optional<std::string> json;  // where the JSON report goes; "-": standard output
  std::string checkpoint;           // where the state of the search is saved; "": nowhere
  std::string resume;               // from where it is taken
  Limits limits;
  std::uint64_t jobs = 1;  // threads that explore; check: files that are explored at once
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> depth;
  std::optional<std::uint64_t> preemptions;
  bool first = false;
  bool orderings = true;
  bool counts = true;
  std::optional<bool> progress;
  Color color = Color::kAuto;
  bool quiet = false;
  bool list = false;           // explore: all interleavings; check: the files, and nothing else
  bool fail_fast = false;      // check: stop at the first file that is not as expected
  bool update_expect = false;  // check: write the `expect` that would match
  std::optional<std::uint64_t> outcome;  // replay: the entry of the report, from 1
  std::optional<std::uint64_t> finding;  // the same

  bool json_alone() const { return json && *json == "-"; }
};

// The command line, or a file it names, is wrong. The text says what is, and what would be right.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::cli
