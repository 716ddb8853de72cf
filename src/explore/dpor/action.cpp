#include "explore/dpor/action.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "explore/saved.h"

namespace heddle::explore {

namespace {

std::uint64_t hash_of(const Footprint& footprint) {
  const std::uint64_t flags = (footprint.all ? 1U : 0U) | (footprint.block ? 2U : 0U);
  return hash_bytes(footprint.touches.data(), footprint.touches.size() * sizeof(Touch)) +
         mix(flags + 1);
}

bool identical(const Footprint& a, const Footprint& b) {
  return same(a, b) && a.block == b.block &&
         std::equal(a.touches.begin(), a.touches.end(), b.touches.begin(),
                    [](const Touch& x, const Touch& y) { return x.plain == y.plain; });
}

std::vector<std::uint32_t> key_of(const kernel::Choices& choices) {
  std::vector<std::uint32_t> key = choices.taken;
  key.insert(key.end(), choices.alternatives.begin(), choices.alternatives.end());
  return key;
}

}  // namespace

SharedActionTable::SharedActionTable() {
  add(Footprint(), hash_of(Footprint()));
  add(kernel::Choices());
}

FootprintId SharedActionTable::add(const Footprint& footprint, std::uint64_t hash) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    if (identical(footprints_[at->second], footprint)) return at->second;
  }
  const auto id = static_cast<FootprintId>(footprints_.size());
  footprints_.push_back(footprint);
  by_hash_.emplace(hash, id);
  return id;
}

ChoicesId SharedActionTable::add(const kernel::Choices& choices) {
  const std::lock_guard lock(mutex_);
  const auto [at, added] =
      by_choices_.try_emplace(key_of(choices), static_cast<ChoicesId>(choices_.size()));
  if (added) choices_.push_back(choices);
  return at->second;
}

void SharedActionTable::put(ArchiveWriter& to) const {
  to.put(std::uint64_t{footprints_.size()});
  for (const Footprint& footprint : footprints_) {
    to.put(std::uint64_t{footprint.touches.size()});
    for (const Touch& touch : footprint.touches) {
      to.put(std::uint32_t{touch.resource});
      to.put(touch.writes != 0);
      to.put(touch.plain != 0);
    }
    to.put(footprint.all);
    to.put(footprint.block);
  }
  to.put(std::uint64_t{choices_.size()});
  for (const kernel::Choices& each : choices_) explore::put(to, each);
}

void SharedActionTable::get(ArchiveReader& from) {
  for (std::size_t left = from.count(10); left > 0; --left) {
    Footprint footprint;
    for (std::size_t touches = from.count(6); touches > 0; --touches) {
      Touch& touch = footprint.touches.emplace_back();
      constexpr std::uint32_t kResourcesMax = 1U << 26;  // what is looked up by number fits
      const auto resource = from.get<std::uint32_t>();
      const bool ordered = footprint.touches.size() == 1 ||
                           footprint.touches[footprint.touches.size() - 2].resource < resource;
      if (resource >= kResourcesMax || !ordered) ArchiveReader::fail_damaged();
      touch.resource = resource & ((1U << 30) - 1);
      touch.writes = from.get<bool>() ? 1 : 0;
      touch.plain = from.get<bool>() ? 1 : 0;
    }
    from.get(footprint.all);
    from.get(footprint.block);
    add(footprint, hash_of(footprint));
  }
  for (std::size_t left = from.count(24); left > 0; --left) {
    kernel::Choices choices;
    explore::get(from, choices);
    add(choices);
  }
}

FootprintId ActionTable::add(const Footprint& footprint) {
  const std::uint64_t hash = hash_of(footprint);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].id_plus_one != 0; at = (at + 1) & mask) {
    const FootprintId id = slots_[at].id_plus_one - 1;
    if (slots_[at].hash == hash && identical(*footprints_[id], footprint)) return id;
  }
  const FootprintId id = shared_.add(footprint, hash);
  const std::lock_guard lock(shared_.mutex_);
  learn(id);
  return id;
}

ChoicesId ActionTable::add(const kernel::Choices& choices) {
  if (choices.taken.empty()) return 0;
  const ChoicesId id = shared_.add(choices);
  const std::lock_guard lock(shared_.mutex_);
  if (choices_.size() <= id) choices_.resize(id + 1);
  choices_[id] = &shared_.choices_[id];
  return id;
}

ChoicesId ActionTable::add_taken(std::vector<std::uint32_t> taken) {
  while (!taken.empty() && taken.back() == 0) taken.pop_back();
  if (taken.empty()) return 0;
  kernel::Choices choices;
  choices.taken = std::move(taken);
  choices.resize(choices.taken.size());
  return add(choices);
}

void ActionTable::update() {
  const std::lock_guard lock(shared_.mutex_);
  for (FootprintId id = 0; known_ < shared_.footprints_.size(); ++id) {
    if (id >= footprints_.size() || footprints_[id] == nullptr) learn(id);
  }
  choices_.resize(shared_.choices_.size());
  for (ChoicesId id = 0; id < choices_.size(); ++id) choices_[id] = &shared_.choices_[id];
}

// The shared table is locked.
void ActionTable::learn(FootprintId id) {
  if (footprints_.size() <= id) footprints_.resize(id + 1);
  footprints_[id] = &shared_.footprints_[id];
  ++known_;
  remember(hash_of(*footprints_[id]), id);
  if (id < side_ || side_ == kSideMax) return;
  side_ = std::min(kSideMax, std::max<std::size_t>(64, 2 * (std::size_t{id} + 1)));
  dependence_.assign(side_ * side_, kUnknown);
}

void ActionTable::remember(std::uint64_t hash, FootprintId id) {
  if (2 * (slots_used_ + 1) > slots_.size()) {
    std::vector<Slot> old(std::max<std::size_t>(64, slots_.size() * 2));
    old.swap(slots_);
    slots_used_ = 0;
    for (const Slot& slot : old) {
      if (slot.id_plus_one != 0) remember(slot.hash, slot.id_plus_one - 1);
    }
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].id_plus_one != 0) at = (at + 1) & mask;
  slots_[at] = {hash, id + 1};
  ++slots_used_;
}

bool ActionTable::decide(FootprintId a, FootprintId b) {
  const bool dependent = kernel::dependent(footprint(a), footprint(b));
  if (a < side_ && b < side_) {
    const std::uint8_t known = dependent ? kDependent : kIndependent;
    dependence_[a * side_ + b] = dependence_[b * side_ + a] = known;
  }
  return dependent;
}

Relation relation(ActionTable& table, const Action& action, const Sequence& sequence) {
  if (sequence.may_have(action.thread)) {
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      if (sequence[i].thread != action.thread) continue;
      if (sequence[i].choices != action.choices) return {};
      for (std::size_t k = 0; k < i; ++k) {
        if (table.dependent(sequence[k].footprint, sequence[i].footprint)) return {};
      }
      return {Relation::kInitial, i};
    }
  }
  // The last one is the likeliest to be in conflict.
  for (std::size_t i = sequence.size(); i-- > 0;) {
    if (table.dependent(sequence[i].footprint, action.footprint)) return {};
  }
  return {Relation::kIndependent, 0};
}

}  // namespace heddle::explore
