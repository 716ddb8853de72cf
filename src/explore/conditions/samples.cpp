#include "explore/conditions/samples.h"

#include <algorithm>

namespace heddle::explore::conditions {

namespace {

constexpr std::uint32_t kNumberMax = 60'000;     // monitors count in 16 bits
constexpr std::uint32_t kNumberMaxOfCyclic = 3;  // occurrences in a graph with a cycle

}  // namespace

void Samples::draw(std::size_t count, Random& random) {
  draw(question_.with, count, true, random);
  draw(question_.without, count, false, random);
}

void Samples::draw(const Completions& completions, std::size_t count, bool with, Random& random) {
  if (!completions.any()) return;
  Interleaving interleaving;
  for (std::size_t i = 0; i < count; ++i) {
    interleaving.start = completions.draw_start(random);
    interleaving.edges.clear();
    completions.draw(question_.ground.graph.starts()[interleaving.start], random,
                     interleaving.edges);
    add(interleaving, with);
  }
}

void Samples::add(const Interleaving& interleaving, bool with) {
  const std::uint32_t known = events_.size();
  Sample sample = read_sample(question_.ground.alphabet, interleaving.start, interleaving.edges,
                              question_.cyclic() ? kNumberMaxOfCyclic : kNumberMax, events_);
  for (EventId event = known; event < events_.size(); ++event) {
    const Event& each = events_[event];
    if (highest_.size() <= each.stream) highest_.resize(each.stream + 1, 0);
    highest_[each.stream] = std::max(highest_[each.stream], each.number);
  }
  (with ? with_ : without_).push_back(std::move(sample));
  if (with) interleavings_.push_back(interleaving);
}

const Interleaving* Samples::find_with(const Term& term) const {
  for (std::size_t i = 0; i < with_.size(); ++i) {
    if (with_[i].holds(term)) return &interleavings_[i];
  }
  return nullptr;
}

}  // namespace heddle::explore::conditions
