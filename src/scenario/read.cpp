#include "scenario/read.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/deep_stack.h"
#include "scenario/read_json.h"
#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

// Lines and columns of all sources, in one walk through the file.
void place_sources(Reading& reading) {
  auto& sources = reading.scenario.sources;
  const auto begin = [&](std::size_t i) { return reading.document[reading.source_nodes[i]].begin; };
  std::vector<std::size_t> order(sources.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return begin(a) < begin(b); });
  LineCounter counter(reading.document.raw);
  for (const std::size_t i : order) {
    reading.stop.look();
    counter.go_to(begin(i));
    sources[i].line = counter.line();
    sources[i].column = counter.column();
  }
}

void resolve(Reading& reading) {
  for (std::uint32_t i = 0; i < reading.procedures.size() && !reading.too_large; ++i) {
    if (reading.procedures[i].node != kNone) Resolver(reading).check_procedure(i);
  }
  for (std::uint32_t i = 0; i < reading.scenario.threads.size() && !reading.too_large; ++i) {
    Resolver(reading).thread(i);
  }
  read_check(reading);
  read_expect(reading);
  if (reading.too_large && reading.problems.empty()) {
    reading.problems.at_value(0, "with procedures inlined the scenario is too large");
  }
}

Result<Scenario, Problems> read_all(std::string_view json, const std::vector<Override>& overrides,
                                    StopLooks& stop) {
  Document document;
  JsonError error;
  if (!parse_json(json, document, error, stop)) {
    document.raw = json;
    ProblemList problems(document);
    problems.at_bytes(error.begin, error.end, error.message);
    return problems.finish(stop);
  }
  Reading reading(document, stop);
  if (document[0].kind != JsonKind::kObject) {
    reading.problems.at_value(0, "a scenario is a JSON object: {\"name\": ..., \"threads\": ...}");
    return reading.problems.finish(stop);
  }
  Sections(reading, overrides).read();
  resolve(reading);
  if (!reading.problems.empty()) return reading.problems.finish(stop);
  place_sources(reading);
  add_warnings(reading);
  reading.scenario.meaning = canonical_text(reading);
  return std::move(reading.scenario);
}

}  // namespace

Result<Scenario, Problems> read(std::string_view json, const std::vector<Override>& overrides,
                                const ShouldStop& should_stop) {
  Result<Scenario, Problems> result{Problems()};
  try {
    on_deep_stack([&] {
      StopLooks stop(should_stop);
      result = read_all(json, overrides, stop);
    });
  } catch (const Stopped&) {
    return Problems();
  }
  return result;
}

}  // namespace heddle::scenario
