#include "explore/orderings.h"

#include <algorithm>
#include <map>
#include <set>

#include "explore/constraint.h"
#include "explore/tally.h"

namespace heddle::explore {

using kernel::ThreadId;

namespace {

// Work for one finding, in states of the product; the same on every machine.
constexpr std::uint64_t kNodesPerFinding = 20'000'000;
constexpr std::size_t kAllPairsMax = 3'000;
constexpr std::size_t kPairsMax = 20'000;

// An access of the witness, or one that a thread was about to make when it ended.
struct WitnessAccess {
  ThreadId thread = 0;
  Occurrence occurrence;
  bool pending = false;
};

// Runs the witness and names its accesses; then what every thread was about to do at its end.
std::vector<WitnessAccess> accesses_of(StateSearch& search, AccessPoints& points,
                                       const Path& path) {
  auto& execution = search.execution();
  std::vector<WitnessAccess> accesses;
  std::map<PointId, std::uint32_t> happened;
  kernel::Choices choices;
  choices.taken = path.front().choices;
  execution.restart(choices);
  for (std::size_t i = 1; i < path.size(); ++i) {
    const ThreadId thread = path[i].thread;
    const auto operation = execution.pending(thread);
    const PointId point = points.pending(thread, operation);
    accesses.push_back({thread, {point, ++happened[point]}, false});
    choices.clear();
    choices.taken = path[i].choices;
    execution.step(thread, operation, choices);
  }
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    const auto operation = execution.pending(thread);
    if (operation.kind == kernel::OperationKind::kNone) continue;
    // What a thread inside a barrier does next is not known yet.
    if (execution.status(thread) == kernel::Execution::kAtBarrier) continue;
    const PointId point = points.pending(thread, operation);
    accesses.push_back({thread, {point, happened[point] + 1}, true});
  }
  return accesses;
}

class Search {
 public:
  Search(StateSearch& search, const TalliedClasses& classes)
      : search_(search), points_(search), classes_(classes) {
    class_of_.resize(search.graph().state_count(), kernel::kNoId);
    for (const auto& terminal : search.graph().terminals()) {
      class_of_[terminal.state] = terminal.end_class;
    }
  }

  void explain(Finding& finding, std::uint32_t index) {
    budget_ = {kNodesPerFinding, [this] {
                 return search_.watch().check({.states = search_.expanded()}, 0) != Stop::kNone;
               }};
    finding_ = index;
    memory_ = search_.program().properties()[finding.defect.property].memory;
    accesses_ = accesses_of(search_, points_, finding.witness.path.unpack());
    std::vector<PointPair> found;
    for (const bool conflicts_only : {true, false}) {
      std::vector<PointPair> candidates = candidate_pairs(conflicts_only);
      const auto holds = valid(candidates);
      if (!holds) return give_up(finding);
      if (!*holds) continue;
      if (!minimise({}, false, candidates, found)) return give_up(finding);
      weaken(found);
      // A weaker pair may name an access that fewer interleavings make; then others may be dropped.
      std::vector<PointPair> kept;
      if (!minimise({}, false, found, kept)) return give_up(finding);
      return add(finding, kept);
    }
    give_up(finding);
  }

 private:
  static void give_up(Finding& finding) { finding.no_orderings = NoOrderings::kTooLong; }

  bool has_finding(StateId state) const {
    const std::uint32_t end_class = class_of_[state];
    if (end_class == kernel::kNoId) return false;
    const auto& findings = classes_.findings[end_class];
    return std::binary_search(findings.begin(), findings.end(), finding_);
  }

  std::optional<bool> valid(const std::vector<PointPair>& pairs) {
    return Constraint(search_.graph(), points_, pairs)
        .implies([this](StateId state) { return has_finding(state); }, budget_);
  }

  bool may_matter(const WitnessAccess& a, const WitnessAccess& b, bool conflicts_only) const {
    if (a.thread == b.thread || a.pending) return false;
    return !conflicts_only ||
           conflict(points_[a.occurrence.point].operation, points_[b.occurrence.point].operation);
  }

  // An ordered pair of the witness's accesses; the least ones likely matter most: about the memory
  // of the finding, then those close to each other.
  struct Candidate {
    bool elsewhere;
    std::size_t distance;
    std::size_t before;
    std::size_t after;
    auto operator<=>(const Candidate&) const = default;  // NOLINT(modernize-use-nullptr)
  };

  // All, or for each access only the nearest before it of each other thread.
  std::vector<Candidate> candidates(bool conflicts_only, bool immediate_only) const {
    std::vector<Candidate> result;
    for (std::size_t after = 0; after < accesses_.size(); ++after) {
      std::set<ThreadId> met;
      for (std::size_t before = after; before-- > 0;) {
        if (!may_matter(accesses_[before], accesses_[after], conflicts_only)) continue;
        if (immediate_only && !met.insert(accesses_[before].thread).second) continue;
        result.push_back({!is_about_finding(before, after), after - before, before, after});
        if (!immediate_only && result.size() > kAllPairsMax) break;
      }
    }
    return result;
  }

  // The pairs to try, those that likely matter first.
  std::vector<PointPair> candidate_pairs(bool conflicts_only) const {
    auto chosen = candidates(conflicts_only, false);
    if (chosen.size() > kAllPairsMax) chosen = candidates(conflicts_only, true);
    std::sort(chosen.begin(), chosen.end());
    if (chosen.size() > kPairsMax) chosen.resize(kPairsMax);
    std::vector<PointPair> pairs;
    pairs.reserve(chosen.size());
    for (const Candidate& each : chosen) {
      pairs.push_back({accesses_[each.before].occurrence, accesses_[each.after].occurrence});
    }
    return pairs;
  }

  bool is_about_finding(std::size_t before, std::size_t after) const {
    if (memory_ == kernel::kNoId) return true;
    const auto about = [&](std::size_t access) {
      const auto& operation = points_[accesses_[access].occurrence.point].operation;
      return is_memory(operation.kind) && operation.fault == kernel::Fault::kNone &&
             operation.field == kernel::kNoId && operation.object == memory_;
    };
    return about(before) && about(after);
  }

  // QuickXplain (Junker, AAAI 2004): adds to `kept` a smallest part of `candidates` that, together
  // with `background`, is valid; no pair of it can be dropped. False when the budget ran out.
  bool minimise(const std::vector<PointPair>& background, bool changed,
                const std::vector<PointPair>& candidates, std::vector<PointPair>& kept) {
    if (changed || background.empty()) {
      const auto enough = valid(background);
      if (!enough) return false;
      if (*enough) return true;
    }
    if (candidates.size() <= 1) {
      kept.insert(kept.end(), candidates.begin(), candidates.end());
      return true;
    }
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(candidates.size() / 2);
    const std::vector<PointPair> first(candidates.begin(), middle);
    const std::vector<PointPair> second(middle, candidates.end());
    std::vector<PointPair> with_first = background;
    with_first.insert(with_first.end(), first.begin(), first.end());
    std::vector<PointPair> from_second;
    if (!minimise(with_first, true, second, from_second)) return false;
    std::vector<PointPair> with_second = background;
    with_second.insert(with_second.end(), from_second.begin(), from_second.end());
    std::vector<PointPair> from_first;
    if (!minimise(with_second, !from_second.empty(), first, from_first)) return false;
    kept.insert(kept.end(), from_first.begin(), from_first.end());
    kept.insert(kept.end(), from_second.begin(), from_second.end());
    return true;
  }

  // Makes each pair ask for less as long as all of them together stay valid: the same access before
  // a later one of the other thread, or an earlier one before the same. What cannot be dropped from
  // the stronger set cannot be dropped from the weaker.
  void weaken(std::vector<PointPair>& pairs) {
    for (PointPair& pair : pairs) {
      weaken_end(pairs, pair.after, weaker_ends(pair.after, pair.before, true));
    }
    for (PointPair& pair : pairs) {
      weaken_end(pairs, pair.before, weaker_ends(pair.before, pair.after, false));
    }
  }

  // Accesses of the same thread and kind that conflict with the `other` end, from the next to the
  // furthest.
  std::vector<Occurrence> weaker_ends(const Occurrence& end, const Occurrence& other,
                                      bool later) const {
    std::vector<Occurrence> ends;
    const auto at = std::find_if(accesses_.begin(), accesses_.end(),
                                 [&](const auto& each) { return each.occurrence == end; });
    const auto& now = points_[end.point].operation;
    const auto consider = [&](const WitnessAccess& each) {
      const auto& operation = points_[each.occurrence.point].operation;
      const bool possible = each.thread == at->thread && (later || !each.pending);
      if (possible && operation.kind == now.kind &&
          conflict(operation, points_[other.point].operation)) {
        ends.push_back(each.occurrence);
      }
    };
    if (later) {
      std::for_each(at + 1, accesses_.end(), consider);
    } else {
      std::for_each(std::reverse_iterator(at), accesses_.rend(), consider);
    }
    return ends;
  }

  // The furthest of `ends` with which `pairs`, of which `end` is a part, is still valid: each asks
  // for less than the one before, so halving finds it.
  void weaken_end(const std::vector<PointPair>& pairs, Occurrence& end,
                  const std::vector<Occurrence>& ends) {
    Occurrence best = end;
    std::size_t low = 0;
    std::size_t high = ends.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      end = ends[middle];
      if (valid(pairs).value_or(false)) {
        best = end;
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    end = best;
  }

  AccessPoint name(const Occurrence& occurrence) const {
    const Point& point = points_[occurrence.point];
    return {point.thread, point.source, point.access, occurrence.number, false};
  }

  // In the order in which the accesses happen in the witness.
  void add(Finding& finding, std::vector<PointPair>& pairs) {
    std::map<Occurrence, std::size_t> position;
    for (std::size_t i = 0; i < accesses_.size(); ++i) position[accesses_[i].occurrence] = i;
    std::sort(pairs.begin(), pairs.end(), [&](const PointPair& a, const PointPair& b) {
      return std::pair(position[a.before], position[a.after]) <
             std::pair(position[b.before], position[b.after]);
    });
    Ordering ordering;
    ordering.count = Constraint(search_.graph(), points_, pairs).count(budget_);
    if (ordering.count.kind == Count::kUnknown) return give_up(finding);
    for (const PointPair& pair : pairs) {
      ordering.literals.emplace_back(OrderedPair{name(pair.before), name(pair.after)});
    }
    ordering.witness = finding.witness;
    finding.orderings.push_back(std::move(ordering));
  }

  StateSearch& search_;
  AccessPoints points_;
  const TalliedClasses& classes_;
  std::vector<std::uint32_t> class_of_;  // by state
  Budget budget_;
  std::uint32_t finding_ = 0;
  std::uint32_t memory_ = 0;
  std::vector<WitnessAccess> accesses_;
};

}  // namespace

void find_orderings(StateSearch& search, const TalliedClasses& classes, Result& result) {
  if (!result.complete()) {
    for (Finding& finding : result.findings) finding.no_orderings = NoOrderings::kIncomplete;
    return;
  }
  std::optional<Search> explain;
  for (std::uint32_t i = 0; i < result.findings.size(); ++i) {
    Finding& finding = result.findings[i];
    if (!is_countable(search.program().properties()[finding.defect.property].kind)) {
      finding.no_orderings = NoOrderings::kWhole;
    } else if (!classes.has(finding.defect)) {
      finding.no_orderings = NoOrderings::kNoEnd;
    } else {
      if (!explain) explain.emplace(search, classes);
      explain->explain(finding, i);
    }
  }
}

}  // namespace heddle::explore
