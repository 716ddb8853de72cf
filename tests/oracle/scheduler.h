// What may happen next, and what happens then: the scheduler's side of the format page.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "oracle/walker.h"
#include "oracle/world.h"

namespace heddle::oracle {

// How an interleaving ended, as outcomes are compared: pointers are renumbered.
struct Outcome {
  std::string end;
  std::vector<std::vector<std::int64_t>> values;  // of each variable; null is 0
  std::set<std::uint32_t> flags;
  auto operator<=>(const Outcome&) const = default;
};

class Scheduler {
 public:
  explicit Scheduler(const scenario::Scenario& scenario);
  Scheduler(const Scheduler&) = delete;  // worlds refer to it
  Scheduler& operator=(const Scheduler&) = delete;

  using Then = std::function<void(World, const std::vector<Chosen>& choices)>;
  // Calls `then` for every world in which the scenario may start, in the order of the choices.
  void start(const Then& then) const;
  // Calls `then` for every world after the next access of `thread` and the local work after it.
  void step(const World& world, std::uint32_t thread, const Then& then) const;

  // Threads whose next access can happen, in the order of the file; none when it has ended.
  std::vector<std::uint32_t> enabled(const World& world) const;
  // Requires: nothing is enabled. Sets the end, with the findings that belong to it.
  void finish(World& world) const;
  // Names of the data races between the next accesses of two of these threads.
  std::set<std::string> races(const World& world, const std::vector<std::uint32_t>& enabled) const;
  // The thread whose transaction is open, for serial orders.
  std::optional<std::uint32_t> open_transaction(const World& world) const;
  Outcome outcome(const World& world) const;

  const std::vector<ThreadId>& threads() const { return threads_; }

 private:
  // Calls `then` for what becomes of the world `from()` by `act`, once for each sequence of
  // choices.
  void attempt_all(const std::function<World()>& from,
                   const std::function<void(World&, Choices&)>& act, const Then& then) const;
  bool is_enabled(const World& world, std::uint32_t index) const;
  // Notes flags of `never` and, where asked for, invariants that do not hold.
  void check_state(World& world, bool invariants) const;
  bool holds(World& world, scenario::ExpressionId expression) const;

  const scenario::Scenario& scenario_;
  std::vector<ThreadId> threads_;
  std::set<scenario::ExpressionId> losing_writes_;
};

}  // namespace heddle::oracle
