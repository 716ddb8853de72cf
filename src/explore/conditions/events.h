// What an interleaving is to a condition: when each access and each choice happens in it, by its
// how-manieth time; and conditions as conjunctions of literals over these.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "explore/conditions/alphabet.h"

namespace heddle::explore::conditions {

// The number-th time, from 1, that an access happens, or that a choice is made, so.
struct Event {
  StreamId stream = kNoId;  // kNoId: something that never happens
  std::uint32_t number = 1;
  std::uint32_t alternative = 0;                   // of a choice, from 1
  auto operator<=>(const Event&) const = default;  // NOLINT(modernize-use-nullptr)
};

using EventId = std::uint32_t;

class EventTable {
 public:
  EventId intern(const Event& event) {
    const auto [found, added] = ids_.try_emplace(event, static_cast<EventId>(events_.size()));
    if (added) events_.push_back(event);
    return found->second;
  }
  const Event& operator[](EventId id) const { return events_[id]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(events_.size()); }

 private:
  std::vector<Event> events_;
  std::map<Event, EventId> ids_;
};

// `before` happens, and `after` happens later or never (kNoId: a choice, which is made so).
struct Literal {
  EventId before = 0;
  EventId after = kNoId;
  auto operator<=>(const Literal&) const = default;  // NOLINT(modernize-use-nullptr)
};

// Holds where all its literals do.
using Term = std::vector<Literal>;

// One interleaving.
struct Sample {
  static constexpr std::uint32_t kNever = 0xffffffff;

  std::vector<std::uint32_t> times;  // by event; those that it lacks come never
  std::uint32_t time(EventId event) const { return event < times.size() ? times[event] : kNever; }
  bool holds(const Literal& literal) const { return time(literal.before) < time(literal.after); }
  bool holds(const Term& term) const {
    for (const Literal& each : term) {
      if (!holds(each)) return false;
    }
    return true;
  }
};

// The interleaving that begins with `start` (index in Graph::starts) and goes along the edges.
// Occurrences up to `number_max` become events.
Sample read_sample(const Alphabet& alphabet, std::size_t start, std::span<const EdgeId> edges,
                   std::uint32_t number_max, EventTable& events);

}  // namespace heddle::explore::conditions
