#include "explore/constraint.h"

#include <algorithm>
#include <unordered_map>

#include "base/flat_set.h"

namespace heddle::explore {

namespace {

constexpr std::size_t kNoStream = static_cast<std::size_t>(-1);

std::uint64_t product_key(StateId state, std::uint32_t counters) {
  return std::uint64_t{counters} << 32 | state;
}

}  // namespace

Constraint::Constraint(const Graph& graph, const AccessPoints& points, std::vector<PointPair> pairs)
    : graph_(graph), points_(points) {
  const auto stream = [&](const Occurrence& occurrence) {
    const auto [found, added] = stream_of_.try_emplace(occurrence.point, streams_.size());
    if (added) {
      streams_.push_back(occurrence.point);
      most_.push_back(0);
    }
    most_[found->second] = std::max(most_[found->second], occurrence.number);
    return found->second;
  };
  for (const PointPair& pair : pairs) {
    const std::size_t before = stream(pair.before);
    pairs_.push_back({before, pair.before.number, stream(pair.after), pair.after.number});
  }
  for (const auto& [point, index] : stream_of_) {
    if (stream_of_point_.size() <= point) stream_of_point_.resize(point + 1, kNoStream);
    stream_of_point_[point] = index;
  }
  intern(std::vector<std::uint32_t>(streams_.size(), 0));
}

Constraint::CounterId Constraint::intern(const std::vector<std::uint32_t>& counters) {
  const auto [found, added] =
      counter_ids_.try_emplace(counters, static_cast<CounterId>(counters_.size()));
  if (added) {
    counters_.push_back(counters);
    next_.emplace_back(streams_.size(), kUnasked);
  }
  return found->second;
}

Constraint::CounterId Constraint::after(CounterId counters, PointId point) {
  if (point >= stream_of_point_.size() || stream_of_point_[point] == kNoStream) return counters;
  const std::size_t stream = stream_of_point_[point];
  const CounterId known = next_[counters][stream];
  if (known != kUnasked) return known;
  const CounterId computed = compute_after(counters, stream);
  next_[counters][stream] = computed;
  return computed;
}

Constraint::CounterId Constraint::compute_after(CounterId counters, std::size_t stream) {
  std::vector<std::uint32_t> now = counters_[counters];
  if (now[stream] == most_[stream]) return counters;
  ++now[stream];
  for (const Pair& pair : pairs_) {
    if (pair.after == stream && pair.after_number == now[stream] &&
        now[pair.before] < pair.before_number) {
      return kViolated;
    }
  }
  return intern(now);
}

bool Constraint::complete(CounterId counters) const {
  return std::all_of(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
    return counters_[counters][pair.before] >= pair.before_number;
  });
}

// Depth first: a counterexample is usually near.
std::optional<bool> Constraint::implies(const std::function<bool(StateId)>& wanted,
                                        Budget& budget) {
  FlatSet seen;
  std::vector<std::pair<StateId, CounterId>> stack;
  const auto visit = [&](StateId state, CounterId counters) {
    if (seen.insert(product_key(state, counters))) stack.push_back({state, counters});
  };
  for (const StateId start : graph_.starts()) visit(start, 0);
  while (!stack.empty()) {
    if (!budget.spend()) return std::nullopt;
    const auto [state, counters] = stack.back();
    stack.pop_back();
    if (is_end(state) && complete(counters) && !wanted(state)) return false;
    for (EdgeId edge = graph_.edges_begin(state); edge < graph_.edges_end(state); ++edge) {
      const CounterId next = after(counters, points_.of(edge));
      if (next != kViolated) visit(graph_.target(edge), next);
    }
  }
  return true;
}

Count Constraint::count(Budget& budget) {
  struct Node {
    StateId state;
    CounterId counters;
    EdgeId edge;
    Number sum;
  };
  enum class Mark : std::uint8_t { kOpen, kDone };
  std::unordered_map<std::uint64_t, std::pair<Mark, Number>> known;
  std::vector<Node> stack;
  Number total = 0;
  const auto enter = [&](StateId state, CounterId counters) {
    known[product_key(state, counters)] = {Mark::kOpen, 0};
    const bool counts = is_end(state) && complete(counters);
    stack.push_back({state, counters, graph_.edges_begin(state), counts ? 1 : 0});
  };
  for (const StateId start : graph_.starts()) {
    if (const auto found = known.find(product_key(start, 0)); found != known.end()) {
      total += found->second.second;
      continue;
    }
    enter(start, 0);
    while (!stack.empty()) {
      Node& node = stack.back();
      if (node.edge == graph_.edges_end(node.state)) {
        Number sum = std::move(node.sum);
        known[product_key(node.state, node.counters)] = {Mark::kDone, sum};
        stack.pop_back();
        (stack.empty() ? total : stack.back().sum) += sum;
        continue;
      }
      const EdgeId edge = node.edge++;
      const CounterId next = after(node.counters, points_.of(edge));
      if (next == kViolated) continue;
      const auto found = known.find(product_key(graph_.target(edge), next));
      if (found == known.end()) {
        if (!budget.spend()) return {};
        enter(graph_.target(edge), next);
      } else if (found->second.first == Mark::kOpen) {
        return {.kind = Count::kUnbounded, .value = 0};
      } else {
        node.sum += found->second.second;
      }
    }
  }
  return {.kind = Count::kKnown, .value = total};
}

}  // namespace heddle::explore
