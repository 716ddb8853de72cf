// The JSON report of two reports compared.
#include "report/json.h"
#include "report/json_parts.h"

namespace heddle::report {
namespace {

const char* word_of(Mark mark) {
  switch (mark) {
    case Mark::kNew:
      return "new";
    case Mark::kGone:
      return "gone";
    case Mark::kNumber:
      return "number";
    case Mark::kOpen:
      return "unknown";
    case Mark::kSame:
      break;
  }
  return "same";
}

const char* word_of(Comparison::Result result) {
  switch (result) {
    case Comparison::Result::kDifferent:
      return "different";
    case Comparison::Result::kIncomplete:
      return "incomplete";
    case Comparison::Result::kSame:
      break;
  }
  return "same";
}

void write_side(JsonWriter& json, std::string_view name, const Side& side) {
  json.key(name);
  json.begin_object();
  write_scenario(json, side.report);
  write_exploration(json, side.report.exploration);
  json.member("verdict", side.report.verdict);
  json.key("only_here");
  json.begin_object();
  write_strings(json, "variables", side.variables);
  write_strings(json, "flags", side.flags);
  json.end_object();
  json.end_object();
}

void write_part(JsonWriter& json, std::string_view name, const Part& part) {
  if (!part.there) return json.null_member(name);
  json.key(name);
  json.begin_object(JsonWriter::Layout::kOneLine);
  write_count(json, "interleavings", part.interleavings);
  json.member("seed", part.seed);
  json.end_object();
}

void write_compared(JsonWriter& json, const ComparedOutcome& outcome) {
  json.begin_object();
  json.member("change", word_of(outcome.mark));
  json.member("end", outcome.end);
  write_values(json, "values", outcome.values);
  write_strings(json, "flags", outcome.flags);
  write_part(json, "old", outcome.before);
  write_part(json, "new", outcome.after);
  json.end_object();
}

void write_compared(JsonWriter& json, const ComparedFinding& finding) {
  json.begin_object();
  json.member("change", word_of(finding.mark));
  json.member("kind", finding.kind);
  write_count(json, "name", finding.name);
  json.member("message", finding.message);
  write_part(json, "old", finding.before);
  write_part(json, "new", finding.after);
  json.end_object();
}

template <class Compared>
void write_list(JsonWriter& json, std::string_view name, const std::vector<Compared>& list) {
  json.key(name);
  json.begin_array();
  for (const Compared& one : list) write_compared(json, one);
  json.end_array();
}

}  // namespace

void json_compare(const Comparison& comparison, const Sink& sink) {
  JsonWriter json(sink);
  json.begin_object();
  write_tool(json);
  json.member("comparison", word_of(comparison.result));
  write_side(json, "old", comparison.before);
  write_side(json, "new", comparison.after);
  write_list(json, "outcomes", comparison.outcomes);
  write_list(json, "findings", comparison.findings);
  write_timing(json, comparison.before.report.seconds + comparison.after.report.seconds);
  json.end_object();
  json.finish();
}

}  // namespace heddle::report
