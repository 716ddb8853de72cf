// What every JSON report says of the program, the scenario and the search.
#include "report/json_parts.h"
#include "report/version.h"

namespace heddle::report {

void write_tool(JsonWriter& json) {
  json.key("tool");
  json.begin_object(JsonWriter::Layout::kOneLine);
  json.member("name", "heddle");
  json.member("version", kVersion);
  json.member("report", std::int64_t{2});
  json.end_object();
}

void write_scenario(JsonWriter& json, const Report& report) {
  json.key("scenario");
  json.begin_object();
  json.member("name", report.name);
  json.member("file", report.file);
  json.member("description", report.description);
  json.key("constants");
  json.begin_object(JsonWriter::Layout::kOneLine);
  for (const auto& [name, value] : report.constants) json.member(name, value);
  json.end_object();
  json.end_object();
}

void write_exploration(JsonWriter& json, const Exploration& done) {
  json.key("exploration");
  json.begin_object();
  json.member("strategy", done.strategy);
  json.member("complete", done.complete);
  if (done.stopped_by) {
    json.member("stopped_by", *done.stopped_by);
  } else {
    json.null_member("stopped_by");
  }
  write_count(json, "interleavings", done.interleavings);
  json.member("runs", done.runs);
  json.member("states", done.states);
  json.member("transitions", done.transitions);
  json.end_object();
}

void write_timing(JsonWriter& json, double seconds) {
  json.key("timing");
  json.begin_object(JsonWriter::Layout::kOneLine);
  json.member("seconds", seconds);
  json.end_object();
}

}  // namespace heddle::report
