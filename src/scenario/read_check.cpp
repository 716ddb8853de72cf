// `check` and `expect`.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "scenario/finding_names.h"
#include "scenario/grammar.h"
#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

class CheckReader {
 public:
  explicit CheckReader(Reading& reading) : r_(reading), names_(reading) {}
  void check(JsonId node);
  void entry(std::string_view key, JsonId node);
  void wish(bool& value, JsonId node);
  void expect(JsonId node);

 private:
  void never(JsonId node);
  void conditions(JsonId node, std::vector<Condition>& result);
  void ignore(JsonId node);
  void findings(JsonId node);
  bool can_be_reported(JsonId child, const Expected& entry);
  void interleavings(JsonId node);
  std::optional<Expected> entry(JsonId node);
  void no_mixed_forms(const std::vector<JsonId>& nodes, const std::vector<Expected>& entries);
  bool unknown_key(JsonId child, const std::vector<std::string_view>& keys);

  Reading& r_;
  FindingNames names_;
  std::set<std::uint32_t> never_;  // flags of `never`, and entries of `ignore`, for `expect`
  std::set<std::pair<std::string, std::optional<std::string>>> ignored_;
};

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin));
}

JsonId find(const Document& document, JsonId object, std::string_view key) {
  for (JsonId child = document[object].first; child != kNone; child = document[child].next) {
    if (document[child].key == key) return child;
  }
  return kNone;
}

bool CheckReader::unknown_key(JsonId child, const std::vector<std::string_view>& keys) {
  const std::string_view key = r_.document[child].key;
  if (std::find(keys.begin(), keys.end(), key) != keys.end()) return false;
  std::string message = "unknown key " + in_quotes(key);
  const std::string near = did_you_mean(key, keys);
  message += near;
  if (near.empty()) {
    message += "; known here:";
    for (const std::string_view each : keys) message += " " + std::string(each);
  }
  r_.problems.at_key(child, message);
  return true;
}

// ---- check --------------------------------------------------------------------------------------

void CheckReader::check(JsonId node) {
  const std::vector<std::string_view> keys = {"never",         "always", "finally", "serializable",
                                              "deterministic", "leaks",  "ignore"};
  if (r_.document[node].kind != JsonKind::kObject) {
    r_.problems.at_value(node, "\"check\" is an object: {\"never\": [...], \"finally\": {...}}");
    return;
  }
  std::set<std::string_view> seen;
  for (const JsonId child : r_.document.children(node)) {
    const std::string_view key = r_.document[child].key;
    if (seen.insert(key).second && !unknown_key(child, keys)) entry(key, child);
  }
  if (const JsonId child = find(r_.document, node, "ignore"); child != kNone) ignore(child);
}

// One entry of "check"; "ignore" waits until the others are known.
void CheckReader::entry(std::string_view key, JsonId node) {
  Check& check = r_.scenario.check;
  if (key == "never") never(node);
  if (key == "always") conditions(node, check.always);
  if (key == "finally") conditions(node, check.finally);
  if (key == "serializable") wish(check.serializable, node);
  if (key == "deterministic") wish(check.deterministic, node);
  if (key == "leaks") wish(check.leaks, node);
}

void CheckReader::wish(bool& value, JsonId node) {
  const JsonNode& json = r_.document[node];
  if (json.kind != JsonKind::kBoolean) {
    r_.problems.at_value(node, in_quotes(json.key) + " is true or false, without quotes");
  }
  value = json.boolean;
}

void CheckReader::never(JsonId node) {
  if (r_.document[node].kind != JsonKind::kArray) {
    r_.problems.at_value(node, "\"never\" is a list of flags: [\"overdraft\"]");
    return;
  }
  std::vector<std::string_view> flags(r_.scenario.flags.begin(), r_.scenario.flags.end());
  std::set<std::uint32_t> seen;
  for (const JsonId child : r_.document.children(node)) {
    r_.stop.look();
    const JsonNode& json = r_.document[child];
    if (json.kind != JsonKind::kString) {
      r_.problems.at_value(child, "the name of a flag in quotes must stand here");
      continue;
    }
    const Symbol* symbol = r_.names.find(json.text);
    if (!symbol || symbol->kind != SymbolKind::kFlag) {
      std::string message = "no statement raises a flag " + in_quotes(json.text);
      if (is_finding_kind(json.text)) {
        message =
            in_quotes(json.text) + " is a kind of finding and on anyway; \"never\" lists flags";
      }
      r_.problems.at_value(child, message + did_you_mean(json.text, flags));
    } else if (seen.insert(symbol->index).second) {
      r_.scenario.check.never.push_back(symbol->index);
    }
  }
}

void CheckReader::conditions(JsonId node, std::vector<Condition>& result) {
  const std::string key(r_.document[node].key);
  if (r_.document[node].kind != JsonKind::kObject) {
    std::string message = in_quotes(key) + " gives each expression a text: ";
    const bool text = r_.document[node].kind == JsonKind::kString;
    message += "{\"what must hold\": \"" +
               std::string(text ? r_.document[node].text.substr(0, 60) : "x == 1") + "\"}";
    r_.problems.at_value(node, message);
    return;
  }
  std::set<std::string_view> seen;
  for (const JsonId child : r_.document.children(node)) {
    r_.stop.look();
    if (!seen.insert(r_.document[child].key).second) continue;
    if (r_.document[child].kind != JsonKind::kString) {
      r_.problems.at_value(child, "an expression in quotes must stand here: \"x == 1\"");
      continue;
    }
    Condition condition;
    condition.text = std::string(r_.document[child].key);
    const std::string_view text = r_.document[child].text;
    condition.expression = trimmed(text.substr(0, syntax::comment_begin(text)));
    condition.value = Resolver(r_).condition(child);
    Source source;
    source.pointer = r_.document.pointer(child);
    source.text = condition.expression;
    source.statement = trimmed(text);
    condition.source = static_cast<std::uint32_t>(r_.scenario.sources.size());
    r_.scenario.sources.push_back(std::move(source));
    r_.source_nodes.push_back(child);
    result.push_back(std::move(condition));
  }
}

void CheckReader::ignore(JsonId node) {
  if (r_.document[node].kind != JsonKind::kArray) {
    r_.problems.at_value(node,
                         "\"ignore\" is a list of kinds: [\"data-race\", \"data-race hits\"]");
    return;
  }
  for (const JsonId child : r_.document.children(node)) {
    auto read = entry(child);
    if (!read) continue;
    const Symbol* symbol = r_.names.find(read->kind);
    if (symbol && symbol->kind == SymbolKind::kFlag) {
      r_.problems.at_value(child, in_quotes(read->kind) +
                                      " is a flag; one that \"never\" does not list is no finding");
      continue;
    }
    r_.scenario.check.ignore.push_back(std::move(*read));
  }
}

// ---- Entries ------------------------------------------------------------------------------------

// "kind", "kind name" or a flag.
std::optional<Expected> CheckReader::entry(JsonId node) {
  r_.stop.look();
  const JsonNode& json = r_.document[node];
  if (json.kind != JsonKind::kString) {
    r_.problems.at_value(node, "a kind of finding in quotes must stand here: \"lost-update\"");
    return std::nullopt;
  }
  const std::string_view text = json.text;
  const std::size_t space = text.find(' ');
  const std::string_view kind = text.substr(0, space);
  if (is_finding_kind(kind)) {
    if (space == std::string_view::npos) return Expected{std::string(kind), std::nullopt};
    const std::string_view name = text.substr(space + 1);
    const std::string wrong = names_.refuse(kind, name);
    if (wrong.empty()) return Expected{std::string(kind), std::string(name)};
    r_.problems.at_value(node, wrong);
    return std::nullopt;
  }
  const Symbol* symbol = r_.names.find(text);
  if (symbol && symbol->kind == SymbolKind::kFlag) return Expected{std::string(text), std::nullopt};
  if (text == "race-free") {
    r_.problems.at_value(node, "\"race-free\" stands alone: \"expect\": \"race-free\", or []");
    return std::nullopt;
  }
  std::string message = "neither a kind of finding nor a flag is called " + in_quotes(kind);
  std::vector<std::string_view> near = finding_kinds();
  near.push_back("race-free");
  near.insert(near.end(), r_.scenario.flags.begin(), r_.scenario.flags.end());
  const bool race_free = nearest(kind, near) == "race-free";
  message += race_free ? "; did you mean \"expect\": \"race-free\"?" : did_you_mean(kind, near);
  r_.problems.at_value(node, message);
  return std::nullopt;
}

void CheckReader::no_mixed_forms(const std::vector<JsonId>& nodes,
                                 const std::vector<Expected>& entries) {
  std::map<std::string_view, bool> named;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto [found, added] = named.try_emplace(entries[i].kind, entries[i].name.has_value());
    if (added || found->second == entries[i].name.has_value()) continue;
    r_.problems.at_value(nodes[i],
                         in_quotes(entries[i].kind) +
                             " stands for all of its names; give it alone, or only named ones");
  }
}

// ---- expect -------------------------------------------------------------------------------------

void CheckReader::expect(JsonId node) {
  const Check& check = r_.scenario.check;
  never_.insert(check.never.begin(), check.never.end());
  for (const Expected& each : check.ignore) ignored_.emplace(each.kind, each.name);
  r_.scenario.expect.written = true;
  if (r_.document[node].kind != JsonKind::kObject) return findings(node);
  std::set<std::string_view> seen;
  for (const JsonId child : r_.document.children(node)) {
    const std::string_view key = r_.document[child].key;
    if (!seen.insert(key).second || unknown_key(child, {"findings", "interleavings"})) continue;
    if (key == "findings") {
      findings(child);
    } else {
      interleavings(child);
    }
  }
  if (!seen.contains("findings")) {
    r_.problems.at_value(node,
                         "\"findings\" is missing: {\"findings\": \"race-free\", "
                         "\"interleavings\": \"6\"}");
  }
}

void CheckReader::interleavings(JsonId node) {
  const JsonNode& json = r_.document[node];
  const bool digits = json.kind == JsonKind::kString && !json.text.empty() &&
                      json.text.front() != '0' &&
                      json.text.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits || (json.kind == JsonKind::kString && json.text == "unbounded")) {
    r_.scenario.expect.interleavings = std::string(json.text);
    return;
  }
  const std::string example(json.kind == JsonKind::kInteger ? json.text : "6");
  r_.problems.at_value(
      node, "\"interleavings\" is a number in quotes, or \"unbounded\": " + in_quotes(example));
}

// Whether an entry of `expect` can be reported at all; says why not.
bool CheckReader::can_be_reported(JsonId child, const Expected& entry) {
  const Symbol* symbol = r_.names.find(entry.kind);
  const bool flag = symbol && symbol->kind == SymbolKind::kFlag && !is_finding_kind(entry.kind);
  const bool listed = flag && never_.contains(symbol->index);
  const bool ignored = ignored_.contains(std::pair(entry.kind, std::optional<std::string>())) ||
                       ignored_.contains(std::pair(entry.kind, entry.name));
  if (flag && !listed) {
    r_.problems.at_value(
        child, "the flag " + in_quotes(entry.kind) + " is no finding: \"never\" does not list it");
  } else if (ignored) {
    r_.problems.at_value(child,
                         in_quotes(entry.kind) + " is ignored by `check`, so it is never reported");
  } else {
    return true;
  }
  return false;
}

void CheckReader::findings(JsonId node) {
  const JsonNode& json = r_.document[node];
  if (json.kind == JsonKind::kString && json.text == "race-free") return;
  if (json.kind != JsonKind::kArray) {
    std::string message = "\"race-free\" or a list of kinds of findings and flags must stand here";
    if (json.kind == JsonKind::kString) {
      message += json.text.find_first_of(" _") == std::string_view::npos &&
                         (is_finding_kind(json.text) || r_.names.find(json.text))
                     ? ": [" + in_quotes(json.text) + "]"
                     : did_you_mean(json.text, {"race-free"});
    }
    r_.problems.at_value(node, message);
    return;
  }
  std::vector<JsonId> nodes;
  std::vector<Expected> entries;
  for (const JsonId child : r_.document.children(node)) {
    auto read = entry(child);
    if (!read) continue;
    if (!can_be_reported(child, *read)) continue;
    nodes.push_back(child);
    entries.push_back(std::move(*read));
  }
  no_mixed_forms(nodes, entries);
  r_.scenario.expect.findings = std::move(entries);
}

}  // namespace

void read_check(Reading& reading) {
  const JsonId node = find(reading.document, 0, "check");
  if (node != kNone) CheckReader(reading).check(node);
}

void read_expect(Reading& reading) {
  const JsonId node = find(reading.document, 0, "expect");
  if (node != kNone) CheckReader(reading).expect(node);
}

}  // namespace heddle::scenario
