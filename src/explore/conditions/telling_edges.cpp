#include "explore/conditions/telling_edges.h"

#include <algorithm>
#include <utility>

namespace heddle::explore::conditions {

namespace {

bool happens(const Alphabet& alphabet, EdgeId edge, StreamId stream) {
  const auto& label = alphabet.labels[alphabet.of_edge[edge]];
  return std::any_of(label.begin(), label.end(),
                     [&](const Happening& each) { return each.stream == stream; });
}

// By state: whether an edge with the stream can still come.
std::vector<bool> can_come(const Ground& ground, StreamId stream) {
  const Graph& graph = ground.graph;
  std::vector<bool> can(graph.state_count(), false);
  std::vector<StateId> found;
  const auto add = [&](StateId state) {
    if (can[state]) return;
    can[state] = true;
    found.push_back(state);
  };
  for (StateId state = 0; state < graph.state_count(); ++state) {
    for (EdgeId edge = graph.edges_begin(state); edge < graph.edges_end(state); ++edge) {
      if (happens(ground.alphabet, edge, stream)) add(state);
    }
  }
  while (!found.empty()) {
    const StateId state = found.back();
    found.pop_back();
    for (const EdgeId edge : ground.in_edges.of(state)) add(source(graph, edge));
  }
  return can;
}

// Whether marks are set, by state, each found out once.
class Marked {
 public:
  Marked(StateSpace& space, std::uint32_t mark)
      : space_(space), mark_(mark), known_(space.graph().state_count(), kUnknown) {}

  bool operator()(StateId state) {
    if (known_[state] == kUnknown) {
      space_.search().load(state);
      known_[state] = space_.execution().marked(mark_) ? kYes : kNo;
    }
    return known_[state] == kYes;
  }

 private:
  enum Known : std::uint8_t { kUnknown, kNo, kYes };

  StateSpace& space_;
  std::uint32_t mark_;
  std::vector<Known> known_;
};

// The cells of this memory that may be touched on the edge.
std::vector<std::uint32_t> cells_touched(const Alphabet& alphabet, EdgeId edge,
                                         std::uint32_t memory) {
  std::vector<std::uint32_t> cells;
  for (const Happening& each : alphabet.labels[alphabet.of_edge[edge]]) {
    for (const Touch& touch : alphabet.streams[each.stream].touches) {
      if (touch.memory == memory) cells.push_back(touch.cell);
    }
  }
  return cells;
}

}  // namespace

EdgeFilter order_matters(const Ground& ground, const EventTable& events, const Term& term) {
  struct Order {
    StreamId first = 0;
    std::vector<bool> second_can_come;  // by state
  };
  std::vector<Order> orders;
  for (const Literal& each : term) {
    if (each.after == kNoId) continue;
    orders.push_back({events[each.before].stream, can_come(ground, events[each.after].stream)});
  }
  return [&ground, orders = std::move(orders)](EdgeId edge) {
    return std::all_of(orders.begin(), orders.end(), [&](const Order& order) {
      return !happens(ground.alphabet, edge, order.first) ||
             order.second_can_come[source(ground.graph, edge)];
    });
  };
}

EdgeFilter loss_shows(StateSpace& space, const Alphabet& alphabet, const Loss& loss) {
  return [&space, &alphabet, memory = loss.memory,
          marked = Marked(space, loss.mark)](EdgeId edge) mutable {
    const Graph& graph = space.graph();
    const StateId before = source(graph, edge);
    const StateId after = graph.target(edge);
    if (marked(before) || !marked(after)) return true;
    const auto cells = cells_touched(alphabet, edge, memory);
    const auto values = [&](StateId state) {
      space.search().load(state);
      std::vector<kernel::Value> result;
      result.reserve(cells.size());
      for (const std::uint32_t cell : cells) result.push_back(space.execution().word(cell));
      return result;
    };
    return values(before) != values(after);
  };
}

bool loss_shows_along(StateSpace& space, const Path& path, const Loss& loss) {
  kernel::Execution& execution = space.execution();
  std::vector<kernel::Event> events;
  for (const Decision& decision : path) {
    kernel::Choices choices;
    choices.taken = decision.choices;
    choices.resize(choices.taken.size());
    if (decision.thread == kNoId) {
      execution.restart(choices);
      continue;
    }
    events.clear();
    execution.record(&events);
    execution.step(decision.thread, choices);
    execution.record(nullptr);
    if (!execution.marked(loss.mark)) continue;
    return std::any_of(events.begin(), events.end(), [&](const kernel::Event& event) {
      return is_memory(event.operation.kind) && event.before != event.after &&
             space.program().memory_name(execution, event.operation.cell) == loss.memory;
    });
  }
  return false;
}

EdgeFilter both(EdgeFilter a, EdgeFilter b) {
  if (!a || !b) return a ? std::move(a) : std::move(b);
  return [a = std::move(a), b = std::move(b)](EdgeId edge) { return a(edge) && b(edge); };
}

}  // namespace heddle::explore::conditions
