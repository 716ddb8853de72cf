#include "explore/conditions/learner.h"

#include <algorithm>

namespace heddle::explore::conditions {

namespace {

constexpr std::size_t kStarts = 10;
constexpr std::size_t kAlternativesMax = 24;
constexpr std::uint32_t kExchangeCost = 10;
constexpr std::uint32_t kRoundsCost = 20;

class Learner {
 public:
  Learner(const Question& question, Samples& samples, Random& random)
      : samples_(samples),
        random_(random),
        folding_(question, samples),
        candidates_(find_candidates(question, samples)),
        conjunctions_(candidates_, samples.with().size(), samples.without().size()) {}

  Lesson learn() {
    if (const auto single = conjunctions_.single()) {
      offer(*single, false);
      return {{options_.front().alternative}, true, work()};
    }
    const Bits all(samples_.with().size(), true);
    search(all, std::nullopt);
    for (std::size_t i = 0; i < kStarts; ++i) search(all, random_.below(samples_.with().size()));
    Bits hopeless(samples_.with().size());
    cover_rest(hopeless);
    std::vector<std::size_t> chosen = smallest_cover(hopeless);
    constexpr std::size_t kFewAlternatives = 2;
    if (chosen.size() > kFewAlternatives) {
      fold_rounds();
      chosen = smallest_cover(hopeless);
    }
    Lesson lesson;
    lesson.work = work() * kStarts;
    lesson.covers_all = hopeless.none() && chosen.size() < kAlternativesMax;
    for (const std::size_t each : chosen) lesson.alternatives.push_back(options_[each].alternative);
    return lesson;
  }

 private:
  std::uint64_t work() const {
    return candidates_.size() * (samples_.with().size() + samples_.without().size());
  }

  struct Option {
    Alternative alternative;
    Bits with;
  };

  void search(const Bits& wanted, std::optional<std::size_t> seed) {
    for (const Conjunction& each : conjunctions_.search(wanted, seed)) offer(each, false);
  }

  // Adds the conjunction and its foldings, but for those that are wrong somewhere.
  void offer(const Conjunction& conjunction, bool rounds) {
    Term term;
    for (const std::size_t part : conjunction.parts) term.push_back(candidates_[part].literal);
    std::sort(term.begin(), term.end());
    if (!rounds) {
      if (!offered_.insert(term).second) return;
      conjunctions_offered_.push_back(conjunction);
      add({term, {}, {term}, conjunction.cost});
    }
    for (const Fold& fold : folding_.folds(term, rounds)) {
      if (fold.rounds != rounds) continue;
      auto images = folding_.images(term, fold);
      if (!images) continue;
      const std::uint32_t cost = conjunction.cost + (rounds ? kRoundsCost : 0) +
                                 (fold.exchanged.empty() ? 0 : kExchangeCost);
      const Term shown = rounds ? folding_.in_first_rounds(term) : term;
      add({shown, fold, std::move(*images), cost});
    }
  }

  void add(Alternative alternative) {
    const auto holds = [&](const Sample& sample) {
      return std::any_of(alternative.images.begin(), alternative.images.end(),
                         [&](const Term& term) { return sample.holds(term); });
    };
    if (std::any_of(samples_.without().begin(), samples_.without().end(), holds)) return;
    Option option{{}, Bits(samples_.with().size())};
    for (std::size_t i = 0; i < samples_.with().size(); ++i) {
      if (holds(samples_.with()[i])) option.with.set(i);
    }
    option.alternative = std::move(alternative);
    options_.push_back(std::move(option));
  }

  void fold_rounds() {
    const std::vector<Conjunction> conjunctions = conjunctions_offered_;
    for (const Conjunction& each : conjunctions) offer(each, true);
  }

  Bits uncovered() const {
    Bits left(samples_.with().size(), true);
    for (const Option& each : options_) left -= each.with;
    return left;
  }

  // Searches on from samples that nothing covers yet; `hopeless`: those that nothing can.
  void cover_rest(Bits& hopeless) {
    for (;;) {
      Bits left = uncovered();
      left -= hopeless;
      if (left.none()) return;
      const auto members = left.members();
      const std::size_t seed = members[random_.below(members.size())];
      search(left, seed);
      if (!uncovered()[seed]) continue;
      if (const auto all = conjunctions_.all_of(seed)) offer(*all, false);
      if (uncovered()[seed]) hopeless.set(seed);
    }
  }

  // ---- The fewest options that cover all but `hopeless`, the cheapest among as many ----

  std::vector<std::size_t> smallest_cover(const Bits& hopeless) const {
    Bits target(samples_.with().size(), true);
    target -= hopeless;
    if (target.none()) return {};
    std::vector<std::size_t> ranked = maximal(target);
    if (const auto one = cover_of_one(ranked, target)) return {*one};
    if (auto two = cover_of_two(ranked, target); !two.empty()) return two;
    if (auto three = cover_of_three(ranked, target); !three.empty()) return three;
    return greedy_cover(ranked, target);
  }

  // Options for which no other one is as cheap and covers as much; those that cover most first.
  std::vector<std::size_t> maximal(const Bits& target) const {
    std::vector<std::size_t> order(options_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const std::size_t covers_a = options_[a].with.count_with(target);
      const std::size_t covers_b = options_[b].with.count_with(target);
      if (covers_a != covers_b) return covers_a > covers_b;
      return options_[a].alternative.cost < options_[b].alternative.cost;
    });
    std::vector<std::size_t> kept;
    for (const std::size_t each : order) {
      const bool dominated = std::any_of(kept.begin(), kept.end(), [&](std::size_t other) {
        return options_[other].alternative.cost <= options_[each].alternative.cost &&
               (options_[each].with & target).within(options_[other].with);
      });
      if (!dominated) kept.push_back(each);
    }
    return kept;
  }

  std::optional<std::size_t> cover_of_one(const std::vector<std::size_t>& ranked,
                                          const Bits& target) const {
    std::optional<std::size_t> best;
    for (const std::size_t each : ranked) {
      if (!target.within(options_[each].with)) continue;
      if (!best || cost(each) < cost(*best)) best = each;
    }
    return best;
  }

  std::uint32_t cost(std::size_t option) const { return options_[option].alternative.cost; }

  std::vector<std::size_t> cover_of_two(const std::vector<std::size_t>& ranked,
                                        const Bits& target) const {
    std::vector<std::size_t> best;
    std::uint32_t best_cost = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      Bits left = target;
      left -= options_[ranked[i]].with;
      for (std::size_t j = i + 1; j < ranked.size(); ++j) {
        const std::uint32_t both = cost(ranked[i]) + cost(ranked[j]);
        if ((!best.empty() && both >= best_cost) || !left.within(options_[ranked[j]].with)) {
          continue;
        }
        best = {ranked[i], ranked[j]};
        best_cost = both;
      }
    }
    return best;
  }

  std::vector<std::size_t> cover_of_three(const std::vector<std::size_t>& ranked,
                                          const Bits& target) const {
    constexpr std::size_t kLookedAt = 60;
    std::vector<std::size_t> best;
    std::uint32_t best_cost = 0;
    for (std::size_t i = 0; i < std::min(ranked.size(), kLookedAt); ++i) {
      Bits left = target;
      left -= options_[ranked[i]].with;
      std::vector<std::size_t> rest(ranked.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                    ranked.end());
      if (rest.size() > 2 * kLookedAt) rest.resize(2 * kLookedAt);
      const auto two = cover_of_two(rest, left);
      if (two.empty()) continue;
      const std::uint32_t all = cost(ranked[i]) + cost(two[0]) + cost(two[1]);
      if (!best.empty() && all >= best_cost) continue;
      best = {ranked[i], two[0], two[1]};
      best_cost = all;
    }
    return best;
  }

  // Those that cover most of what is left; then without what turned out to be redundant.
  std::vector<std::size_t> greedy_cover(const std::vector<std::size_t>& ranked,
                                        const Bits& target) const {
    std::vector<std::size_t> chosen;
    for (Bits left = target; !left.none() && chosen.size() < kAlternativesMax;) {
      std::size_t best = ranked.front();
      for (const std::size_t each : ranked) {
        const std::size_t covers = options_[each].with.count_with(left);
        const std::size_t known = options_[best].with.count_with(left);
        if (covers > known || (covers == known && cost(each) < cost(best))) best = each;
      }
      chosen.push_back(best);
      left -= options_[best].with;
    }
    for (std::size_t i = chosen.size(); i-- > 0;) {
      Bits left = target;
      for (std::size_t other = 0; other < chosen.size(); ++other) {
        if (other != i) left -= options_[chosen[other]].with;
      }
      if ((left & options_[chosen[i]].with).none()) {
        chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return chosen;
  }

  Samples& samples_;
  Random& random_;
  Folding folding_;
  std::vector<Candidate> candidates_;
  Conjunctions conjunctions_;
  std::vector<Option> options_;
  std::vector<Conjunction> conjunctions_offered_;
  std::set<Term> offered_;
};

}  // namespace

std::vector<Term> terms_of(const std::vector<Alternative>& alternatives) {
  std::vector<Term> terms;
  for (const Alternative& each : alternatives) {
    terms.insert(terms.end(), each.images.begin(), each.images.end());
  }
  return terms;
}

Lesson learn(const Question& question, Samples& samples, Random& random) {
  return Learner(question, samples, random).learn();
}

}  // namespace heddle::explore::conditions
