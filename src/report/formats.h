// The formats of a report. A new one is a file and a line in the list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "report/sink.h"
#include "report/text.h"

namespace heddle::report {

struct Format {
  std::string_view name;
  // Write the report as it is made, so that a large one takes no memory beside it.
  void (*write_explore)(const Report& report, const TextOptions& options, const Sink& sink);
  void (*write_replay)(const Replay& replay, const TextOptions& options, const Sink& sink);
  void (*write_check)(const std::vector<CheckedFile>& files, const std::string& verdict,
                      const TextOptions& options, const Sink& sink);

  // The same as one text.
  std::string explore(const Report& report, const TextOptions& options) const;
  std::string replay(const Replay& replay, const TextOptions& options) const;
  std::string check(const std::vector<CheckedFile>& files, const std::string& verdict,
                    const TextOptions& options) const;
};

// The format of that name. Requires: there is one ("text", "json").
const Format& format(std::string_view name);

}  // namespace heddle::report
