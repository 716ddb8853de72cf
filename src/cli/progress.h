// Progress on standard error, for a search that takes more than half a second.
#pragma once

#include <functional>
#include <limits>
#include <string>

#include "cli/options.h"
#include "inquiry/inquiry.h"

namespace heddle::cli {

class Progress {
 public:
  // Shown where standard error is a terminal, or as --progress and --no-progress say. `what` is
  // named in the line: a file, or "".
  Progress(const Options& options, std::string what);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // How big the search may be, before it begins: "at most 6 interleavings".
  void begin(const std::string& size);
  // What an exploration calls now and then; empty when nothing is to be shown. This must outlive
  // it.
  std::function<void(const explore::Progress&)> callback();

  // Removes the line from the terminal, so that a report can follow.
  void clear();

 private:
  void show(const explore::Progress& report);
  std::string prefix() const;

  bool wanted_;
  bool terminal_;
  bool shown_ = false;
  double next_seconds_ = 0.5;
  std::string what_;
  std::string size_;
};

// "1,234,567 states, 2.1 million a second, step 12 of at most 60, 12.0 s"; in fewer columns less is
// said, and nothing is cut in the middle.
std::string progress_text(const explore::Progress& report,
                          std::size_t columns = std::numeric_limits<std::size_t>::max());

}  // namespace heddle::cli
