#include "oracle/serial.h"

#include <algorithm>
#include <deque>

namespace heddle::oracle {

namespace {

struct Edge {
  std::uint32_t thread = kNone;
  std::size_t to = 0;
};

struct Node {
  World world;
  std::vector<Edge> edges;  // in the order of decisions
  std::optional<Outcome> end;
  std::set<FindingName> findings;  // at the end
};

// The states that serial orders reach.
class SerialGraph {
 public:
  SerialGraph(const scenario::Scenario& scenario, const Limits& limits)
      : scenario_(scenario), limits_(limits), scheduler_(scenario) {}

  std::optional<SerialEnds> run() {
    scheduler_.start([&](World world, const std::vector<Chosen>&) {
      starts_.push_back(reach(std::move(world)));
    });
    for (std::size_t id = 0; id < nodes_.size(); ++id) {
      if (nodes_.size() > limits_.nodes_max) return std::nullopt;
      expand(id);
    }
    SerialEnds ends;
    for (const auto& node : nodes_) {
      if (!node.end) continue;
      ends.findings.insert(node.findings.begin(), node.findings.end());
      ends.outcomes[*node.end] = std::nullopt;
    }
    for (auto& [outcome, order] : ends.outcomes) order = first_order(outcome);
    return ends;
  }

 private:
  std::size_t reach(World world) {
    const auto [known, added] = ids_.try_emplace(key_of(scenario_, world), nodes_.size());
    if (added) nodes_.push_back({std::move(world), {}, {}, {}});
    return known->second;
  }

  void expand(std::size_t id) {
    const auto world = nodes_[id].world;
    const auto enabled = scheduler_.enabled(world);
    if (enabled.empty()) return end(id);
    const auto open = scheduler_.open_transaction(world);
    for (const auto thread : enabled) {
      if (open && *open != thread) continue;
      scheduler_.step(world, thread, [&](World next, const std::vector<Chosen>&) {
        const auto to = reach(std::move(next));
        nodes_[id].edges.push_back({thread, to});
      });
    }
  }

  void end(std::size_t id) {
    auto world = nodes_[id].world;
    if (!ends_serially(scheduler_, world)) return;
    scheduler_.finish(world);
    nodes_[id].end = scheduler_.outcome(world);
    nodes_[id].findings = world.findings;
  }

  // Always the first decision from which the outcome can still be reached.
  std::optional<SerialOrder> first_order(const Outcome& outcome) const {
    const auto possible = leading_to(outcome);
    const auto can = [&](std::size_t id) { return possible.count(id) != 0; };
    SerialOrder order;
    std::set<std::size_t> passed;
    auto id = *std::find_if(starts_.begin(), starts_.end(), can);
    while (!nodes_[id].end) {
      if (!passed.insert(id).second) return std::nullopt;
      const auto& edges = nodes_[id].edges;
      const auto edge =
          std::find_if(edges.begin(), edges.end(), [&](const Edge& each) { return can(each.to); });
      add_unit(scheduler_, nodes_[id].world, edge->thread, order);
      id = edge->to;
    }
    return order;
  }

  std::set<std::size_t> leading_to(const Outcome& outcome) const {
    std::set<std::size_t> possible;
    for (std::size_t id = 0; id < nodes_.size(); ++id)
      if (nodes_[id].end == outcome) possible.insert(id);
    for (bool more = true; more;) {
      more = false;
      for (std::size_t id = nodes_.size(); id-- > 0;)
        for (const auto& edge : nodes_[id].edges)
          if (possible.count(edge.to) != 0 && possible.insert(id).second) more = true;
    }
    return possible;
  }

  const scenario::Scenario& scenario_;
  const Limits& limits_;
  Scheduler scheduler_;
  std::deque<Node> nodes_;
  std::map<std::string, std::size_t> ids_;
  std::vector<std::size_t> starts_;
};

}  // namespace

void add_unit(const Scheduler& scheduler, const World& world, std::uint32_t thread,
              SerialOrder& order) {
  const auto& state = world.threads[thread];
  const auto& next = state.next;
  if (next.unit != 0 && next.unit == state.unit_last) return;
  const auto& name = scheduler.threads()[thread].name;
  order.push_back(next.unit_name.empty() ? name : name + "/" + next.unit_name);
}

bool ends_serially(const Scheduler& scheduler, const World& world) {
  return !world.end.empty() || !scheduler.open_transaction(world);
}

bool SerialEnds::complete() const {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const auto& each) { return each.first.end == "completed"; });
}

SerialEnds serial_ends(const std::vector<Interleaving>& interleavings) {
  SerialEnds ends;
  for (const auto& interleaving : interleavings) {
    if (!interleaving.serial) continue;
    ends.outcomes.try_emplace(interleaving.outcome, interleaving.units);
    ends.findings.insert(interleaving.findings.begin(), interleaving.findings.end());
  }
  return ends;
}

std::optional<SerialEnds> serial_ends(const scenario::Scenario& scenario, const Limits& limits) {
  return SerialGraph(scenario, limits).run();
}

bool not_serializable(const SerialEnds& serial, const Outcome& outcome) {
  return outcome.end == "completed" && serial.outcomes.count(outcome) == 0;
}

void note_serial(const SerialEnds& serial, Result& result) {
  if (!serial.complete()) return;
  for (auto& [name, found] : result.findings) found.serial = serial.findings.count(name) != 0;
  for (auto& [outcome, found] : result.outcomes) {
    const auto order = serial.outcomes.find(outcome);
    found.serial = order != serial.outcomes.end();
    if (*found.serial) found.serial_order = order->second;
  }
}

}  // namespace heddle::oracle
