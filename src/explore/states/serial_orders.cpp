#include "explore/states/serial_orders.h"

#include <map>
#include <utility>

#include "explore/end_classes.h"
#include "explore/states/serial_graph.h"
#include "explore/states/state_search.h"
#include "explore/states/state_store.h"

namespace heddle::explore {

using kernel::End;
using kernel::kNoId;
using kernel::ThreadId;

namespace {

// A state together with the thread whose transaction is open (its number + 1, or 0) as a last word.
class SerialSearch {
 public:
  SerialSearch(kernel::Execution& execution, kernel::StateProgram& program, const Options& options,
               Watch& watch)
      : execution_(execution),
        program_(program),
        options_(options),
        watch_(watch),
        run_(execution, program),
        expansion_(run_),
        classes_(run_),
        buffer_(StateStore::kPackedBytesMax) {}

  SerialOrders run() {
    do {
      execution_.restart(choices_);
      const std::uint32_t start = add(kNoId);
      if (starts_.insert(start).second) graph_.starts.push_back(start);
    } while (choices_.advance());
    for (std::uint32_t next = 0; next < store_.size(); ++next) {
      orders_.stop = must_stop(next);
      if (orders_.stop != Stop::kNone) return std::move(orders_);
      expand(next);
      graph_.edges_end.push_back(static_cast<std::uint32_t>(graph_.edges.size()));
    }
    conclude();
    return std::move(orders_);
  }

 private:
  Stop must_stop(std::uint32_t next) {
    if (options_.limits.states_max && next >= *options_.limits.states_max) return Stop::kStates;
    const std::uint64_t bytes = store_.bytes() + graph_.edges.size() * sizeof(SerialGraph::Edge);
    return next % 64 == 0 ? watch_.check({.states = next}, bytes) : Stop::kNone;
  }

  std::uint32_t add(ThreadId open) {
    words_ = execution_.words();
    words_.push_back(open == kNoId ? 0 : static_cast<Value>(open) + 1);
    return store_.intern(store_.pack(words_, buffer_.data()));
  }

  void expand(std::uint32_t id) {
    store_.load(id, state_);
    const ThreadId open = state_.back() == 0 ? kNoId : static_cast<ThreadId>(state_.back() - 1);
    state_.pop_back();
    execution_.restore(state_);
    expansion_.look();
    graph_.end_of.push_back(end_here(open));
    if (expansion_.end() == End::kFailed) return;
    bool moved = false;
    for (const auto& [thread, operation] : expansion_.enabled()) {
      if (open != kNoId && open != thread) continue;
      moved = true;
      step_all_ways(thread, operation, open == kNoId);
    }
    if (!moved && open != kNoId && !orders_.stuck) orders_.stuck = open;
  }

  // Which end the order comes to here; kNone when it comes to none.
  std::uint32_t end_here(ThreadId open) {
    const End end = expansion_.end();
    if (end == End::kRunning || (end != End::kFailed && open != kNoId)) return SerialGraph::kNone;
    orders_.completes |= end == End::kCompleted;
    const EndClass& found = classes_.classes()[classes_.classify(end)];
    orders_.defects.insert(found.defects.begin(), found.defects.end());
    return found.outcome;
  }

  void step_all_ways(ThreadId thread, const kernel::Operation& operation, bool begins) {
    choices_.clear();
    do {
      execution_.restore(state_);
      const bool in_unit = execution_.in_unit(thread);
      const std::uint32_t begun =
          begins ? unit(thread, in_unit ? program_.unit_name(execution_, thread) : std::string())
                 : SerialGraph::kNone;
      execution_.step(thread, operation, choices_);
      const bool open = in_unit && !execution_.unit_border();
      graph_.edges.push_back({add(open ? thread : kNoId), begun});
    } while (choices_.advance());
  }

  std::uint32_t unit(ThreadId thread, std::string name) {
    const auto [known, added] = units_.try_emplace({thread, std::move(name)}, graph_.units.size());
    if (added) graph_.units.push_back({thread, known->first.second});
    return static_cast<std::uint32_t>(known->second);
  }

  void conclude() {
    if (!orders_.completes) return;  // then nothing is compared with them
    graph_.ends = static_cast<std::uint32_t>(classes_.outcomes().size());
    auto orders = first_orders(graph_);
    for (std::uint32_t i = 0; i < orders.size(); ++i) {
      orders_.ends[key_of(classes_.outcomes()[i])] = {std::move(orders[i])};
    }
  }

  kernel::Execution& execution_;
  kernel::StateProgram& program_;
  const Options& options_;
  Watch& watch_;
  kernel::ScheduledProgram run_;
  Expansion expansion_;
  EndClasses classes_;
  StateStore store_;
  SerialGraph graph_;
  SerialOrders orders_;
  std::map<std::pair<ThreadId, std::string>, std::size_t> units_;
  std::set<std::uint32_t> starts_;
  kernel::Choices choices_;
  std::vector<Value> words_;
  std::vector<Value> state_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace

const SerialEnd* SerialOrders::find(const Outcome& outcome) const {
  const auto found = ends.find(key_of(outcome));
  return found == ends.end() ? nullptr : &found->second;
}

SerialOrders find_serial_orders(kernel::Execution& execution, kernel::StateProgram& program,
                                const Options& options, Watch& watch) {
  return SerialSearch(execution, program, options, watch).run();
}

}  // namespace heddle::explore
