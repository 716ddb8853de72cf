// Steps and values in the JSON report.
#include "report/json_parts.h"

namespace heddle::report {
namespace {

using Layout = JsonWriter::Layout;

void write_cell(JsonWriter& json, const Cell& cell) {
  if (cell.pointer && cell.value == 0) return json.null();
  json.value(cell.value);
}

void write_cells(JsonWriter& json, const NamedValue& value) {
  if (!value.array) return value.cells.empty() ? json.null() : write_cell(json, value.cells[0]);
  json.begin_array(Layout::kOneLine);
  for (const Cell& cell : value.cells) write_cell(json, cell);
  json.end_array();
}

void write_choice(JsonWriter& json, const Choice& choice) {
  json.begin_object(Layout::kOneLine);
  if (choice.local.empty()) {
    json.member("thread", choice.sleeper);
  } else {
    json.member("local", choice.local);
    json.key("value");
    write_cell(json, choice.value);
  }
  json.end_object();
}

// A decision carries one choice as an object, several as an array.
void write_choices(JsonWriter& json, const std::vector<Choice>& choices) {
  if (choices.empty()) return;
  json.key("choice");
  if (choices.size() == 1) return write_choice(json, choices.front());
  json.begin_array();
  for (const Choice& choice : choices) write_choice(json, choice);
  json.end_array();
}

void write_accesses(JsonWriter& json, const std::vector<Access>& accesses) {
  if (accesses.empty()) return;
  json.key("accesses");
  json.begin_array();
  for (const Access& access : accesses) {
    json.begin_object(Layout::kOneLine);
    json.member("access", access.text);
    if (access.value) {
      json.key("value");
      write_cell(json, *access.value);
    }
    json.end_object();
  }
  json.end_array();
}

void write_stale(JsonWriter& json, const std::vector<Stale>& locals) {
  if (locals.empty()) return;
  json.key("stale");
  json.begin_array();
  for (const Stale& stale : locals) {
    json.begin_object(Layout::kOneLine);
    json.member("local", stale.local);
    json.member("source", stale.memory);
    json.member("since", std::uint64_t{stale.since});
    json.end_object();
  }
  json.end_array();
}

void write_switch(JsonWriter& json, Switch why) {
  json.key("switch");
  switch (why) {
    case Switch::kNone:
      return json.null();
    case Switch::kPreemption:
      return json.value("preemption");
    case Switch::kBlocked:
      return json.value("blocked");
    case Switch::kEnded:
      return json.value("ended");
  }
}

void write_place(JsonWriter& json, const Step& step) {
  json.member("step", step.pointer);
  if (step.line > 0) {
    json.member("line", step.line);
    json.member("column", step.column);
  } else {
    json.null_member("line");
    json.null_member("column");
  }
  if (step.statement) {
    json.member("statement", *step.statement);
  } else {
    json.null_member("statement");
  }
}

void write_changes(JsonWriter& json, const std::vector<Change>& changes) {
  json.key("changes");
  json.begin_array();
  for (const Change& change : changes) {
    json.begin_object(Layout::kOneLine);
    json.member("memory", change.memory);
    json.key("before");
    write_cell(json, change.before);
    json.key("after");
    write_cell(json, change.after);
    json.end_object();
  }
  json.end_array();
}

// What a step of a replay says beyond one of a witness.
void write_effects(JsonWriter& json, const Step& step) {
  write_changes(json, step.changes);
  write_strings(json, "flags", step.flags_raised);
  write_strings(json, "findings", step.findings);
  write_values(json, "state", step.state);
  json.key("objects");
  json.begin_object(Layout::kOneLine);
  for (const auto& [name, state] : step.objects) json.member(name, state);
  json.end_object();
}

}  // namespace

void write_count(JsonWriter& json, std::string_view name, const Count& number) {
  if (number) return json.member(name, *number);
  json.null_member(name);
}

void write_values(JsonWriter& json, std::string_view name, const std::vector<NamedValue>& values) {
  json.key(name);
  json.begin_object(Layout::kOneLine);
  for (const NamedValue& value : values) {
    json.key(value.name);
    write_cells(json, value);
  }
  json.end_object();
}

void write_strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name);
  json.begin_array(Layout::kOneLine);
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_step(JsonWriter& json, const Step& step, bool replayed) {
  json.begin_object();
  json.member("thread", step.thread);
  write_place(json, step);
  json.member("access", step.access);
  json.member("occurrence", step.occurrence);
  if (step.value) {
    json.key("value");
    write_cell(json, *step.value);
  }
  write_choices(json, step.choices);
  write_accesses(json, step.accesses);
  write_values(json, "locals", step.locals);
  write_stale(json, step.stale);
  write_switch(json, step.switched);
  if (replayed) write_effects(json, step);
  if (step.cycle_start) json.member("cycle_start", true);
  json.end_object();
}

void write_steps(JsonWriter& json, std::string_view name, const std::vector<Step>& steps,
                 bool replayed) {
  json.key(name);
  json.begin_array();
  for (const Step& step : steps) write_step(json, step, replayed);
  json.end_array();
}

}  // namespace heddle::report
