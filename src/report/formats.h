// The formats of a report. A new one is a file, which holds its row, and a line in formats.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/comparison.h"
#include "report/report.h"
#include "report/sink.h"
#include "report/text.h"

namespace heddle::report {

struct Format {
  std::string_view name;
  // Names the file of such a report: "--json", and a line of help on it; "": it is printed.
  std::string_view option{};
  std::string_view help{};
  // What such a file begins with, white space left out: no other one is overwritten.
  std::string_view begins{};
  // Write the report as it is made, so that a large one takes no memory beside it. nullptr: the
  // format has none of these.
  void (*write_explore)(const Report& report, const TextOptions& options,
                        const Sink& sink) = nullptr;
  void (*write_replay)(const Replay& replay, const TextOptions& options,
                       const Sink& sink) = nullptr;
  void (*write_check)(const std::vector<CheckedFile>& files, const std::string& verdict,
                      const TextOptions& options, const Sink& sink) = nullptr;
  void (*write_compare)(const Comparison& comparison, const TextOptions& options,
                        const Sink& sink) = nullptr;

  // The same as one text. Requires: the format has it.
  std::string explore(const Report& report, const TextOptions& options) const;
  std::string replay(const Replay& replay, const TextOptions& options) const;
  std::string check(const std::vector<CheckedFile>& files, const std::string& verdict,
                    const TextOptions& options) const;
  std::string compare(const Comparison& comparison, const TextOptions& options) const;
};

const std::vector<Format>& formats();
// The format of that name. Requires: there is one ("text", "json").
const Format& format(std::string_view name);

}  // namespace heddle::report
