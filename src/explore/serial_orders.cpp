#include "explore/serial_orders.h"

#include "explore/end_classes.h"
#include "explore/state_search.h"
#include "explore/state_store.h"

namespace heddle::explore {

using kernel::kNoId;
using kernel::ThreadId;

namespace {

// A state together with the thread whose transaction is open (its number + 1, or 0) as a last word.
class SerialSearch {
 public:
  SerialSearch(kernel::Execution& execution, kernel::Program& program, const Options& options,
               Watch& watch)
      : execution_(execution),
        program_(program),
        options_(options),
        watch_(watch),
        expansion_(execution, program),
        buffer_(StateStore::kPackedBytesMax) {}

  SerialOrders run() {
    do {
      execution_.restart(choices_);
      add(kNoId);
    } while (choices_.advance());
    for (std::uint32_t next = 0; next < store_.size(); ++next) {
      orders_.stop = must_stop(next);
      if (orders_.stop != Stop::kNone) break;
      expand(next);
    }
    return std::move(orders_);
  }

 private:
  Stop must_stop(std::uint32_t next) {
    if (options_.limits.states_max && next >= *options_.limits.states_max) return Stop::kStates;
    return next % 64 == 0 ? watch_.check({.states = next}, store_.bytes()) : Stop::kNone;
  }

  void add(ThreadId open) {
    words_ = execution_.words();
    words_.push_back(open == kNoId ? 0 : static_cast<Value>(open) + 1);
    store_.intern(store_.pack(words_, buffer_.data()));
  }

  void expand(std::uint32_t id) {
    store_.load(id, state_);
    const ThreadId open = state_.back() == 0 ? kNoId : static_cast<ThreadId>(state_.back() - 1);
    state_.pop_back();
    execution_.restore(state_);
    expansion_.look();
    if (expansion_.end() == kernel::End::kCompleted && open == kNoId) {
      Outcome outcome = outcome_of(execution_, program_, expansion_.end());
      orders_.completed.insert({std::move(outcome.values), std::move(outcome.flags)});
    }
    if (expansion_.end() == kernel::End::kFailed) return;
    bool moved = false;
    for (const auto& [thread, operation] : expansion_.enabled()) {
      if (open != kNoId && open != thread) continue;
      moved = true;
      step_all_ways(thread, operation);
    }
    if (!moved && open != kNoId && !orders_.stuck) orders_.stuck = open;
  }

  void step_all_ways(ThreadId thread, const kernel::Operation& operation) {
    choices_.clear();
    do {
      execution_.restore(state_);
      const bool in_unit = program_.in_unit(execution_, thread);
      execution_.step(thread, operation, choices_);
      const bool open = in_unit && !execution_.unit_border();
      add(open ? thread : kNoId);
    } while (choices_.advance());
  }

  kernel::Execution& execution_;
  kernel::Program& program_;
  const Options& options_;
  Watch& watch_;
  Expansion expansion_;
  StateStore store_;
  SerialOrders orders_;
  kernel::Choices choices_;
  std::vector<Value> words_;
  std::vector<Value> state_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace

SerialOrders find_serial_orders(kernel::Execution& execution, kernel::Program& program,
                                const Options& options, Watch& watch) {
  return SerialSearch(execution, program, options, watch).run();
}

}  // namespace heddle::explore
