#include "report/json.h"

#include <nlohmann/json.hpp>

#include "report/version.h"

namespace heddle::report {
namespace {

using Json = nlohmann::ordered_json;

Json tool() { return {{"name", "heddle"}, {"version", kVersion}, {"report", 1}}; }

Json count(const Count& number) { return number ? Json(*number) : Json(nullptr); }

Json cell(const Cell& value) {
  return value.pointer && value.value == 0 ? Json(nullptr) : Json(value.value);
}

Json cells(const NamedValue& value) {
  if (!value.array) return value.cells.empty() ? Json(nullptr) : cell(value.cells.front());
  Json array = Json::array();
  for (const Cell& c : value.cells) array.push_back(cell(c));
  return array;
}

Json values(const std::vector<NamedValue>& state) {
  Json object = Json::object();
  for (const NamedValue& value : state) object[value.name] = cells(value);
  return object;
}

// A decision carries one choice as a number, several as an array.
void add_choices(Json& json, const Step& step) {
  for (const Choice& choice : step.choices) json["choice"].push_back(choice.alternative);
}

Json step(const Step& step) {
  Json json = {{"thread", step.thread}, {"step", step.pointer}};
  json["occurrence"] = step.occurrence;
  json["access"] = step.access;
  if (step.value) json["value"] = cell(*step.value);
  add_choices(json, step);
  if (!step.accesses.empty()) {
    Json list = Json::array();
    for (const Access& access : step.accesses) {
      Json entry = {{"access", access.text}};
      if (access.value) entry["value"] = cell(*access.value);
      list.push_back(std::move(entry));
    }
    json["accesses"] = std::move(list);
  }
  if (step.cycle_start) json["cycle_start"] = true;
  return json;
}

Json steps(const std::vector<Step>& list) {
  Json json = Json::array();
  for (const Step& one : list) json.push_back(step(one));
  return json;
}

// A step of a replay: also what it changed, and the state after it.
Json replayed(const Step& one) {
  Json json = step(one);
  json["flags"] = one.flags_raised;
  json["findings"] = one.findings;
  json["state"] = values(one.state);
  Json objects = Json::object();
  for (const auto& [name, state] : one.objects) objects[name] = state;
  json["objects"] = std::move(objects);
  return json;
}

Json endpoint(const Endpoint& end) {
  return {{"thread", end.thread},
          {"step", end.step},
          {"occurrence", end.occurrence},
          {"access", end.access}};
}

Json ordering(const Ordering& one) {
  Json pairs = Json::array();
  for (const Pair& pair : one.pairs)
    pairs.push_back({{"before", endpoint(pair.before)}, {"after", endpoint(pair.after)}});
  return {{"interleavings", count(one.interleavings)}, {"seed", one.seed}, {"pairs", pairs}};
}

Json finding(const Finding& one) {
  Json json = {{"kind", one.kind}, {"name", one.name ? Json(*one.name) : Json(nullptr)}};
  json["message"] = one.message;
  json["interleavings"] = count(one.interleavings);
  json["seed"] = one.seed;
  json["preemptions"] = one.preemptions;
  json["fewest"] = one.fewest;
  json["orderings"] = Json::array();
  for (const Ordering& o : one.orderings) json["orderings"].push_back(ordering(o));
  if (one.orderings.empty() && !one.orderings_note.empty())
    json["orderings_note"] = one.orderings_note;
  json["witness"] = steps(one.witness);
  if (one.second_seed) {
    json["second_seed"] = *one.second_seed;
    json["second_witness"] = steps(one.second_witness);
  }
  return json;
}

Json outcome(const Outcome& one) {
  return {{"end", one.end},     {"values", values(one.values)},
          {"flags", one.flags}, {"interleavings", count(one.interleavings)},
          {"seed", one.seed},   {"preemptions", one.preemptions}};
}

Json scenario(const Report& report) {
  Json constants = Json::object();
  for (const auto& [name, value] : report.constants) constants[name] = value;
  return {{"name", report.name}, {"file", report.file}, {"constants", constants}};
}

Json exploration(const Exploration& done) {
  return {{"strategy", done.strategy},
          {"complete", done.complete},
          {"stopped_by", done.stopped_by ? Json(*done.stopped_by) : Json(nullptr)},
          {"interleavings", count(done.interleavings)},
          {"runs", done.runs},
          {"states", done.states},
          {"transitions", done.transitions}};
}

// Everything but `warnings` and `timing`, which come last.
Json body(const Report& report) {
  Json json = {{"tool", tool()}, {"scenario", scenario(report)}};
  json["exploration"] = exploration(report.exploration);
  json["verdict"] = report.verdict;
  json["counts"] = Json::object();
  for (const KindCount& kind : report.counts) json["counts"][kind.kind] = count(kind.interleavings);
  json["outcomes"] = Json::array();
  for (const Outcome& one : report.outcomes) json["outcomes"].push_back(outcome(one));
  json["findings"] = Json::array();
  for (const Finding& one : report.findings) json["findings"].push_back(finding(one));
  return json;
}

void finish(Json& json, const Report& report) {
  json["warnings"] = Json::array();
  for (const Warning& warning : report.warnings)
    json["warnings"].push_back({{"pointer", warning.pointer}, {"text", warning.text}});
  json["timing"] = {{"seconds", report.seconds}};
}

// File names may be any bytes; the report is UTF-8 all the same.
std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json checked(const CheckedFile& file) {
  if (!file.report) {
    Json json = {{"scenario", {{"file", file.file}}}, {"as_expected", false}};
    json["errors"] = Json::array();
    for (const Mistake& mistake : file.mistakes)
      json["errors"].push_back({{"line", mistake.line},
                                {"column", mistake.column},
                                {"pointer", mistake.pointer},
                                {"message", mistake.message}});
    return json;
  }
  Json json = body(*file.report);
  if (const auto& expectation = file.report->expectation) {
    json["expected"] = expectation->expected;
    json["as_expected"] = expectation->as_expected;
    json["unexpected"] = expectation->unexpected;
    json["missing"] = expectation->missing;
    json["expected_interleavings"] = count(expectation->pinned);
  }
  finish(json, *file.report);
  return json;
}

}  // namespace

std::string json_explore(const Report& report) {
  Json json = body(report);
  finish(json, report);
  return dump(json);
}

std::string json_replay(const Replay& replay) {
  Json json = body(replay.report);
  json["seed"] = replay.seed;
  json["number"] = replay.number ? Json(*replay.number) : Json(nullptr);
  json["end"] = replay.ended ? Json(replay.end) : Json(nullptr);
  json["initial"] = values(replay.initial);
  json["steps"] = Json::array();
  for (const Step& one : replay.steps) json["steps"].push_back(replayed(one));
  finish(json, replay.report);
  return dump(json);
}

std::string json_check(const std::vector<CheckedFile>& files, const std::string& verdict) {
  Json json = {{"tool", tool()}, {"files", Json::array()}};
  for (const CheckedFile& file : files) json["files"].push_back(checked(file));
  json["verdict"] = verdict;
  return dump(json);
}

std::string json_quoted(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace heddle::report
