#include "scenario/sections.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace heddle::scenario {

namespace {

const std::vector<std::string_view>& top_keys() {
  static const std::vector<std::string_view> keys = {
      "$schema", "name",       "description", "constants",  "shared",   "atomics",
      "mutexes", "rwlocks",    "conditions",  "semaphores", "barriers", "channels",
      "records", "procedures", "threads",     "check",      "expect"};
  return keys;
}

bool is_scenario_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

std::optional<ObjectClass> family_class(std::string_view key) {
  static const std::map<std::string_view, ObjectClass> classes = {
      {"mutexes", ObjectClass::kMutex},        {"rwlocks", ObjectClass::kRwLock},
      {"conditions", ObjectClass::kCondition}, {"semaphores", ObjectClass::kSemaphore},
      {"barriers", ObjectClass::kBarrier},     {"channels", ObjectClass::kChannel}};
  const auto found = classes.find(key);
  if (found == classes.end()) return std::nullopt;
  return found->second;
}

bool is_list_class(ObjectClass object_class) {
  return object_class == ObjectClass::kMutex || object_class == ObjectClass::kRwLock ||
         object_class == ObjectClass::kCondition;
}

}  // namespace

// ---- Helpers ------------------------------------------------------------------------------------

std::vector<JsonId> Sections::members(JsonId node) const {
  std::vector<JsonId> result = r_.document.children(node);
  std::erase_if(result, [&](JsonId child) { return duplicates_.contains(child); });
  return result;
}

JsonId Sections::member(JsonId node, std::string_view key) const {
  if (r_.document[node].kind != JsonKind::kObject) return kNone;
  for (JsonId child = r_.document[node].first; child != kNone; child = r_.document[child].next) {
    if (r_.document[child].key == key) return child;
  }
  return kNone;
}

bool Sections::want(JsonId node, JsonKind kind, std::string_view message) {
  if (r_.document[node].kind == kind) return true;
  r_.problems.at_value(node, std::string(message));
  return false;
}

void Sections::only_keys(JsonId node, const std::vector<std::string_view>& keys) {
  for (const JsonId child : members(node)) {
    const std::string_view key = r_.document[child].key;
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    std::string message = "unknown key " + in_quotes(key);
    const bool steps = key == "steps" || key == "body" || key == "code" || key == "run";
    if (steps && std::find(keys.begin(), keys.end(), "do") != keys.end()) {
      message += "; the list of steps is called \"do\"";
    } else {
      const std::string near = did_you_mean(key, keys);
      message += near;
      if (near.empty()) {
        message += "; known here:";
        for (const std::string_view each : keys) message += " " + std::string(each);
      }
    }
    r_.problems.at_key(child, message);
  }
}

bool Sections::boolean(JsonId node, std::string_view key, bool absent) {
  const JsonId child = member(node, key);
  if (child == kNone) return absent;
  if (!want(child, JsonKind::kBoolean, in_quotes(key) + " is true or false, without quotes")) {
    return absent;
  }
  return r_.document[child].boolean;
}

std::string Sections::text(JsonId node, std::string_view key) {
  const JsonId child = member(node, key);
  if (child == kNone || !want(child, JsonKind::kString, in_quotes(key) + " is a text in quotes")) {
    return {};
  }
  return std::string(r_.document[child].text);
}

// ---- First pass: names --------------------------------------------------------------------------

void Sections::find_duplicates() {
  for (JsonId node = 0; node < r_.document.nodes.size(); ++node) {
    r_.stop.look();
    if (r_.document[node].kind != JsonKind::kObject) continue;
    std::set<std::string_view> keys;
    for (JsonId child = r_.document[node].first; child != kNone; child = r_.document[child].next) {
      if (keys.insert(r_.document[child].key).second) continue;
      duplicates_.insert(child);
      r_.problems.at_key(
          child, "the key " + in_quotes(r_.document[child].key) + " is given twice in this object");
    }
  }
}

void Sections::read() {
  find_duplicates();
  only_keys(0, top_keys());
  const JsonId name = member(0, "name");
  if (name == kNone) {
    r_.problems.at_value(0, "\"name\" is missing: \"name\": \"my_scenario\"");
  } else if (r_.document[name].kind != JsonKind::kString ||
             !is_scenario_name(r_.document[name].text)) {
    r_.problems.at_value(name, "\"name\" is a text of letters, digits, _ and -");
  } else {
    r_.scenario.name = std::string(r_.document[name].text);
  }
  r_.scenario.description = text(0, "description");
  if (const JsonId node = member(0, "constants"); node != kNone) constants(node);
  for (const Override& each : overrides_) {
    const bool known = std::any_of(r_.scenario.constants.begin(), r_.scenario.constants.end(),
                                   [&](const Constant& c) { return c.name == each.name; });
    if (known) continue;
    r_.problems.at_bytes(0, 1,
                         each.option + " " + each.name + ": the scenario has no such constant" +
                             did_you_mean(each.name, candidates(r_.scenario.constants)));
  }
  declare_all();
  for (std::uint32_t i = 0; i < r_.scenario.variables.size(); ++i) fill_variable(i);
  for (std::uint32_t i = 0; i < r_.scenario.objects.size(); ++i) fill_object(i);
  if (const JsonId node = member(0, "records"); node != kNone) fill_records(node);
  for (std::uint32_t i = 0; i < r_.procedures.size(); ++i) fill_procedure(procedure_nodes_[i], i);
  for (std::uint32_t i = 0; i < r_.scenario.threads.size(); ++i) fill_thread(r_.thread_nodes[i], i);
  declare_flags();
  find_recursion();
  r_.variable_uses.resize(r_.scenario.variables.size());
  r_.object_uses.resize(r_.scenario.objects.size());
}

void Sections::constants(JsonId node) {
  if (!want(node, JsonKind::kObject, "\"constants\" is an object: {\"limit\": 3}")) {
    return misdeclare(node);
  }
  for (const JsonId child : members(node)) {
    r_.stop.look();
    Constant constant;
    constant.name = std::string(r_.document[child].key);
    if (r_.document[child].kind == JsonKind::kInteger) {
      constant.value = r_.document[child].integer;
    } else {
      std::string message =
          "a constant is an integer of 64 bits signed: decimal digits, without quotes, point or "
          "exponent";
      if (r_.document[child].kind == JsonKind::kBoolean) {
        message += r_.document[child].boolean ? "; write 1 for true" : "; write 0 for false";
      }
      r_.problems.at_value(child, message);
    }
    for (const Override& each : overrides_) {
      if (each.name == constant.name) constant.value = each.value;
    }
    r_.scenario.constants.push_back(constant);
  }
}

void Sections::declare(JsonId place, bool at_key, std::string_view name, Symbol symbol) {
  r_.stop.look();
  std::string message;
  if (!is_identifier(name)) {
    message = in_quotes(name) + " is not a name: letters, digits and _, no digit first";
  } else if (is_reserved(name)) {
    message = in_quotes(name) + " is a word of the language; choose another name";
  } else if (!r_.names.declare(name, symbol)) {
    const Symbol& earlier = *r_.names.find(name);
    message = in_quotes(name) + " is " + std::string(describe(earlier)) +
              " already; everything but fields and locals shares one namespace";
  } else {
    return;
  }
  r_.misdeclared.insert(name);
  if (at_key) {
    r_.problems.at_key(place, message);
  } else {
    r_.problems.at_value(place, message);
  }
}

void Sections::declare_variables(JsonId section, bool atomic) {
  if (!want(section, JsonKind::kObject,
            "variables stand in an object, each with its first value: {\"x\": 0}")) {
    return misdeclare(section);
  }
  for (const JsonId child : members(section)) {
    Variable variable;
    variable.name = std::string(r_.document[child].key);
    variable.atomic = atomic;
    Symbol symbol{SymbolKind::kVariable, static_cast<std::uint32_t>(r_.scenario.variables.size()),
                  atomic, ObjectClass::kMutex};
    r_.scenario.variables.push_back(std::move(variable));
    r_.variable_nodes.push_back(child);
    declare(child, true, r_.document[child].key, symbol);
  }
}

void Sections::declare_family(JsonId place, bool at_key, std::string_view name,
                              ObjectClass object_class, JsonId size, bool array) {
  ObjectFamily family;
  family.object_class = object_class;
  family.name = std::string(name);
  const auto index = static_cast<std::uint32_t>(r_.scenario.objects.size());
  r_.scenario.objects.push_back(std::move(family));
  r_.object_nodes.push_back(place);
  family_sizes_.push_back(size);
  family_arrays_.push_back(array);
  declare(place, at_key, name, {SymbolKind::kObject, index, false, object_class});
}

// The names in a section that has another shape than it should have.
void Sections::misdeclare(JsonId section) {
  if (r_.document[section].kind == JsonKind::kString)
    r_.misdeclared.insert(r_.document[section].text);
  for (const JsonId child : r_.document.children(section)) {
    if (r_.document[child].is_member) r_.misdeclared.insert(r_.document[child].key);
    if (r_.document[child].kind == JsonKind::kString)
      r_.misdeclared.insert(r_.document[child].text);
  }
}

void Sections::declare_families(JsonId section, ObjectClass object_class) {
  if (!is_list_class(object_class)) {
    const std::string example = "an object: {\"name\": 1}";
    if (!want(section, JsonKind::kObject, in_quotes(r_.document[section].key) + " is " + example)) {
      return misdeclare(section);
    }
    for (const JsonId child : members(section)) {
      declare_family(child, true, r_.document[child].key, object_class, child, false);
    }
    return;
  }
  if (!want(section, JsonKind::kArray,
            in_quotes(r_.document[section].key) + " is a list of names: [\"a\", {\"many\": 5}]")) {
    return misdeclare(section);
  }
  for (const JsonId child : r_.document.children(section)) {
    if (r_.document[child].kind == JsonKind::kString) {
      declare_family(child, false, r_.document[child].text, object_class, kNone, false);
    } else if (r_.document[child].kind == JsonKind::kObject) {
      if (r_.document[child].count == 0) {
        r_.problems.at_value(child, "this object names nothing: {\"name\": how many}");
      }
      for (const JsonId each : members(child)) {
        declare_family(each, true, r_.document[each].key, object_class, each, true);
      }
    } else {
      r_.problems.at_value(child, "a name in quotes, or {\"name\": how many}, must stand here");
    }
  }
}

void Sections::declare_constants() {
  if (r_.scenario.constants.empty()) return;
  std::uint32_t index = 0;
  for (const JsonId node : members(member(0, "constants"))) {
    declare(node, true, r_.document[node].key, {SymbolKind::kConstant, index++, false, {}});
  }
}

void Sections::declare_all() {
  declare_constants();
  for (const char* section : {"shared", "atomics"}) {
    const JsonId node = member(0, section);
    if (node != kNone) declare_variables(node, section == std::string_view("atomics"));
  }
  for (const JsonId section : members(0)) {
    const std::string_view key = r_.document[section].key;
    if (const auto object_class = family_class(key)) declare_families(section, *object_class);
    if (key == "records") declare_each(section, &Sections::declare_record);
    if (key == "procedures") declare_each(section, &Sections::declare_procedure);
    if (key == "threads") declare_each(section, &Sections::declare_thread);
  }
  want_a_thread();
}

void Sections::declare_each(JsonId section, void (Sections::*declare_one)(JsonId)) {
  const std::string key = in_quotes(r_.document[section].key);
  if (!want(section, JsonKind::kObject, key + " is an object: {\"name\": ...}")) {
    return misdeclare(section);
  }
  for (const JsonId child : members(section)) (this->*declare_one)(child);
}

void Sections::declare_record(JsonId node) {
  const auto index = static_cast<std::uint32_t>(record_nodes_.size());
  record_nodes_.push_back(node);
  r_.scenario.records.push_back({std::string(r_.document[node].key), {}});
  declare(node, true, r_.document[node].key, {SymbolKind::kRecord, index, false, {}});
}

void Sections::declare_procedure(JsonId node) {
  const auto index = static_cast<std::uint32_t>(r_.procedures.size());
  procedure_nodes_.push_back(node);
  r_.procedures.emplace_back();
  r_.scenario.procedure_names.emplace_back(r_.document[node].key);
  declare(node, true, r_.document[node].key, {SymbolKind::kProcedure, index, false, {}});
}

void Sections::declare_thread(JsonId node) {
  const auto index = static_cast<std::uint32_t>(r_.thread_nodes.size());
  r_.thread_nodes.push_back(node);
  r_.scenario.threads.emplace_back().name = r_.document[node].key;
  r_.thread_bodies.emplace_back();
  declare(node, true, r_.document[node].key, {SymbolKind::kThread, index, false, {}});
}

void Sections::want_a_thread() {
  const JsonId threads = member(0, "threads");
  if (threads == kNone) {
    r_.problems.at_value(0, "\"threads\" is missing: \"threads\": {\"a\": [\"x = 1\"]}");
  } else if (r_.document[threads].kind == JsonKind::kObject && r_.document[threads].count == 0) {
    r_.problems.at_value(threads, "a scenario has at least one thread");
  }
}

void Sections::declare_flags() {
  std::vector<std::pair<JsonId, const OutlineStep*>> found;
  for (const OutlineStep& step : r_.outline.steps) {
    if (!step.is_block && !step.broken && step.statement.kind == StepKind::kFlag) {
      found.emplace_back(step.node, &step);
    }
  }
  std::sort(found.begin(), found.end());
  for (const auto& [node, step] : found) {
    const syntax::Word& name = step->statement.name;
    const auto wrong = [&, place = node](std::string message) {
      r_.problems.in_text(place, name.begin, name.end, std::move(message));
    };
    const Symbol* symbol = r_.names.find(name.text);
    if (symbol && symbol->kind == SymbolKind::kFlag) continue;
    if (symbol) {
      wrong(in_quotes(name.text) + " is " + std::string(describe(*symbol)) +
            " already; a flag needs a name of its own");
    } else if (is_reserved(name.text)) {
      wrong(in_quotes(name.text) + " is a word of the language; choose another name");
    } else if (is_finding_kind(name.text)) {
      wrong(in_quotes(name.text) + " is a kind of finding; a flag needs another name");
    } else {
      const auto index = static_cast<std::uint32_t>(r_.scenario.flags.size());
      r_.names.declare(name.text, {SymbolKind::kFlag, index, false, {}});
      r_.scenario.flags.emplace_back(name.text);
    }
  }
}

}  // namespace heddle::scenario
