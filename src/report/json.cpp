#include "report/json.h"

#include "report/formats.h"
#include "report/json_parts.h"

namespace heddle::report {
namespace {

void write_counts(JsonWriter& json, const Report& report) {
  json.key("counts");
  json.begin_object();
  for (const KindCount& kind : report.counts) write_count(json, kind.kind, kind.interleavings);
  json.end_object();
}

// Everything but `warnings` and `timing`, which come last.
void write_body(JsonWriter& json, const Report& report) {
  write_tool(json);
  write_scenario(json, report);
  write_exploration(json, report.exploration);
  json.member("verdict", report.verdict);
  write_counts(json, report);
  json.key("outcomes");
  json.begin_array();
  for (const Outcome& outcome : report.outcomes) write_outcome(json, outcome);
  json.end_array();
  json.key("findings");
  json.begin_array();
  for (const Finding& finding : report.findings) write_finding(json, finding);
  json.end_array();
}

void write_end(JsonWriter& json, const Report& report) {
  json.key("warnings");
  json.begin_array();
  for (const Warning& warning : report.warnings) {
    json.begin_object();
    json.member("pointer", warning.pointer);
    json.member("text", warning.text);
    json.end_object();
  }
  json.end_array();
  write_timing(json, report.seconds);
}

void write_mistakes(JsonWriter& json, const CheckedFile& file) {
  json.key("scenario");
  json.begin_object(JsonWriter::Layout::kOneLine);
  json.member("file", file.file);
  json.end_object();
  json.member("as_expected", false);
  json.key("errors");
  json.begin_array();
  for (const Mistake& mistake : file.mistakes) {
    json.begin_object();
    json.member("line", mistake.line);
    json.member("column", mistake.column);
    json.member("pointer", mistake.pointer);
    json.member("message", mistake.message);
    json.end_object();
  }
  json.end_array();
}

void write_expectation(JsonWriter& json, const Expectation& expectation) {
  write_strings(json, "expected", expectation.expected);
  json.member("as_expected", expectation.as_expected);
  write_strings(json, "unexpected", expectation.unexpected);
  write_strings(json, "missing", expectation.missing);
  write_count(json, "expected_interleavings", expectation.pinned);
}

std::string collected(const std::function<void(const Sink&)>& write) {
  std::string text;
  write([&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace

void json_explore(const Report& report, const Sink& sink) {
  JsonWriter json(sink);
  json.begin_object();
  write_body(json, report);
  write_end(json, report);
  json.end_object();
  json.finish();
}

void json_replay(const Replay& replay, const Sink& sink) {
  JsonWriter json(sink);
  json.begin_object();
  write_body(json, replay.report);
  json.member("seed", replay.seed);
  write_count(json, "number", replay.number);
  write_count(json, "end", replay.ended ? Count(replay.end) : Count());
  write_values(json, "initial", replay.initial);
  write_steps(json, "steps", replay.steps, true);
  write_end(json, replay.report);
  json.end_object();
  json.finish();
}

JsonCheck::JsonCheck(const Sink& sink) : writer_(sink) {
  writer_.begin_object();
  write_tool(writer_);
  writer_.key("files");
  writer_.begin_array();
}

void JsonCheck::add(const CheckedFile& file) {
  writer_.begin_object();
  if (file.report) {
    write_body(writer_, *file.report);
    if (file.report->expectation) write_expectation(writer_, *file.report->expectation);
    write_end(writer_, *file.report);
  } else {
    write_mistakes(writer_, file);
  }
  writer_.end_object();
}

void JsonCheck::finish(std::string_view verdict) {
  writer_.end_array();
  writer_.member("verdict", verdict);
  writer_.end_object();
  writer_.finish();
}

std::string json_explore(const Report& report) {
  return collected([&](const Sink& sink) { json_explore(report, sink); });
}

std::string json_replay(const Replay& replay) {
  return collected([&](const Sink& sink) { json_replay(replay, sink); });
}

std::string json_check(const std::vector<CheckedFile>& files, const std::string& verdict) {
  return collected([&](const Sink& sink) {
    JsonCheck check(sink);
    for (const CheckedFile& file : files) check.add(file);
    check.finish(verdict);
  });
}

std::string json_compare(const Comparison& comparison) {
  return collected([&](const Sink& sink) { json_compare(comparison, sink); });
}

Format json_format() {
  return {.name = "json",
          .option = "--json",
          .help = "Write the JSON report there; \"-\": standard output, alone",
          .begins = R"({"tool":{"name":"heddle")",
          .write_explore = [](const Report& report, const TextOptions&,
                              const Sink& sink) { json_explore(report, sink); },
          .write_replay = [](const Replay& replay, const TextOptions&,
                             const Sink& sink) { json_replay(replay, sink); },
          .write_check =
              [](const std::vector<CheckedFile>& files, const std::string& verdict,
                 const TextOptions&, const Sink& sink) {
                JsonCheck check(sink);
                for (const CheckedFile& file : files) check.add(file);
                check.finish(verdict);
              },
          .write_compare = [](const Comparison& comparison, const TextOptions&,
                              const Sink& sink) { json_compare(comparison, sink); }};
}

}  // namespace heddle::report
