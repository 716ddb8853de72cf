#include "report/formats.h"

#include "base/check.h"

namespace heddle::report {

// A line a format, in the order of --help: the function that gives its row, in its file.
#define HEDDLE_FORMATS(row) row(text_format) row(json_format)

#define HEDDLE_DECLARE(row) Format row();
HEDDLE_FORMATS(HEDDLE_DECLARE)
#undef HEDDLE_DECLARE

const std::vector<Format>& formats() {
#define HEDDLE_LIST(row) row(),
  static const std::vector<Format> list = {HEDDLE_FORMATS(HEDDLE_LIST)};
#undef HEDDLE_LIST
  return list;
}

namespace {

// A sink that keeps everything.
Sink into(std::string& text) {
  return [&text](std::string_view piece) { text += piece; };
}

}  // namespace

std::string Format::explore(const Report& report, const TextOptions& options) const {
  CHECK(write_explore);
  std::string text;
  write_explore(report, options, into(text));
  return text;
}

std::string Format::replay(const Replay& replay, const TextOptions& options) const {
  CHECK(write_replay);
  std::string text;
  write_replay(replay, options, into(text));
  return text;
}

std::string Format::check(const std::vector<CheckedFile>& files, const std::string& verdict,
                          const TextOptions& options) const {
  CHECK(write_check);
  std::string text;
  write_check(files, verdict, options, into(text));
  return text;
}

std::string Format::compare(const Comparison& comparison, const TextOptions& options) const {
  std::string text;
  write_compare(comparison, options, into(text));
  return text;
}

const Format& format(std::string_view name) {
  const Format* found = nullptr;
  for (const Format& candidate : formats())
    if (candidate.name == name) found = &candidate;
  CHECK(found);
  return *found;
}

}  // namespace heddle::report
