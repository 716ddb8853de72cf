// The reports of a command: in files, each in its format, and the one that is printed.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "cli/files.h"
#include "cli/options.h"

namespace heddle::cli {

class Reports {
 public:
  // Tries the files that the options name, so that one that cannot be written costs nobody an hour.
  // Throws UsageError when one cannot be, is one of `inputs`, or is there twice.
  Reports(const Options& options, const std::vector<std::string>& inputs, const StopSign& stop);

  using Render = std::function<std::string(const report::Format&)>;
  // Writes the files. Throws UsageError.
  void write_files(const Render& render);
  // And prints the report for people, unless another one stands on standard output, alone.
  void write(const Render& render);

 private:
  struct Out {
    Out(const ReportFile& to, const std::vector<std::string>& inputs, const StopSign& stop)
        : format(*to.format), file(to.path, inputs, stop) {}
    const report::Format& format;
    OutputFile file;
  };

  std::deque<Out> files_;
  const bool alone_;
};

}  // namespace heddle::cli
