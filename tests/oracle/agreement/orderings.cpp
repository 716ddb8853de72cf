// The conditions of a report are claims about all interleavings: here they are tried on each.
#include <algorithm>
#include <tuple>

#include "oracle/agreement/compare.h"

namespace heddle::oracle {

namespace {

Side side_of(const report::Endpoint& endpoint) {
  return {{endpoint.thread, endpoint.step, endpoint.occurrence, endpoint.access}, endpoint.last};
}

Part part_of(const report::Pair& pair) {
  Part part{side_of(pair.before), side_of(pair.after), {}};
  if (pair.choice)
    part.choice = Choice{pair.choice->thread, pair.choice->step, pair.choice->occurrence,
                         pair.choice->alternative};
  return part;
}

Alternative alternative_of(const report::Ordering& ordering) {
  Alternative alternative{{}, ordering.exchanged, ordering.rounds};
  for (const auto& pair : ordering.pairs) alternative.parts.push_back(part_of(pair));
  return alternative;
}

std::string text_of(const Side& side) {
  const auto& event = side.event;
  return event.thread + " " + event.pointer + " " + event.access + " " +
         (side.last ? "last" : std::to_string(event.occurrence));
}

std::string text_of(const Part& part) {
  if (!part.choice) return text_of(part.before) + " before " + text_of(part.after);
  const auto& choice = *part.choice;
  return choice.thread + " " + choice.pointer + " chooses " + std::to_string(choice.alternative) +
         " at " + std::to_string(choice.occurrence);
}

bool same(const Part& a, const Part& b) { return text_of(a) == text_of(b); }

// What a report says of one finding.
class FindingClaims {
 public:
  FindingClaims(const Judge& judge, const report::Finding& finding)
      : judge_(judge), finding_(finding), name_(name_of(finding)), has_(judge.having(name_)) {}

  Differences check() {
    Subset covered(has_.size(), false);
    for (const auto& ordering : finding_.orderings) {
      const auto subset = check_ordering(ordering);
      const auto both = unite(covered, subset);
      equal("adds", count(both) - count(covered), ordering.adds);
      if (both == covered) differ("an alternative that adds nothing");
      covered = both;
    }
    if (!finding_.orderings.empty()) equal("covered", count(covered), finding_.covered);
    for (const auto& pair : finding_.only_when) check_necessary(part_of(pair));
    const bool always = count(has_) == has_.size();
    if (always && (finding_.orderings.size() != 1 || !finding_.orderings[0].pairs.empty()))
      differ("every interleaving has it, but that is not said");
    return std::move(differences_);
  }

 private:
  Subset check_ordering(const report::Ordering& ordering) {
    const auto alternative = alternative_of(ordering);
    for (const auto& part : alternative.parts) check_names(part);
    const auto subset = judge_.respecting(alternative);
    if (count(subset) == 0) differ("no interleaving respects it");
    if (!contains(has_, subset)) {
      std::string text = "not each that respects it has the finding:";
      for (const auto& part : alternative.parts) text += " [" + text_of(part) + "]";
      differ(text);
    }
    equal("interleavings", count(subset), ordering.interleavings);
    if (const auto part = judge_.superfluous(alternative, name_))
      differ("can be left out: " + text_of(alternative.parts[*part]));
    return subset;
  }

  void check_names(const Part& part) {
    if (part.choice) {
      if (!judge_.is_known(*part.choice)) differ("nobody makes the choice: " + text_of(part));
      return;
    }
    for (const auto* side : {&part.before, &part.after})
      if (!side->last && !judge_.is_known(side->event))
        differ("no interleaving has " + text_of(*side));
  }

  // Every interleaving with the finding respects it, and not every one without.
  void check_necessary(const Part& part) {
    check_names(part);
    const auto subset = judge_.respecting(part);
    if (!contains(subset, has_)) differ("not only when: " + text_of(part));
    if (count(unite(has_, subset)) == count(unite(has_, Subset(has_.size(), true))))
      differ("only when, but always so: " + text_of(part));
    if (finding_.orderings.size() != 1) return;
    const auto exact = alternative_of(finding_.orderings[0]);
    if (judge_.respecting(exact) != has_) return;
    for (const auto& other : exact.parts)
      if (same(part, other)) differ("only when, said already: " + text_of(part));
  }

  void equal(const std::string& what, std::uint64_t expected, const report::Count& got) {
    if (got != std::to_string(expected))
      differ("expected " + what + " " + std::to_string(expected) + ", got " + got.value_or("null"));
  }

  void differ(const std::string& text) {
    differences_.push_back("condition of " + oracle::text_of(name_) + ": " + text);
  }

  const Judge& judge_;
  const report::Finding& finding_;
  FindingName name_;
  Subset has_;
  Differences differences_;
};

}  // namespace

Differences compare_orderings(const scenario::Scenario& scenario, const Result& oracle,
                              const report::Report& report) {
  Differences differences;
  const Judge judge(scenario, oracle);
  for (const auto& finding : report.findings) {
    const auto name = name_of(finding);
    if (!finding.countable && !finding.orderings.empty())
      differences.push_back("a condition of " + text_of(name));
    if (oracle.unbounded || !finding.countable || oracle.findings.count(name) == 0) continue;
    if (finding.orderings.empty() && finding.orderings_note.empty())
      differences.push_back("no condition of " + text_of(name) + ", and no word why");
    for (auto& difference : FindingClaims(judge, finding).check())
      differences.push_back(std::move(difference));
  }
  return differences;
}

Subset respecting(const scenario::Scenario& scenario, const Result& oracle,
                  const report::Ordering& ordering) {
  return Judge(scenario, oracle).respecting(alternative_of(ordering));
}

void count_explained(const report::Report& report, Explained& explained) {
  for (const auto& finding : report.findings) {
    if (!finding.countable || !finding.interleavings || finding.interleavings == "unbounded")
      continue;
    ++explained.findings;
    if (finding.covered == finding.interleavings) ++explained.exactly;
  }
}

}  // namespace heddle::oracle
