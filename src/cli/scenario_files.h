// Which files `check` means.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/files.h"

namespace heddle::cli {

// Files of the folders that are no scenarios, by why.
struct PassedOver {
  std::uint64_t reports = 0;          // of heddle
  std::uint64_t without_threads = 0;  // JSON objects: files of other tools
  std::uint64_t schemas = 0;          // *.schema.json
  std::uint64_t ignored = 0;          // that a .heddleignore names
  std::uint64_t all() const { return reports + without_threads + schemas + ignored; }
};

// Files as they are, and of folders every regular *.json below that is not passed over. Sorted,
// each once. Paths that are of no use come with their errors. Throws Stopped.
struct FileList {
  std::vector<std::string> files;
  std::vector<FileError> errors;
  PassedOver passed_over;
};
FileList find_scenarios(const std::vector<std::string>& paths, const StopSign& stop);

// "passed over: 2 without \"threads\", 1 report"; "" when there are none.
std::string passed_over_text(const PassedOver& passed);

}  // namespace heddle::cli
