// The interleavings that respect a set of ordered pairs of accesses, counted in the graph of
// states: the product of the graph with how often each access in question has happened.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "explore/access_points.h"
#include "explore/number.h"

namespace heddle::explore {

// An access of the graph, the occurrence-th of its thread.
struct Occurrence {
  PointId point = 0;
  std::uint32_t number = 1;                             // from 1
  auto operator<=>(const Occurrence&) const = default;  // NOLINT(modernize-use-nullptr)
};

// `before` happens, and `after` happens later or never.
struct PointPair {
  Occurrence before;
  Occurrence after;
  auto operator<=>(const PointPair&) const = default;  // NOLINT(modernize-use-nullptr)
};

// Work that one or several questions may take, in states of the product; and until when.
struct Budget {
  std::uint64_t nodes = 0;
  std::function<bool()> expired;  // asked now and then; may be empty
  bool spend() {
    constexpr std::uint64_t kNodesBetweenLooks = 4096;
    if (nodes == 0) return false;
    if (--nodes % kNodesBetweenLooks == 0 && expired && expired()) nodes = 0;
    return nodes > 0;
  }
};

class Constraint {
 public:
  // The graph and the points must outlive this.
  Constraint(const Graph& graph, const AccessPoints& points, std::vector<PointPair> pairs);

  // Whether every interleaving that respects the pairs ends in a state with `wanted`; nullopt when
  // the budget ran out.
  std::optional<bool> implies(const std::function<bool(StateId)>& wanted, Budget& budget);
  // How many interleavings respect the pairs; unbounded when that part of the graph has a cycle,
  // unknown when the budget ran out.
  Count count(Budget& budget);

 private:
  using CounterId = std::uint32_t;  // a combination of how often each access has happened
  static constexpr CounterId kViolated = 0xffffffff;

  CounterId intern(const std::vector<std::uint32_t>& counters);
  // After one more access; kViolated when a pair can no longer be respected.
  CounterId after(CounterId counters, PointId point);
  CounterId compute_after(CounterId counters, std::size_t stream);
  // Whether every `before` has happened.
  bool complete(CounterId counters) const;
  bool is_end(StateId state) const { return graph_.edges_begin(state) == graph_.edges_end(state); }

  const Graph& graph_;
  const AccessPoints& points_;
  struct Pair {
    std::size_t before = 0;  // index in streams_
    std::uint32_t before_number = 1;
    std::size_t after = 0;
    std::uint32_t after_number = 1;
  };
  std::vector<Pair> pairs_;
  std::vector<PointId> streams_;     // the accesses in question
  std::vector<std::uint32_t> most_;  // counters stop there
  std::map<PointId, std::size_t> stream_of_;
  std::vector<std::vector<std::uint32_t>> counters_;
  std::map<std::vector<std::uint32_t>, CounterId> counter_ids_;
  std::vector<std::vector<CounterId>> next_;  // by counters and stream; kUnasked: not computed
  std::vector<std::size_t> stream_of_point_;
  static constexpr CounterId kUnasked = 0xfffffffe;
};

}  // namespace heddle::explore
