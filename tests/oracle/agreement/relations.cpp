// How findings and outcomes stand to each other and to serial orders.
#include <algorithm>
#include <map>
#include <tuple>

#include "oracle/agreement/compare.h"

namespace heddle::oracle {

namespace {

// Kinds in the order in which a report lists them.
const std::vector<std::string> kKinds = {"flag",
                                         "invariant",
                                         "final",
                                         "assertion",
                                         "use-after-free",
                                         "double-free",
                                         "null-dereference",
                                         "out-of-bounds",
                                         "overflow",
                                         "division-by-zero",
                                         "misuse",
                                         "deadlock",
                                         "livelock",
                                         "not-serializable",
                                         "nondeterministic",
                                         "lost-update",
                                         "leak",
                                         "data-race"};

template <class Items, class Test>
std::uint64_t index_of(const Items& items, const Test& test) {
  return static_cast<std::uint64_t>(std::find_if(items.begin(), items.end(), test) - items.begin());
}

// Where findings stand in a report.
class Ranks {
 public:
  explicit Ranks(const scenario::Scenario& scenario) : scenario_(scenario) {
    for (const auto& thread : scenario.threads) note(thread.body);
  }

  using Rank = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::string>;
  Rank of(const FindingName& name) const {
    const std::string& kind = name.first;
    const std::string& text = name.second;
    const auto of_kind = index_of(kKinds, [&](const auto& each) { return each == kind; });
    const auto named = [&](const auto& each) { return each.text == text; };
    if (kind == "flag")
      return {of_kind, index_of(scenario_.flags, [&](const auto& each) { return each == text; }), 0,
              ""};
    if (kind == "invariant") return {of_kind, index_of(scenario_.check.always, named), 0, ""};
    if (kind == "final") return {of_kind, index_of(scenario_.check.finally, named), 0, ""};
    if (kind == "deadlock") return {of_kind, 0, 0, text};
    if (kind == "lost-update" || kind == "data-race") return {of_kind, memory(text), 0, ""};
    if (kind == "leak")
      return {of_kind,
              index_of(scenario_.records, [&](const auto& each) { return each.name == text; }), 0,
              ""};
    const auto place = places_.find({kind == "assertion" ? kind : "", text});
    if (place == places_.end()) return {of_kind, 0, 0, ""};
    return {of_kind, place->second.first, place->second.second, ""};
  }

 private:
  using Place = std::pair<std::uint64_t, std::uint64_t>;  // line and column

  // Variables, then fields record by record.
  std::uint64_t memory(const std::string& text) const {
    std::vector<std::string> names;
    for (const auto& variable : scenario_.variables) names.push_back(variable.name);
    for (const auto& record : scenario_.records)
      for (const auto& field : record.fields) names.push_back(record.name + "." + field.name);
    return index_of(names, [&](const auto& each) { return each == text; });
  }

  void note(const std::vector<scenario::Step>& steps) {
    for (const auto& step : steps) {
      const auto& source = scenario_.sources[step.source];
      const Place place{source.line, source.column};
      places_[{"", source.pointer}] = place;
      const bool asserts =
          step.kind == scenario::StepKind::kAssert || step.kind == scenario::StepKind::kFail;
      if (asserts) {
        const auto& name = step.text.empty() ? source.pointer : step.text;
        const auto [known, added] = places_.try_emplace({"assertion", name}, place);
        known->second = std::min(known->second, place);
      }
      note(step.body);
      note(step.otherwise);
    }
  }

  const scenario::Scenario& scenario_;
  std::map<std::pair<std::string, std::string>, Place> places_;
};

std::string text_of(const std::optional<bool>& value) {
  return !value ? "null" : *value ? "true" : "false";
}

std::string text_of(const std::optional<std::vector<std::string>>& order) {
  if (!order) return "null";
  std::string text = "[";
  for (const auto& unit : *order) text += (text.size() > 1 ? ", " : "") + unit;
  return text + "]";
}

class Relations {
 public:
  Relations(const scenario::Scenario& scenario, const Result& oracle, const report::Report& report)
      : scenario_(scenario), oracle_(oracle), report_(report) {}

  Differences check() {
    check_order();
    for (const auto& finding : report_.findings) check_finding(finding);
    std::map<std::string, const FoundOutcome*> expected;
    for (const auto& [outcome, found] : oracle_.outcomes)
      expected[oracle::text_of(scenario_, outcome)] = &found;
    for (const auto& outcome : report_.outcomes) {
      const auto found = expected.find(oracle::text_of(outcome));
      if (found != expected.end()) check_outcome(*found->second, outcome);
    }
    return std::move(differences_);
  }

 private:
  void equal(const std::string& what, const std::string& expected, const std::string& got) {
    if (expected != got) differences_.push_back(what + ": expected " + expected + ", got " + got);
  }

  void check_order() {
    const Ranks ranks(scenario_);
    for (std::size_t i = 1; i < report_.findings.size(); ++i) {
      const auto before = name_of(report_.findings[i - 1]);
      const auto after = name_of(report_.findings[i]);
      if (ranks.of(after) < ranks.of(before))
        differences_.push_back(oracle::text_of(after) + " stands behind " +
                               oracle::text_of(before));
    }
  }

  void check_finding(const report::Finding& finding) {
    const auto name = name_of(finding);
    const auto what = " of " + oracle::text_of(name);
    const auto found = oracle_.findings.find(name);
    const bool counted = finding.countable && found != oracle_.findings.end();
    equal("serial" + what, text_of(counted ? found->second.serial : std::nullopt),
          text_of(finding.serial));
    const auto company = oracle_.company.find(name);
    const Company none;
    const auto& known = company == oracle_.company.end() ? none : company->second;
    equal("within" + what, indexes(known.within), indexes_of(finding.within));
    const auto first =
        std::find_if(report_.findings.begin(), report_.findings.end(),
                     [&](const auto& other) { return known.same.count(name_of(other)) != 0; });
    const auto index = static_cast<std::size_t>(first - report_.findings.begin());
    const bool is_first = known.same.empty() || &*first == &finding;
    equal("same_as" + what, is_first ? "null" : std::to_string(index),
          finding.same_as ? std::to_string(*finding.same_as) : "null");
  }

  std::string indexes(const std::set<FindingName>& names) const {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < report_.findings.size(); ++i)
      if (names.count(name_of(report_.findings[i])) != 0) result.push_back(i);
    return indexes_of(result);
  }

  static std::string indexes_of(const std::vector<std::size_t>& list) {
    std::string text;
    for (const auto index : list) text += " " + std::to_string(index);
    return text;
  }

  void check_outcome(const FoundOutcome& expected, const report::Outcome& outcome) {
    const auto what = " of outcome " + oracle::text_of(outcome);
    equal("serial" + what, text_of(expected.serial), text_of(outcome.serial));
    equal("serial_order" + what, text_of(expected.serial_order), text_of(outcome.serial_order));
    std::string wanted;
    std::string got;
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      const auto found = expected.findings.find(name_of(report_.findings[i]));
      if (found == expected.findings.end()) continue;
      const auto count =
          oracle_.unbounded ? std::string("unbounded") : std::to_string(found->second);
      wanted += " " + std::to_string(i) + ":" + count;
    }
    for (const auto& share : outcome.findings)
      got += " " + std::to_string(share.index) + ":" + share.interleavings.value_or("null");
    equal("findings" + what, wanted, got);
  }

  const scenario::Scenario& scenario_;
  const Result& oracle_;
  const report::Report& report_;
  Differences differences_;
};

}  // namespace

Differences compare_relations(const scenario::Scenario& scenario, const Result& oracle,
                              const report::Report& report) {
  return Relations(scenario, oracle, report).check();
}

}  // namespace heddle::oracle
