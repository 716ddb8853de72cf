// What has to be remembered along an interleaving to know whether one of several terms holds in it:
// how often the accesses in question have happened, as far as an undecided literal asks, and which
// literals of a term that may still hold have come true. Everything else is forgotten at once, so
// that the product with a graph stays small.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "explore/conditions/events.h"

namespace heddle::explore::conditions {

class Monitor {
 public:
  using Id = std::uint32_t;
  static constexpr Id kDead = 0;     // no term can hold any more
  static constexpr Id kCovered = 1;  // some term holds, whatever comes
  // The alphabet must outlive this.
  Monitor(const Alphabet& alphabet, const EventTable& events, const std::vector<Term>& terms);

  Id initial() const { return initial_; }
  Id after(Id id, LabelId label) {
    const std::uint32_t index = index_of_label_[label];
    if (index == kNoId || id <= kCovered) return id;
    const Id known = next_[id][index];
    return known != kUnknown ? known : compute(id, label, index);
  }

 private:
  static constexpr Id kUnknown = 0xffffffff;
  static constexpr Id kFirstId = 2;  // after kDead and kCovered
  static constexpr std::uint16_t kUncounted = 0xffff;
  enum Status : std::uint8_t { kOpen, kTrue, kFalse, kForgotten };

  // Of the streams in question the count, of the literals the status.
  using State = std::vector<std::uint16_t>;
  struct Watch {
    std::uint32_t number = 0;
    std::uint32_t alternative = 0;  // of a choice; 0: an access
    std::size_t literal = 0;
    bool before = false;  // which side of the literal
  };
  struct Watched {
    StreamId stream = 0;
    std::vector<Watch> watches;
  };

  void watch(const Event& event, std::size_t literal, bool before);
  void happen(State& state, const Happening& happening) const;
  // The state with all that is forgotten.
  Id settle(State& state);
  Id compute(Id id, LabelId label, std::uint32_t index);
  Id intern(const State& state);

  const Alphabet& alphabet_;
  std::vector<std::vector<std::size_t>> terms_;  // indexes of literals
  std::size_t literal_count_ = 0;
  std::vector<Watched> watched_;
  std::vector<std::uint32_t> watched_of_stream_;  // index in watched_, or kNoId
  std::vector<std::uint32_t> index_of_label_;     // of those that change something, or kNoId
  std::uint32_t label_count_ = 0;
  Id initial_ = kDead;
  std::vector<State> states_;
  std::vector<std::vector<Id>> next_;  // by state and index of a label
  std::unordered_map<std::string, Id> ids_;
};

}  // namespace heddle::explore::conditions
