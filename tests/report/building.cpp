#include "report/building.h"

namespace heddle::test {

using namespace report;  // NOLINT: this file only builds its types

Step step(const std::string& thread, const std::string& pointer, std::uint32_t line,
          const std::string& statement, const std::string& access,
          std::optional<std::int64_t> value) {
  Step result;
  result.thread = thread;
  result.pointer = pointer;
  result.line = line;
  result.column = line > 0 ? 7 : 0;
  if (!statement.empty()) result.statement = statement;
  result.source = statement;
  result.access = access;
  if (value) result.value = Cell{*value, false};
  return result;
}

NamedValue integer(const std::string& name, std::int64_t value) {
  return {name, false, {{value, false}}};
}

Change change(const std::string& memory, std::int64_t before, std::int64_t after) {
  return {memory, {before, false}, {after, false}};
}

Outcome outcome(const std::string& end, std::vector<NamedValue> values, const std::string& count,
                const std::string& seed) {
  Outcome result;
  result.end = end;
  result.values = std::move(values);
  if (!count.empty()) result.interleavings = count;
  result.seed = seed;
  return result;
}

Endpoint endpoint(const std::string& thread, const std::string& pointer, const std::string& access,
                  std::uint32_t occurrence) {
  return {thread, pointer, occurrence, false, access};
}

Ordering ordering(const std::string& interleavings, const std::string& seed,
                  std::vector<Pair> pairs) {
  Ordering result;
  result.interleavings = interleavings;
  result.adds = interleavings;
  result.seed = seed;
  result.pairs = std::move(pairs);
  return result;
}

Pair pair(const Endpoint& before, const Endpoint& after) { return {before, after, {}}; }

Finding finding(const std::string& kind, const std::string& name, const std::string& message,
                const Count& interleavings, const std::string& seed) {
  Finding result;
  result.kind = kind;
  if (!name.empty()) result.name = name;
  result.message = message;
  result.interleavings = interleavings;
  result.countable = interleavings.has_value();
  result.seed = seed;
  result.fewest = true;
  return result;
}

std::string plain(const Line& line) {
  std::string text;
  for (const Span& span : line)
    text += span.style == Style::kBold ? "*" + span.text + "*" : span.text;
  return text;
}

Exploration explored(const std::string& interleavings, std::uint64_t states) {
  Exploration done;
  done.strategy = "stateful";
  done.complete = true;
  if (!interleavings.empty()) done.interleavings = interleavings;
  done.states = states;
  done.transitions = states;
  return done;
}

}  // namespace heddle::test
