// One execution as a trace (Mazurkiewicz): its events in the order in which they happened, which of
// them happen before which, and which pairs are reversible races.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/check.h"
#include "explore/dpor/action.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

class Trace {
 public:
  // All must outlive the trace.
  Trace(const kernel::Schedulable& run, const ActionTable& table);

  std::size_t size() const { return count_; }
  const Action& operator[](std::size_t i) const { return actions_[i]; }
  // Whether event i happens before event k. Requires: i < k.
  bool happens_before(std::size_t i, std::size_t k) const {
    CHECK(i < k);
    return clock(k)[actions_[i].thread] >= ordinals_[i];
  }
  // What has happened after event i, among the first `end`, and not because of it.
  void independent_after(std::size_t i, std::size_t end, std::vector<std::uint32_t>& events) const;
  // Whether something that has happened woke `thread` (or may have).
  bool woken(kernel::ThreadId thread) const {
    return last(resource(kernel::ResourceKind::kThread, thread)) != kNone;
  }

  // How free the object is on which the next operation may wait; to be called before its step.
  void note_availability(const kernel::Operation& operation);
  // Adds what has happened.
  void push(const Action& action);
  void pop();
  void clear();

  // What is known of an access that is to be raced with what has happened.
  struct Candidate {
    kernel::ThreadId thread = 0;
    const kernel::Operation* operation = nullptr;
    const Footprint* footprint = nullptr;
    bool enabled = true;  // now
    bool awaits = false;
  };
  // Events that are in a reversible race with the candidate, the latest first: nothing between the
  // two is after the one and before the other, and the candidate could happen before it.
  // `could_happen(i)` answers for awaits: whether it is enabled before event i, once everything
  // that does not happen after that has happened. Requires: note_availability was called for it,
  // and nothing was pushed or popped since.
  template <class CouldHappen>
  void find_races(const Candidate& candidate, CouldHappen could_happen,
                  std::vector<std::uint32_t>& races) {
    CHECK(noted_);
    races.clear();
    collect(candidate);
    const bool waits = waits_for_object(candidate);
    for (const std::uint32_t event : candidates_) {
      if (in_past(event)) continue;
      if (waits && !could_happen_on_object(candidate, event)) continue;
      if (candidate.awaits && !could_happen(event)) continue;
      races.push_back(event);
      join(event);
    }
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  // One touch of a resource by an event; those of one resource form a chain back in time.
  struct Link {
    std::uint32_t event = 0;
    std::uint32_t before = kNone;  // link
    bool writes = false;
    kernel::Value availability = 0;  // of an object, before the event
  };

  std::span<const std::uint32_t> clock(std::size_t i) const {
    return std::span(clocks_).subspan(i * thread_count_, thread_count_);
  }
  std::uint32_t last(kernel::Resource resource) const {
    return resource < last_.size() ? last_[resource] : kNone;
  }
  void make_room_for(kernel::ThreadId thread);
  bool in_past(std::uint32_t event) const {
    return ordinals_[event] <= past_[actions_[event].thread];
  }
  void join(std::uint32_t event);
  void link(std::uint32_t event, const Touch& touch);
  void start_past(const Candidate& candidate);
  void collect(const Candidate& candidate);
  void collect_chain(std::uint32_t link, bool writes, bool whole);
  bool could_happen_on_object(const Candidate& candidate, std::uint32_t event);
  bool waits_for_object(const Candidate& candidate) const;

  const kernel::Schedulable& run_;
  const ActionTable& table_;
  std::size_t thread_count_;  // numbers below are those of threads that were met
  std::vector<Action> actions_;
  std::size_t count_ = 0;
  std::vector<std::uint32_t> ordinals_;  // of an event among those of its thread, from 1
  std::vector<std::uint32_t> clocks_;    // a row for each event
  std::vector<std::uint32_t> links_begin_;
  std::vector<Link> links_;
  std::vector<std::uint32_t> last_;            // link, by resource
  std::vector<std::uint32_t> last_of_thread_;  // event + 1
  std::vector<std::uint32_t> before_of_thread_;
  std::vector<std::uint32_t> past_;  // scratch: a clock
  std::vector<std::uint32_t> candidates_;
  std::vector<std::pair<kernel::ObjectId, kernel::Value>> availabilities_;
  bool noted_ = false;  // they are of where the trace ends
};

}  // namespace heddle::explore
