// Sizes, first values, fields and the outlines of bodies.
#include <algorithm>
#include <limits>
#include <string>

#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

constexpr Value kCellsMax = 1'000'000;
constexpr Value kThreadsMax = 1'000;
constexpr Value kAny = std::numeric_limits<Value>::min();

}  // namespace

std::optional<Value> Sections::value(JsonId node, std::string_view what, Value least) {
  r_.stop.look();
  const JsonNode& json = r_.document[node];
  std::optional<Value> result;
  if (json.kind == JsonKind::kInteger) {
    result = json.integer;
  } else if (json.kind == JsonKind::kString) {
    const auto parsed = r_.outline.expression(node);
    if (!parsed) return std::nullopt;
    result = calculate(node, *parsed);
  } else {
    std::string message =
        std::string(what) + " is an integer, or an expression over constants in a string";
    if (json.kind == JsonKind::kNumber) message += "; integers have no point and no exponent";
    if (json.kind == JsonKind::kBoolean)
      message += json.boolean ? "; write 1 for true" : "; write 0 for false";
    if (json.kind == JsonKind::kNull)
      message += "; a pointer, null at first, is {\"pointer\": \"Node\"}";
    r_.problems.at_value(node, message);
    return std::nullopt;
  }
  if (result && *result < least) {
    r_.problems.at_value(node, std::string(what) + " is at least " + std::to_string(least) +
                                   ", and this is " + std::to_string(*result));
    return std::nullopt;
  }
  return result;
}

void Sections::add_cells(Value count, JsonId node) {
  cells_ += std::min(count, kCellsMax + 1);
  if (cells_ <= kCellsMax || cells_reported_) return;
  cells_reported_ = true;
  r_.problems.at_value(node, "all in all there are more than 1,000,000 cells");
}

// ---- Variables and objects ----------------------------------------------------------------------

std::optional<std::uint32_t> Sections::record_type(JsonId node) {
  if (!want(node, JsonKind::kString, "the name of a record type in quotes must stand here")) {
    return std::nullopt;
  }
  const Symbol* symbol = r_.names.find(r_.document[node].text);
  if (symbol && symbol->kind == SymbolKind::kRecord) return symbol->index;
  r_.problems.at_value(node,
                       "no record type is called " + in_quotes(r_.document[node].text) +
                           did_you_mean(r_.document[node].text, candidates(r_.scenario.records)));
  return std::nullopt;
}

void Sections::fill_variable(std::uint32_t index) {
  const JsonId node = r_.variable_nodes[index];
  Variable& variable = r_.scenario.variables[index];
  const JsonNode& json = r_.document[node];
  if (json.kind == JsonKind::kArray) return fill_list(variable, node);
  if (json.kind == JsonKind::kObject) return fill_array(variable, node);
  variable.initial = {value(node, "the first value", kAny).value_or(0)};
  add_cells(1, node);
}

// [1, 2, 3]
void Sections::fill_list(Variable& variable, JsonId node) {
  variable.is_array = true;
  if (r_.document[node].count == 0) r_.problems.at_value(node, "an array has at least one cell");
  add_cells(r_.document[node].count, node);
  if (cells_ > kCellsMax) return;
  for (const JsonId child : r_.document.children(node)) {
    variable.initial.push_back(value(child, "a first value", kAny).value_or(0));
  }
}

// {"size": n, "init": v} and its like
void Sections::fill_array(Variable& variable, JsonId node) {
  only_keys(node, {"size", "init", "pointer"});
  const JsonId size = member(node, "size");
  const JsonId pointer = member(node, "pointer");
  const JsonId init = member(node, "init");
  if (size == kNone && pointer == kNone) {
    r_.problems.at_value(node,
                         "{\"size\": n, \"init\": v}, {\"pointer\": \"Node\"} or {\"size\": "
                         "n, \"pointer\": \"Node\"} must stand here");
  }
  if (pointer != kNone && init != kNone) {
    r_.problems.at_key(init, "pointers start null; \"init\" is for integers");
  }
  if (size == kNone && pointer == kNone) return;
  variable.is_array = size != kNone;
  const Value first = init != kNone ? value(init, "\"init\"", kAny).value_or(0) : 0;
  const Value count = size != kNone ? value(size, "\"size\"", 1).value_or(1) : 1;
  if (pointer != kNone) {
    if (const auto record = record_type(pointer)) variable.type.record = *record;
  }
  add_cells(count, node);
  if (cells_ <= kCellsMax) {
    variable.initial.assign(static_cast<std::size_t>(count), pointer != kNone ? 0 : first);
  }
}

void Sections::fill_object(std::uint32_t index) {
  ObjectFamily& family = r_.scenario.objects[index];
  const JsonId node = r_.object_nodes[index];
  switch (family.object_class) {
    case ObjectClass::kSemaphore:
      return fill_semaphore(family, node);
    case ObjectClass::kBarrier:
      family.initial = {value(node, "the number of parties", 1).value_or(1)};
      return add_cells(1, node);
    case ObjectClass::kChannel:
      family.initial = {value(node, "the capacity", 1).value_or(1)};
      return add_cells(family.initial[0], node);
    default:
      break;
  }
  family.is_array = family_arrays_[index];
  Value count = 1;
  if (family.is_array) count = value(family_sizes_[index], "the number of them", 1).value_or(1);
  add_cells(count, node);
  if (cells_ <= kCellsMax) family.initial.assign(static_cast<std::size_t>(count), 0);
}

void Sections::fill_semaphore(ObjectFamily& family, JsonId node) {
  const JsonNode& json = r_.document[node];
  family.is_array = json.kind == JsonKind::kArray || json.kind == JsonKind::kObject;
  if (json.kind == JsonKind::kArray) {
    if (json.count == 0) r_.problems.at_value(node, "an array has at least one semaphore");
    add_cells(json.count, node);
    if (cells_ > kCellsMax) return;
    for (const JsonId child : r_.document.children(node)) {
      family.initial.push_back(value(child, "a semaphore's count", 0).value_or(0));
    }
    return;
  }
  if (json.kind != JsonKind::kObject) {
    family.initial = {value(node, "a semaphore's count", 0).value_or(0)};
    return add_cells(1, node);
  }
  only_keys(node, {"size", "init"});
  const JsonId size = member(node, "size");
  const JsonId init = member(node, "init");
  if (size == kNone) r_.problems.at_value(node, "\"size\" is missing: {\"size\": n, \"init\": v}");
  const Value count = size != kNone ? value(size, "\"size\"", 1).value_or(1) : 1;
  const Value first = init != kNone ? value(init, "\"init\"", 0).value_or(0) : 0;
  add_cells(count, node);
  if (cells_ <= kCellsMax) family.initial.assign(static_cast<std::size_t>(count), first);
}

// ---- Records ------------------------------------------------------------------------------------

void Sections::fill_records(JsonId section) {
  if (r_.document[section].kind != JsonKind::kObject) return;
  for (std::size_t i = 0; i < record_nodes_.size(); ++i) {
    const JsonId node = record_nodes_[i];
    Record& record = r_.scenario.records[i];
    field_names_.clear();
    if (r_.document[node].kind == JsonKind::kObject) {
      only_keys(node, {"fields", "atomics"});
      const JsonId fields = member(node, "fields");
      const JsonId atomics = member(node, "atomics");
      if (fields != kNone) fill_fields(record, fields, false);
      if (atomics != kNone) fill_fields(record, atomics, true);
      if (fields == kNone && atomics == kNone) {
        r_.problems.at_value(node,
                             "\"fields\" or \"atomics\" is missing: {\"fields\": [\"value\"]}");
      }
    } else {
      fill_fields(record, node, false);
    }
  }
}

void Sections::fill_fields(Record& record, JsonId list, bool atomic) {
  if (!want(list, JsonKind::kArray,
            "a list of fields must stand here: [\"value\", {\"next\": \"Node\"}]")) {
    return;
  }
  for (const JsonId child : r_.document.children(list)) {
    const JsonNode& json = r_.document[child];
    if (json.kind == JsonKind::kString) {
      fill_field(record, child, false, json.text, {std::string(json.text), atomic, {}});
    } else if (json.kind == JsonKind::kObject) {
      if (json.count == 0) {
        r_.problems.at_value(child, "this object names no field: {\"name\": \"Record\"}");
      }
      for (const JsonId each : members(child)) {
        Field field{std::string(r_.document[each].key), atomic, {}};
        if (const auto type = record_type(each)) field.type.record = *type;
        fill_field(record, each, true, r_.document[each].key, field);
      }
    } else {
      r_.problems.at_value(child, "a field is \"name\", or {\"name\": \"Record\"} for a pointer");
    }
  }
}

void Sections::fill_field(Record& record, JsonId node, bool at_key, std::string_view name,
                          Field field) {
  r_.stop.look();
  std::string message;
  if (!is_identifier(name)) {
    message = in_quotes(name) + " is not a name: letters, digits and _, no digit first";
  } else if (is_reserved(name)) {
    message = in_quotes(name) + " is a word of the language; choose another name";
  } else if (!field_names_.insert(name).second) {
    message = "the field " + in_quotes(name) + " is given twice";
  }
  if (message.empty()) {
    const auto which = static_cast<std::uint32_t>(&record - r_.scenario.records.data());
    r_.fields[{name, which}] = static_cast<std::uint32_t>(record.fields.size());
    record.fields.push_back(std::move(field));
  } else if (at_key) {
    r_.problems.at_key(node, message);
  } else {
    r_.problems.at_value(node, message);
  }
}

// ---- Bodies -------------------------------------------------------------------------------------

void Sections::fill_procedure(JsonId node, std::uint32_t index) {
  Procedure& procedure = r_.procedures[index];
  procedure.node = node;
  procedure.usable = false;
  if (!want(node, JsonKind::kObject,
            "a procedure is an object: {\"params\": [\"a\"], \"do\": [...]}")) {
    return;
  }
  only_keys(node, {"params", "do", "description"});
  text(node, "description");
  if (const JsonId params = member(node, "params"); params != kNone) {
    if (want(params, JsonKind::kArray, "\"params\" is a list of names: [\"a\", \"b\"]")) {
      for (const JsonId child : r_.document.children(params)) {
        if (want(child, JsonKind::kString, "a parameter is a name in quotes")) {
          procedure.params.push_back(child);
        }
      }
    }
  }
  const JsonId body = member(node, "do");
  if (body == kNone) {
    r_.problems.at_value(node, "\"do\" is missing: {\"params\": [...], \"do\": [...]}");
    return;
  }
  procedure.usable = true;
  procedure.body = r_.outline.list(body);
}

void Sections::fill_thread(JsonId node, std::uint32_t index) {
  Thread& thread = r_.scenario.threads[index];
  Source source;
  source.pointer = r_.document.pointer(node);
  thread.source = static_cast<std::uint32_t>(r_.scenario.sources.size());
  r_.scenario.sources.push_back(std::move(source));
  r_.source_nodes.push_back(node);
  JsonId body = node;
  if (r_.document[node].kind == JsonKind::kObject) {
    only_keys(node, {"count", "do", "start", "background", "description"});
    const JsonId count = member(node, "count");
    thread.counted = count != kNone;
    if (thread.counted) {
      const Value number = value(count, "\"count\"", 1).value_or(1);
      thread.count = static_cast<std::uint32_t>(std::min(number, kThreadsMax + 1));
    }
    thread.start = boolean(node, "start", true);
    thread.background = boolean(node, "background", false);
    thread.description = text(node, "description");
    body = member(node, "do");
    if (body == kNone) {
      r_.problems.at_value(node, "\"do\" is missing: {\"count\": 2, \"do\": [...]}");
    }
  } else if (r_.document[node].kind != JsonKind::kArray) {
    r_.problems.at_value(node, "a thread is a list of steps, or {\"count\": n, \"do\": [...]}");
    body = kNone;
  }
  if (thread_count_ <= kThreadsMax && thread_count_ + thread.count > kThreadsMax) {
    r_.problems.at_value(node, "all in all there are more than 1,000 threads");
  }
  thread_count_ += thread.count;
  if (body != kNone) r_.thread_bodies[index] = r_.outline.list(body);
}

}  // namespace heddle::scenario
