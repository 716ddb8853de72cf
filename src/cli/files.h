// Scenario files in, reports out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::cli {

// Why a file cannot be used: "cannot read x.json: it is a folder".
struct FileError {
  std::string path;
  std::string message;
};

// Everything in the file; "-" is standard input. Files over 256 MiB are refused.
Result<std::string, FileError> read_file(const std::string& path);

// The files that `check` means: files as they are, of folders every *.json below but *.schema.json.
// Sorted, each once. Paths that are of no use come with their errors.
struct FileList {
  std::vector<std::string> files;
  std::vector<FileError> errors;
};
FileList find_scenarios(const std::vector<std::string>& paths);

// A report's file: opened before anything is explored, written when all is known, so that a file
// that cannot be written costs nobody an hour.
class OutputFile {
 public:
  // "-" is standard output. Throws UsageError when the file cannot be written, or is one of
  // `inputs`.
  OutputFile(const std::string& path, const std::vector<std::string>& inputs);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Replaces what the file holds. Throws UsageError.
  void write(std::string_view text);

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace heddle::cli
