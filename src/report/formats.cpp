#include "report/formats.h"

#include <array>

#include "base/check.h"
#include "report/json.h"

namespace heddle::report {
namespace {

void write_check_text(const std::vector<CheckedFile>& files, const std::string&,
                      const TextOptions& options, const Sink& sink) {
  if (!options.quiet)
    for (const CheckedFile& file : files) sink(text_check_line(file, options));
  for (const CheckedFile& file : files) sink(text_check_difference(file, options));
  sink(text_check_summary(files, options));
}

void write_check_json(const std::vector<CheckedFile>& files, const std::string& verdict,
                      const TextOptions&, const Sink& sink) {
  JsonCheck check(sink);
  for (const CheckedFile& file : files) check.add(file);
  check.finish(verdict);
}

constexpr std::array<Format, 2> kFormats = {{
    {"text",
     [](const Report& report, const TextOptions& options, const Sink& sink) {
       sink(text_explore(report, options));
     },
     [](const Replay& replay, const TextOptions& options, const Sink& sink) {
       sink(text_replay(replay, options));
     },
     write_check_text},
    {"json",
     [](const Report& report, const TextOptions&, const Sink& sink) { json_explore(report, sink); },
     [](const Replay& replay, const TextOptions&, const Sink& sink) { json_replay(replay, sink); },
     write_check_json},
}};

// A sink that keeps everything.
Sink into(std::string& text) {
  return [&text](std::string_view piece) { text += piece; };
}

}  // namespace

std::string Format::explore(const Report& report, const TextOptions& options) const {
  std::string text;
  write_explore(report, options, into(text));
  return text;
}

std::string Format::replay(const Replay& replay, const TextOptions& options) const {
  std::string text;
  write_replay(replay, options, into(text));
  return text;
}

std::string Format::check(const std::vector<CheckedFile>& files, const std::string& verdict,
                          const TextOptions& options) const {
  std::string text;
  write_check(files, verdict, options, into(text));
  return text;
}

const Format& format(std::string_view name) {
  const Format* found = nullptr;
  for (const Format& candidate : kFormats)
    if (candidate.name == name) found = &candidate;
  CHECK(found);
  return *found;
}

}  // namespace heddle::report
