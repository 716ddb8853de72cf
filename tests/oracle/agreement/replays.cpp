// Seeds and numbers bring back what they stand for.
#include <algorithm>
#include <map>
#include <set>

#include "inquiry/inquiry.h"
#include "oracle/agreement/compare.h"

namespace heddle::oracle {

namespace {

// One text for the accesses of an interleaving, in their order.
std::string key_of(const Result& oracle, const Interleaving& interleaving) {
  std::string key;
  for (const auto id : interleaving.events) {
    const auto& event = oracle.events[id];
    key += event.thread + " " + event.pointer + " " + event.access + "\n";
  }
  return key;
}

std::string key_of(const report::Replay& replay) {
  std::string key;
  for (const auto& step : replay.steps)
    if (!step.thread.empty()) key += step.thread + " " + step.pointer + " " + step.access + "\n";
  return key;
}

std::string outcome_of(const report::Replay& replay) {
  return replay.report.outcomes.size() == 1 ? text_of(replay.report.outcomes[0])
                                            : "no single outcome";
}

bool has(const report::Replay& replay, const FindingName& finding) {
  return std::any_of(replay.report.findings.begin(), replay.report.findings.end(),
                     [&](const auto& found) { return name_of(found) == finding; });
}

class Replays {
 public:
  Replays(const scenario::Scenario& scenario, const Result& oracle)
      : scenario_(scenario), oracle_(oracle) {
    for (std::size_t i = 0; i < oracle.interleavings.size(); ++i)
      known_[key_of(oracle, oracle.interleavings[i])].push_back(i);
  }

  void outcome(const report::Outcome& outcome) {
    const auto what = "seed of outcome " + text_of(outcome);
    const auto replay = run(what, outcome.seed);
    if (!replay) return;
    if (outcome_of(*replay) != text_of(outcome)) differ(what + " gives " + outcome_of(*replay));
    match(what, *replay, outcome.preemptions);
  }

  void finding(const report::Finding& finding) {
    const auto name = name_of(finding);
    const auto what = "seed of " + text_of(name);
    const auto replay = run(what, finding.seed);
    if (!replay) return;
    if (finding.kind != "nondeterministic" && !has(*replay, name))
      differ(what + " replays without it");
    if (!finding.countable) return second_seed(finding);
    match(what, *replay, finding.preemptions);
    for (const auto& ordering : finding.orderings) this->ordering(name, ordering);
  }

  // #N for the first, the last and some between.
  void numbers() {
    const auto count = oracle_.interleavings.size();
    for (const std::size_t n : {std::size_t{1}, count / 3 + 1, count / 2 + 1, count}) {
      const auto what = "#" + std::to_string(n);
      const auto replay = run(what, what);
      if (!replay) continue;
      const auto& expected = oracle_.interleavings[n - 1];
      if (key_of(*replay) != key_of(oracle_, expected)) differ(what + " is another interleaving");
      const auto outcome = text_of(scenario_, expected.outcome);
      if (outcome_of(*replay) != outcome)
        differ(what + ": expected " + outcome + ", got " + outcome_of(*replay));
    }
    for (const auto& number : {std::string("#0"), "#" + std::to_string(count + 1)})
      if (inquiry::replay(scenario_, number, {})) differ(number + " is not refused");
  }

  Differences take() { return std::move(differences_); }

 private:
  void differ(const std::string& text) { differences_.push_back(text); }

  std::optional<report::Replay> run(const std::string& what, const std::string& seed) {
    const auto replay = inquiry::replay(scenario_, seed, {});
    if (replay) return replay.value();
    differ(what + " (" + seed + ") is refused: " + replay.error().message);
    return std::nullopt;
  }

  // Among the oracle's interleavings with these accesses (several where choices differ) there is
  // one that ends so, with these findings and so many preemptions.
  void match(const std::string& what, const report::Replay& replay, std::uint32_t preemptions) {
    if (oracle_.unbounded) return;
    const auto found = known_.find(key_of(replay));
    if (found == known_.end())
      return differ(what + ": no interleaving has these accesses\n" + key_of(replay));
    const auto wanted = describe(outcome_of(replay), findings_of(replay), preemptions);
    std::string others;
    for (const auto i : found->second) {
      const auto& each = oracle_.interleavings[i];
      const auto text = describe(text_of(scenario_, each.outcome), each.findings, each.preemptions);
      if (text == wanted) return;
      others += "\n    expected " + text;
    }
    differ(what + " gives " + wanted + others);
  }

  static std::set<FindingName> findings_of(const report::Replay& replay) {
    std::set<FindingName> names;
    for (const auto& finding : replay.report.findings)
      if (finding.countable) names.insert(name_of(finding));
    return names;
  }

  static std::string describe(const std::string& outcome, const std::set<FindingName>& findings,
                              std::uint32_t preemptions) {
    std::string text = outcome + " with " + std::to_string(preemptions) + " preemptions";
    for (const auto& name : findings) text += ", " + heddle::oracle::text_of(name);
    return text;
  }

  void ordering(const FindingName& name, const report::Ordering& ordering) {
    const auto what = "seed of a condition of " + text_of(name);
    const auto replay = run(what, ordering.seed);
    if (!replay) return;
    if (!has(*replay, name)) differ(what + " replays without it");
    const auto found = known_.find(key_of(*replay));
    if (oracle_.unbounded || found == known_.end()) return;
    const auto subset = respecting(scenario_, oracle_, ordering);
    if (std::none_of(found->second.begin(), found->second.end(),
                     [&](std::size_t i) { return subset[i]; }))
      differ(what + " replays an interleaving that does not respect it");
  }

  void second_seed(const report::Finding& finding) {
    if (finding.kind != "nondeterministic") return;
    if (!finding.second_seed) return differ("nondeterministic has no second seed");
    const auto first = run("nondeterministic", finding.seed);
    const auto second = run("nondeterministic, the second", *finding.second_seed);
    if (first && second && outcome_of(*first) == outcome_of(*second))
      differ("nondeterministic: both seeds give " + outcome_of(*first));
  }

  const scenario::Scenario& scenario_;
  const Result& oracle_;
  std::map<std::string, std::vector<std::size_t>> known_;
  Differences differences_;
};

}  // namespace

Differences compare_replays(const scenario::Scenario& scenario, const Result& oracle,
                            const report::Report& report) {
  Replays replays(scenario, oracle);
  for (const auto& outcome : report.outcomes) replays.outcome(outcome);
  for (const auto& finding : report.findings) replays.finding(finding);
  if (!oracle.unbounded) replays.numbers();
  return replays.take();
}

}  // namespace heddle::oracle
