#include "explore/conditions/monitor.h"

#include <algorithm>
#include <map>

namespace heddle::explore::conditions {

Monitor::Monitor(const Alphabet& alphabet, const EventTable& events, const std::vector<Term>& terms)
    : alphabet_(alphabet),
      watched_of_stream_(alphabet.streams.size(), kNoId),
      index_of_label_(alphabet.labels.size(), kNoId) {
  std::map<Literal, std::size_t> literals;
  for (const Term& term : terms) {
    auto& indexes = terms_.emplace_back();
    for (const Literal& each : term) {
      const auto [found, added] = literals.try_emplace(each, literals.size());
      indexes.push_back(found->second);
      if (!added) continue;
      watch(events[each.before], found->second, true);
      if (each.after != kNoId) watch(events[each.after], found->second, false);
    }
  }
  literal_count_ = literals.size();
  for (LabelId label = 0; label < alphabet.labels.size(); ++label) {
    const auto& happenings = alphabet.labels[label];
    if (std::any_of(happenings.begin(), happenings.end(), [&](const Happening& each) {
          return watched_of_stream_[each.stream] != kNoId;
        })) {
      index_of_label_[label] = label_count_++;
    }
  }
  states_.resize(kFirstId);
  next_.resize(kFirstId);
  State initial(watched_.size() + literal_count_, 0);
  // Something that never happens cannot come before anything.
  for (const auto& [literal, index] : literals) {
    if (events[literal.before].stream == kNoId) initial[watched_.size() + index] = kFalse;
  }
  initial_ = settle(initial);
}

void Monitor::watch(const Event& event, std::size_t literal, bool before) {
  if (event.stream == kNoId) return;
  std::uint32_t& index = watched_of_stream_[event.stream];
  if (index == kNoId) {
    index = static_cast<std::uint32_t>(watched_.size());
    watched_.push_back({event.stream, {}});
  }
  watched_[index].watches.push_back({event.number, event.alternative, literal, before});
}

void Monitor::happen(State& state, const Happening& happening) const {
  const std::uint32_t index = watched_of_stream_[happening.stream];
  if (index == kNoId || state[index] == kUncounted) return;
  const std::uint32_t number = ++state[index];
  for (const Watch& each : watched_[index].watches) {
    if (each.number != number) continue;
    std::uint16_t& status = state[watched_.size() + each.literal];
    if (status != kOpen) continue;
    const bool chosen = each.alternative == happening.alternative;
    status = each.before && chosen ? kTrue : kFalse;
  }
}

Monitor::Id Monitor::settle(State& state) {
  std::vector<bool> needed(literal_count_, false);
  bool alive = false;
  for (const auto& term : terms_) {
    bool may_hold = true;
    bool holds = true;
    for (const std::size_t literal : term) {
      const std::uint16_t status = state[watched_.size() + literal];
      may_hold = may_hold && (status == kOpen || status == kTrue);
      holds = holds && status == kTrue;
    }
    if (holds) return kCovered;
    if (!may_hold) continue;
    alive = true;
    for (const std::size_t literal : term) needed[literal] = true;
  }
  if (!alive) return kDead;
  for (std::size_t literal = 0; literal < literal_count_; ++literal) {
    if (!needed[literal]) state[watched_.size() + literal] = kForgotten;
  }
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    const auto& watches = watched_[i].watches;
    const bool asked = std::any_of(watches.begin(), watches.end(), [&](const Watch& each) {
      return each.number > state[i] && state[watched_.size() + each.literal] == kOpen;
    });
    if (!asked) state[i] = kUncounted;
  }
  return intern(state);
}

Monitor::Id Monitor::compute(Id id, LabelId label, std::uint32_t index) {
  State state = states_[id];
  for (const Happening& each : alphabet_.labels[label]) happen(state, each);
  const Id result = settle(state);
  next_[id][index] = result;
  return result;
}

Monitor::Id Monitor::intern(const State& state) {
  const std::string key(reinterpret_cast<const char*>(state.data()),
                        state.size() * sizeof(state[0]));
  const auto [found, added] = ids_.try_emplace(key, static_cast<Id>(states_.size()));
  if (added) {
    states_.push_back(state);
    next_.emplace_back(label_count_, kUnknown);
  }
  return found->second;
}

}  // namespace heddle::explore::conditions
