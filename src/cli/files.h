// Scenario files in, reports out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/stop_sign.h"

namespace heddle::cli {

// Why a file cannot be used: "cannot read x.json: it is a folder".
struct FileError {
  std::string path;
  std::string message;
};

// Everything in the file; "-" is standard input. Files over 256 MiB are refused. Throws Stopped
// when the sign is reached, also while a pipe brings nothing.
Result<std::string, FileError> read_file(const std::string& path, const StopSign& stop);

// Replaces what the file holds, as a whole; of a link, what it leads to. Throws UsageError.
void replace_file(const std::string& path, std::string_view text);

// Whether the text is a report that this program has written, as far as its beginning tells.
bool is_report(std::string_view text);

// A report's file: tried before anything is explored, written when all is known, so that a file
// that cannot be written costs nobody an hour. A regular file is replaced as a whole, and only when
// it is empty or a report; a device or a pipe is written to.
class OutputFile {
 public:
  // "-" is standard output. Throws UsageError when the file cannot be written, is one of `inputs`,
  // or holds something else than a report.
  OutputFile(const std::string& path, const std::vector<std::string>& inputs, const StopSign& stop);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Replaces what the file holds. Throws UsageError.
  void write(std::string_view text);

 private:
  std::string path_;
  int descriptor_ = -1;  // of what is no regular file
};

// Whether the two paths name one file, which need not be there yet.
bool same_file(const std::string& a, const std::string& b);

}  // namespace heddle::cli
