#include "explore/conditions/conjunctions.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace heddle::explore::conditions {

namespace {

constexpr std::size_t kLengthMax = 8;
constexpr std::size_t kWidth = 10;

// A cheapest set of candidates such that each sample without the finding lacks one of them: branch
// and bound on the sample that fewest candidates exclude.
class HittingSet {
 public:
  HittingSet(const std::vector<Candidate>& candidates, std::vector<std::size_t> usable)
      : candidates_(candidates), usable_(std::move(usable)) {
    drop_dominated();
  }

  std::optional<std::vector<std::size_t>> find(const Bits& left) {
    search(left, 0);
    if (!found_) return std::nullopt;
    return best_;
  }

 private:
  // Keeps those for which no other one is as cheap and excludes as much.
  void drop_dominated() {
    std::stable_sort(usable_.begin(), usable_.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(candidates_[a].without.count(), candidates_[a].cost) <
             std::pair(candidates_[b].without.count(), candidates_[b].cost);
    });
    std::vector<std::size_t> kept;
    for (const std::size_t each : usable_) {
      const bool dominated = std::any_of(kept.begin(), kept.end(), [&](std::size_t other) {
        return candidates_[other].cost <= candidates_[each].cost &&
               candidates_[other].without.within(candidates_[each].without);
      });
      if (!dominated) kept.push_back(each);
    }
    usable_ = std::move(kept);
  }

  // Candidates that exclude the sample, those that exclude most of `left` first.
  std::vector<std::size_t> excluding(std::size_t sample, const Bits& left) const {
    std::vector<std::pair<std::size_t, std::size_t>> ranked;
    for (const std::size_t each : usable_) {
      if (candidates_[each].without[sample]) continue;
      ranked.push_back({candidates_[each].without.count_with(left), each});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::size_t> result;
    result.reserve(ranked.size());
    for (const auto& each : ranked) result.push_back(each.second);
    return result;
  }

  std::size_t hardest(const Bits& left) const {
    constexpr std::size_t kLookedAt = 16;
    const std::vector<std::size_t> members = left.members();
    std::size_t hardest = members.front();
    std::size_t fewest = usable_.size() + 1;
    for (std::size_t i = 0; i < members.size() && i < kLookedAt; ++i) {
      const std::size_t sample = members[i * members.size() / std::min(members.size(), kLookedAt)];
      const auto excluders = static_cast<std::size_t>(
          std::count_if(usable_.begin(), usable_.end(),
                        [&](std::size_t each) { return !candidates_[each].without[sample]; }));
      if (excluders >= fewest) continue;
      fewest = excluders;
      hardest = sample;
    }
    return hardest;
  }

  void search(const Bits& left, std::uint32_t cost) {
    if (left.none()) {
      found_ = true;
      best_ = chosen_;
      best_cost_ = cost;
      return;
    }
    constexpr std::uint32_t kCostMin = Costs::kOwn;
    if (chosen_.size() == kLengthMax || (found_ && cost + kCostMin >= best_cost_)) return;
    constexpr std::size_t kVisitsMax = 3'000;
    if (++visits_ > kVisitsMax) return;
    for (const std::size_t each : excluding(hardest(left), left)) {
      if (found_ && cost + candidates_[each].cost >= best_cost_) continue;
      chosen_.push_back(each);
      search(left & candidates_[each].without, cost + candidates_[each].cost);
      chosen_.pop_back();
    }
  }

  const std::vector<Candidate>& candidates_;
  std::vector<std::size_t> usable_;
  std::vector<std::size_t> chosen_;
  std::vector<std::size_t> best_;
  std::uint32_t best_cost_ = 0;
  bool found_ = false;
  std::size_t visits_ = 0;
};

}  // namespace

Conjunction Conjunctions::make(std::vector<std::size_t> parts) const {
  std::sort(parts.begin(), parts.end());
  Conjunction result = nothing();
  for (const std::size_t part : parts) {
    result.with &= candidates_[part].with;
    result.without &= candidates_[part].without;
    result.cost += candidates_[part].cost;
  }
  result.parts = std::move(parts);
  return result;
}

Conjunction Conjunctions::extended(const Conjunction& base, std::size_t part) const {
  Conjunction result = base;
  result.parts.insert(std::lower_bound(result.parts.begin(), result.parts.end(), part), part);
  result.with &= candidates_[part].with;
  result.without &= candidates_[part].without;
  result.cost += candidates_[part].cost;
  return result;
}

std::optional<Conjunction> Conjunctions::single() const {
  std::vector<std::size_t> necessary;
  Conjunction all = nothing();
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (candidates_[i].with.count() != with_) continue;
    necessary.push_back(i);
    all.without &= candidates_[i].without;
  }
  if (!all.without.none()) return std::nullopt;
  const auto found = HittingSet(candidates_, necessary).find(Bits(without_, true));
  return polished(make(found.value_or(necessary)), std::nullopt);
}

struct Conjunctions::Step {
  double score = 0;
  std::uint32_t cost = 0;
  std::size_t base = 0;  // index in what is open
  std::size_t part = 0;  // the candidate that is added
  bool operator<(const Step& other) const {
    if (score != other.score) return score > other.score;
    return std::tie(cost, base, part) < std::tie(other.cost, other.base, other.part);
  }
};

struct Conjunctions::Steps {
  std::vector<Step> open;
  std::vector<Step> complete;  // they hold in no sample without the finding
};

Conjunctions::Steps Conjunctions::steps_from(const std::vector<Conjunction>& open,
                                             const Bits& wanted, Seed seed) const {
  Steps steps;
  for (std::size_t base = 0; base < open.size(); ++base) {
    const Bits target = open[base].with & wanted;
    const std::size_t without = open[base].without.count();
    for (std::size_t part = 0; part < candidates_.size(); ++part) {
      const Candidate& candidate = candidates_[part];
      if (seed && !candidate.with[*seed]) continue;
      const std::size_t left = open[base].without.count_with(candidate.without);
      if (left == without) continue;
      const std::size_t with = target.count_with(candidate.with);
      if (with == 0) continue;
      const std::uint32_t cost = open[base].cost + candidate.cost;
      const auto divisor = static_cast<double>(std::max<std::size_t>(left, 1));
      (left == 0 ? steps.complete : steps.open)
          .push_back({static_cast<double>(with) / divisor, cost, base, part});
    }
  }
  return steps;
}

void Conjunctions::take(std::vector<Step>& steps, const std::vector<Conjunction>& open,
                        std::vector<Conjunction>& to) const {
  constexpr std::size_t kLookedAt = 4 * kWidth;
  const auto middle =
      steps.begin() + static_cast<std::ptrdiff_t>(std::min(steps.size(), kLookedAt));
  std::partial_sort(steps.begin(), middle, steps.end());
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  for (auto step = steps.begin(); step != middle && seen.size() < kWidth; ++step) {
    Conjunction next = extended(open[step->base], step->part);
    if (seen.insert({next.with.hash(), next.without.hash()}).second) to.push_back(std::move(next));
  }
}

std::vector<Conjunction> Conjunctions::search(const Bits& wanted, Seed seed) const {
  std::vector<Conjunction> complete;
  std::vector<Conjunction> open{nothing()};
  for (std::size_t length = 1; length <= kLengthMax && !open.empty(); ++length) {
    Steps steps = steps_from(open, wanted, seed);
    std::vector<Conjunction> next;
    take(steps.open, open, next);
    take(steps.complete, open, complete);
    open = std::move(next);
  }
  std::vector<Conjunction> result;
  std::set<std::vector<std::size_t>> seen;
  for (Conjunction& each : complete) {
    Conjunction better = polished(std::move(each), seed);
    if (seen.insert(better.parts).second) result.push_back(std::move(better));
  }
  return result;
}

std::optional<Conjunction> Conjunctions::all_of(std::size_t seed) const {
  std::vector<std::size_t> true_ones;
  Bits left(without_, true);
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!candidates_[i].with[seed]) continue;
    true_ones.push_back(i);
    left &= candidates_[i].without;
  }
  if (!left.none()) return std::nullopt;
  Conjunction now = nothing();
  while (!now.without.none()) now = extended(now, best_next(now, true_ones));
  return polished(std::move(now), seed);
}

std::size_t Conjunctions::best_next(const Conjunction& now,
                                    const std::vector<std::size_t>& usable) const {
  const std::size_t without = now.without.count();
  std::size_t best = usable.front();
  double best_score = -1;
  for (const std::size_t each : usable) {
    const std::size_t left = now.without.count_with(candidates_[each].without);
    if (left == without) continue;
    const double score = static_cast<double>(now.with.count_with(candidates_[each].with)) /
                         static_cast<double>(left + 1);
    if (score <= best_score) continue;
    best_score = score;
    best = each;
  }
  return best;
}

bool Conjunctions::drop(std::vector<std::size_t>& parts) const {
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Bits rest(without_, true);
    for (std::size_t other = 0; other < parts.size(); ++other) {
      if (other != i) rest &= candidates_[parts[other]].without;
    }
    if (!rest.none()) continue;
    if (!chosen || candidates_[parts[i]].cost > candidates_[parts[*chosen]].cost) chosen = i;
  }
  if (!chosen) return false;
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(*chosen));
  return true;
}

// One literal for another: so that the whole holds in more samples with the finding, or costs less,
// or the literal asks for less.
bool Conjunctions::swap_one(std::vector<std::size_t>& parts, std::size_t place, Seed seed) const {
  Bits with(with_, true);
  Bits without(without_, true);
  for (std::size_t other = 0; other < parts.size(); ++other) {
    if (other == place) continue;
    with &= candidates_[parts[other]].with;
    without &= candidates_[parts[other]].without;
  }
  const auto rank = [&](std::size_t part) {
    const Candidate& candidate = candidates_[part];
    return std::tuple(with.count_with(candidate.with), -static_cast<std::int64_t>(candidate.cost),
                      candidate.with.count() + candidate.without.count());
  };
  bool changed = false;
  auto best = rank(parts[place]);
  for (std::size_t part = 0; part < candidates_.size(); ++part) {
    if (seed && !candidates_[part].with[*seed]) continue;
    if (!without.disjoint(candidates_[part].without)) continue;
    const auto each = rank(part);
    if (each <= best) continue;
    best = each;
    parts[place] = part;
    changed = true;
  }
  return changed;
}

bool Conjunctions::swap(std::vector<std::size_t>& parts, Seed seed) const {
  bool changed = false;
  for (std::size_t place = 0; place < parts.size(); ++place) {
    changed = swap_one(parts, place, seed) || changed;
  }
  return changed;
}

Conjunction Conjunctions::polished(Conjunction conjunction, Seed seed) const {
  std::vector<std::size_t> parts = std::move(conjunction.parts);
  constexpr int kRoundsMax = 4;
  bool changed = true;
  for (int round = 0; round < kRoundsMax && changed; ++round) {
    while (drop(parts)) {
    }
    changed = swap(parts, seed);
  }
  while (drop(parts)) {
  }
  return make(std::move(parts));
}

}  // namespace heddle::explore::conditions
