// What a thread did, or will do, in a few words of memory; and sequences of such actions.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/archive.h"
#include "base/check.h"
#include "kernel/footprint.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

using kernel::Footprint;
using kernel::Touch;

// Number of a footprint in the table of its search.
using FootprintId = std::uint32_t;
// Number of choices of values in the same table; 0: there are none.
using ChoicesId = std::uint32_t;

// One access, with the values chosen in it.
struct Action {
  kernel::ThreadId thread = 0;
  FootprintId footprint = 0;
  ChoicesId choices = 0;     // taken; first ones at the end are left out
  bool any_choices = false;  // and so are all others wanted
  bool exact = false;        // the footprint is known, not only predicted
};

// Actions, each next after those before it.
class Sequence {
 public:
  void clear() {
    actions_.clear();
    threads_ = 0;
  }
  void push_back(const Action& action) {
    actions_.push_back(action);
    threads_ |= bit(action.thread);
  }
  void erase(std::size_t place) {
    actions_.erase(actions_.begin() + static_cast<std::ptrdiff_t>(place));
  }
  void resize(std::size_t size) { actions_.resize(size); }
  bool empty() const { return actions_.empty(); }
  std::size_t size() const { return actions_.size(); }
  const Action& operator[](std::size_t place) const { return actions_[place]; }
  Action& front() { return actions_.front(); }
  auto begin() const { return actions_.begin(); }
  auto end() const { return actions_.end(); }
  // Whether an action of this thread may be in it.
  bool may_have(kernel::ThreadId thread) const { return (threads_ & bit(thread)) != 0; }

 private:
  static std::uint64_t bit(kernel::ThreadId thread) { return std::uint64_t{1} << (thread % 64); }

  std::vector<Action> actions_;
  std::uint64_t threads_ = 0;
};

// What is the same in many actions, each once. Several threads may add to it.
class SharedActionTable {
 public:
  SharedActionTable();

  // For checkpoints; get() is for a fresh one, before anything else uses it.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from);

 private:
  friend class ActionTable;

  FootprintId add(const Footprint& footprint, std::uint64_t hash);
  ChoicesId add(const kernel::Choices& choices);

  std::mutex mutex_;
  std::deque<Footprint> footprints_;
  std::unordered_multimap<std::uint64_t, FootprintId> by_hash_;
  std::deque<kernel::Choices> choices_;
  std::map<std::vector<std::uint32_t>, ChoicesId> by_choices_;  // taken, then alternatives
};

// The same, as one thread uses it.
class ActionTable {
 public:
  // `shared` must outlive this.
  explicit ActionTable(SharedActionTable& shared) : shared_(shared) { update(); }

  FootprintId add(const Footprint& footprint);
  ChoicesId add(const kernel::Choices& choices);
  ChoicesId add_taken(std::vector<std::uint32_t> taken);

  // Of those that are known here: added here, or before the last update.
  const Footprint& footprint(FootprintId id) const { return *footprints_[id]; }
  const kernel::Choices& choices(ChoicesId id) const { return *choices_[id]; }
  bool dependent(FootprintId a, FootprintId b) {
    if (a >= side_ || b >= side_) return decide(a, b);
    const std::uint8_t known = dependence_[a * side_ + b];
    return known == kUnknown ? decide(a, b) : known == kDependent;
  }

  // Learns what other threads have added.
  void update();

  bool knows(FootprintId footprint, ChoicesId choices) const {
    return footprint < footprints_.size() && choices < choices_.size();
  }

 private:
  enum Dependence : std::uint8_t { kUnknown, kIndependent, kDependent };
  static constexpr std::size_t kSideMax = 2048;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t id_plus_one = 0;  // 0: empty
  };

  bool decide(FootprintId a, FootprintId b);
  void remember(std::uint64_t hash, FootprintId id);
  void learn(FootprintId id);

  SharedActionTable& shared_;
  std::vector<const Footprint*> footprints_;  // nullptr: another thread's
  std::size_t known_ = 0;                     // of them
  std::vector<const kernel::Choices*> choices_;
  std::vector<Slot> slots_;  // open addressing; a power of two of them
  std::size_t slots_used_ = 0;
  std::vector<std::uint8_t> dependence_;  // side_ x side_
  std::size_t side_ = 0;
};

// How an action that is possible at once stands to a sequence that is possible from the same state.
struct Relation {
  enum Kind {
    kConflict,     // the sequence cannot begin with it, nor be followed by it unchanged
    kInitial,      // the sequence can begin with it: it is its action number `place`
    kIndependent,  // it is none of the sequence, and independent of all of it
  } kind = kConflict;
  std::size_t place = 0;
};
Relation relation(ActionTable& table, const Action& action, const Sequence& sequence);

}  // namespace heddle::explore
