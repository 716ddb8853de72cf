#include "explore/strategies/wakeup_tree.h"

#include <algorithm>

namespace heddle::explore {

namespace {

std::vector<Action> copy(const Sequence& sequence) {
  std::vector<Action> actions;
  actions.reserve(sequence.size());
  for (const Action* each : sequence) actions.push_back(*each);
  return actions;
}

}  // namespace

Relation relation(const Action& action, const Sequence& sequence) {
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (sequence[i]->thread != action.thread) continue;
    if (sequence[i]->choices != action.choices) return {};
    for (std::size_t k = 0; k < i; ++k) {
      if (dependent(sequence[k]->footprint, sequence[i]->footprint)) return {};
    }
    return {Relation::kInitial, i};
  }
  for (const Action* each : sequence) {
    if (dependent(each->footprint, action.footprint)) return {};
  }
  return {Relation::kIndependent, 0};
}

WakeupTree::Branch WakeupTree::take() {
  Branch branch = std::move(branches_[next_++]);
  if (empty()) clear();
  return branch;
}

std::span<const WakeupTree::Branch> WakeupTree::branches() const {
  return std::span(branches_).subspan(next_);
}

void WakeupTree::add(Branch branch) { branches_.push_back(std::move(branch)); }

bool WakeupTree::insert(const Sequence& sequence) {
  if (sequence.empty()) return false;
  for (std::size_t i = next_; i < branches_.size(); ++i) {
    Branch& branch = branches_[i];
    if (!branch.action.exact) branch.log.push_back(copy(sequence));
    const Relation found = relation(branch.action, sequence);
    if (found.kind == Relation::kConflict) continue;
    const bool independent = found.kind == Relation::kIndependent;
    if (branch.below.empty()) return independent;  // everything after it is explored
    Sequence rest = sequence;
    if (!independent) rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(found.place));
    return branch.below.insert(rest) || independent;
  }
  append(sequence);
  return false;
}

void WakeupTree::append(const Sequence& sequence) {
  WakeupTree* tree = this;
  for (const Action* each : sequence) {
    Branch& added = tree->branches_.emplace_back();
    added.action = *each;
    tree = &added.below;
  }
}

void WakeupTree::correct(const Action& action, const std::vector<std::vector<Action>>& log) {
  clear();
  for (const auto& each : log) {
    Sequence sequence;
    for (const Action& step : each) sequence.push_back(&step);
    if (relation(action, sequence).kind == Relation::kConflict) insert(sequence);
  }
}

}  // namespace heddle::explore
