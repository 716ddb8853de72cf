// The format for people.
#include "report/formats.h"

namespace heddle::report {
namespace {

void write_text_check(const std::vector<CheckedFile>& files, const std::string&,
                      const TextOptions& options, const Sink& sink) {
  if (!options.quiet)
    for (const CheckedFile& file : files) sink(text_check_line(file, options));
  for (const CheckedFile& file : files) sink(text_check_difference(file, options));
  sink(text_check_summary(files, options));
}

}  // namespace

Format text_format() {
  return {.name = "text",
          .write_explore = [](const Report& report, const TextOptions& options,
                              const Sink& sink) { sink(text_explore(report, options)); },
          .write_replay = [](const Replay& replay, const TextOptions& options,
                             const Sink& sink) { sink(text_replay(replay, options)); },
          .write_check = write_text_check,
          .write_compare = [](const Comparison& comparison, const TextOptions& options,
                              const Sink& sink) { sink(text_compare(comparison, options)); }};
}

}  // namespace heddle::report
