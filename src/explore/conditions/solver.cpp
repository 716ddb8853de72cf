#include "explore/conditions/solver.h"

#include <algorithm>

namespace heddle::explore::conditions {

namespace {

constexpr std::size_t kDrawn = 150;           // of each kind
constexpr std::size_t kCounterexamples = 60;  // of each kind, from one product
constexpr int kRoundsMax = 16;
constexpr int kProvingRoundsMax = 6;
constexpr std::uint64_t kSeeds = 6;  // after the first success
constexpr std::size_t kNecessaryMax = 4;

std::pair<std::size_t, std::uint32_t> size_of(const std::vector<Alternative>& alternatives) {
  std::uint32_t cost = 0;
  for (const Alternative& each : alternatives) cost += each.cost;
  return {alternatives.size(), cost};
}

}  // namespace

Answer Solver::solve() {
  Random first(0);
  samples_.draw(kDrawn, first);
  auto best = attempt(first);
  if (!best) return prove_some(first);
  constexpr std::uint64_t kWorkMax = 60'000'000;
  for (std::uint64_t seed = 1; seed <= kSeeds && best->size() > 1; ++seed) {
    if (tired() || work_ > kWorkMax) break;
    Random random(seed);
    const auto other = attempt(random);
    if (other && size_of(*other) < size_of(*best)) best = other;
  }
  return {std::move(*best), true, false};
}

bool Solver::tired() const {
  constexpr std::uint64_t kProducts = 2;
  constexpr std::uint64_t kNodesAlways = 100'000;
  constexpr std::uint64_t kWorkMax = 200'000'000;
  const std::uint64_t nodes_max = std::max(kProducts * question_.budget.nodes_max, kNodesAlways);
  return nodes_visited_ > nodes_max || work_ > kWorkMax ||
         (question_.budget.expired && question_.budget.expired());
}

Lesson Solver::learn(Random& random) {
  Lesson lesson = conditions::learn(question_, samples_, random);
  work_ += lesson.work;
  return lesson;
}

bool Solver::visit(Product& product) {
  const bool done = product.visit(question_.with, question_.without, question_.budget);
  nodes_visited_ += product.node_count();
  cut_ = cut_ || !done;
  return done;
}

std::optional<std::vector<Alternative>> Solver::attempt(Random& random) {
  for (int round = 0; round < kRoundsMax && !tired(); ++round) {
    Lesson lesson = learn(random);
    hopeless_ = hopeless_ || !lesson.covers_all;
    if (hopeless_) return std::nullopt;
    Monitor monitor(question_.ground.alphabet, samples_.events(), terms_of(lesson.alternatives));
    Product product(question_.ground, monitor);
    if (!visit(product)) return std::nullopt;
    if (product.sound() && product.exhaustive()) return std::move(lesson.alternatives);
    for (std::size_t i = 0; i < kCounterexamples && !product.sound(); ++i) {
      samples_.add(product.draw_wrong(question_.without, random), false);
    }
    for (std::size_t i = 0; i < kCounterexamples && !product.exhaustive(); ++i) {
      samples_.add(product.draw_missed(question_.with, random), true);
    }
  }
  return std::nullopt;
}

std::optional<bool> Solver::prove(const Alternative& alternative, Random& random) {
  Monitor monitor(question_.ground.alphabet, samples_.events(), alternative.images);
  Product product(question_.ground, monitor);
  if (!visit(product)) return std::nullopt;
  for (std::size_t i = 0; i < kCounterexamples && !product.sound(); ++i) {
    samples_.add(product.draw_wrong(question_.without, random), false);
  }
  return product.sound();
}

Answer Solver::prove_some(Random& random) {
  Answer answer;
  for (int round = 0; round < kProvingRoundsMax; ++round) {
    const Lesson lesson = learn(random);
    answer.alternatives.clear();
    bool all = true;
    for (const Alternative& each : lesson.alternatives) {
      const auto proved = prove(each, random);
      all = all && proved.value_or(true);
      if (proved == true) answer.alternatives.push_back(each);
    }
    if (all || (question_.budget.expired && question_.budget.expired())) break;
  }
  answer.cut = cut_;
  return answer;
}

bool Solver::is_necessary(const Literal& literal) {
  Monitor monitor(question_.ground.alphabet, samples_.events(), {{literal}});
  Product product(question_.ground, monitor);
  return visit(product) && product.exhaustive();
}

std::vector<Literal> Solver::necessary(std::uint32_t cost_max) {
  std::vector<Candidate> candidates = find_candidates(question_, samples_);
  std::erase_if(candidates, [&](const Candidate& each) {
    return each.literal.after == kNoId || each.cost >= cost_max ||
           each.with.count() != samples_.with().size();
  });
  std::vector<Literal> result;
  Bits left(samples_.without().size(), true);
  while (result.size() < kNecessaryMax && !candidates.empty()) {
    const auto rank = [&](const Candidate& each) {
      return std::pair(left.count_with(each.without), each.cost);
    };
    const auto best =
        std::min_element(candidates.begin(), candidates.end(),
                         [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
    if (left.count_with(best->without) == left.count()) break;
    if (is_necessary(best->literal)) {
      result.push_back(best->literal);
      left &= best->without;
    }
    candidates.erase(best);
  }
  return result;
}

}  // namespace heddle::explore::conditions
