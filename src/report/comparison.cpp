#include "report/comparison.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "report/words.h"

namespace heddle::report {
namespace {

using Names = std::vector<std::string>;

// Those of `names` that are among `others`, or that are not.
Names chosen(const Names& names, const Names& others, bool among) {
  const std::set<std::string> known(others.begin(), others.end());
  Names result;
  for (const std::string& name : names)
    if (known.contains(name) == among) result.push_back(name);
  return result;
}
Names common(const Names& a, const Names& b) { return chosen(a, b, true); }
Names only(const Names& a, const Names& b) { return chosen(a, b, false); }

Count added(const Count& a, const Count& b) {
  if (!a || !b) return std::nullopt;
  if (!is_number(a) || !is_number(b)) return "unbounded";
  using Number = boost::multiprecision::cpp_int;
  return Number(Number(*a) + Number(*b)).str();
}

bool differ(const Count& a, const Count& b) { return a && b && *a != *b; }

// Which searches have seen everything.
struct Completeness {
  bool before = false;
  bool after = false;
};

Mark mark_of(const Part& before, const Part& after, const Completeness& complete) {
  if (before.there && after.there)
    return differ(before.interleavings, after.interleavings) ? Mark::kNumber : Mark::kSame;
  if (before.there) return complete.after ? Mark::kGone : Mark::kOpen;
  return complete.before ? Mark::kNew : Mark::kOpen;
}

// What two outcomes are compared by. Of a variable first how many cells it has, then the cells;
// flags as their places in the list of those that both reports have.
struct Key {
  std::string end;
  std::vector<std::int64_t> values;
  std::vector<std::size_t> flags;

  bool operator<(const Key& other) const {
    return std::tie(end, values, flags) < std::tie(other.end, other.values, other.flags);
  }
};

class OutcomeMatcher {
 public:
  OutcomeMatcher(const Report& before, const Report& after)
      : variables_(common(before.variables, after.variables)),
        flags_(common(before.flags, after.flags)) {
    add(before, &ComparedOutcome::before);
    add(after, &ComparedOutcome::after);
  }

  std::vector<ComparedOutcome> take(const Completeness& complete) {
    std::vector<ComparedOutcome> list;
    list.reserve(found_.size());
    for (auto& [key, one] : found_) {
      one.mark = mark_of(one.before, one.after, complete);
      list.push_back(std::move(one));
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.mark < b.mark; });
    return list;
  }

 private:
  void add(const Report& report, Part ComparedOutcome::*side) {
    if (report.outcomes.empty()) return;
    const auto places = places_in(report.outcomes.front());
    for (const Outcome& one : report.outcomes) add(one, places, side);
  }

  // Where the variables that both have stand among the values.
  std::vector<std::size_t> places_in(const Outcome& outcome) const {
    std::map<std::string, std::size_t> all;
    for (const NamedValue& value : outcome.values) all.emplace(value.name, all.size());
    std::vector<std::size_t> places;
    for (const std::string& name : variables_)
      if (const auto at = all.find(name); at != all.end()) places.push_back(at->second);
    return places;
  }

  void add(const Outcome& outcome, const std::vector<std::size_t>& places,
           Part ComparedOutcome::*side) {
    ComparedOutcome entry{Mark::kSame, outcome.end, values_at(places, outcome), {}, {}, {}};
    entry.flags = common(flags_, outcome.flags);
    ComparedOutcome& one = found_.try_emplace(key_of(entry), std::move(entry)).first->second;
    Part& part = one.*side;
    if (part.there) {
      part.interleavings = added(part.interleavings, outcome.interleavings);
    } else {
      part = {true, outcome.interleavings, outcome.seed};
    }
  }

  // The values of what both have, all in one order. Pointers are numbered anew by first appearance,
  // so that they do not depend on what was left out.
  static std::vector<NamedValue> values_at(const std::vector<std::size_t>& places,
                                           const Outcome& outcome) {
    std::vector<NamedValue> values;
    std::map<std::int64_t, std::int64_t> numbers;
    for (const std::size_t place : places) {
      values.push_back(outcome.values[place]);
      for (Cell& cell : values.back().cells) {
        if (!cell.pointer || cell.value == 0) continue;
        const auto next = static_cast<std::int64_t>(numbers.size()) + 1;
        cell.value = numbers.try_emplace(cell.value, next).first->second;
      }
    }
    return values;
  }

  Key key_of(const ComparedOutcome& entry) const {
    Key key{entry.end, {}, {}};
    for (const NamedValue& value : entry.values) {
      key.values.push_back(value.array ? static_cast<std::int64_t>(value.cells.size()) : 0);
      for (const Cell& cell : value.cells) {
        key.values.push_back(cell.pointer ? 1 : 0);
        key.values.push_back(cell.value);
      }
    }
    for (const std::string& flag : entry.flags)
      key.flags.push_back(
          static_cast<std::size_t>(std::find(flags_.begin(), flags_.end(), flag) - flags_.begin()));
    return key;
  }

  Names variables_;
  Names flags_;
  std::map<Key, ComparedOutcome> found_;
};

std::vector<ComparedFinding> matched_findings(const Report& before, const Report& after,
                                              const Completeness& complete) {
  std::vector<ComparedFinding> list;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  const auto add = [&](const Finding& finding, Part ComparedFinding::*side) {
    const auto key = std::pair(finding.kind, finding.name.value_or(""));
    const auto [at, is_new] = places.try_emplace(key, list.size());
    if (is_new) list.push_back({Mark::kSame, finding.kind, finding.name, "", {}, {}});
    list[at->second].message = finding.message;
    list[at->second].*side = {true, finding.interleavings, finding.seed};
  };
  for (const Finding& finding : before.findings) add(finding, &ComparedFinding::before);
  for (const Finding& finding : after.findings) add(finding, &ComparedFinding::after);
  for (ComparedFinding& one : list) one.mark = mark_of(one.before, one.after, complete);
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.mark < b.mark; });
  return list;
}

// Whether nothing that was compared is different. Requires: both searches are complete.
bool all_equal(const Comparison& comparison) {
  const auto same = [](const auto& one) { return one.mark == Mark::kSame; };
  const Report& before = comparison.before.report;
  const Report& after = comparison.after.report;
  return before.verdict == after.verdict &&
         !differ(before.exploration.interleavings, after.exploration.interleavings) &&
         std::all_of(comparison.outcomes.begin(), comparison.outcomes.end(), same) &&
         std::all_of(comparison.findings.begin(), comparison.findings.end(), same);
}

}  // namespace

Comparison compare(Report before, Report after) {
  const Completeness complete{before.exploration.complete, after.exploration.complete};
  Comparison comparison;
  comparison.outcomes = OutcomeMatcher(before, after).take(complete);
  comparison.findings = matched_findings(before, after, complete);
  comparison.before.variables = only(before.variables, after.variables);
  comparison.before.flags = only(before.flags, after.flags);
  comparison.after.variables = only(after.variables, before.variables);
  comparison.after.flags = only(after.flags, before.flags);
  comparison.before.report = std::move(before);
  comparison.after.report = std::move(after);
  if (!complete.before || !complete.after) {
    comparison.result = Comparison::Result::kIncomplete;
  } else if (!all_equal(comparison)) {
    comparison.result = Comparison::Result::kDifferent;
  }
  return comparison;
}

}  // namespace heddle::report
