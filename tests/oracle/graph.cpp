// The search of the graph of states, for scenarios whose graph has a cycle.
#include <deque>
#include <limits>

#include "oracle/oracle.h"
#include "oracle/serial.h"

namespace heddle::oracle {

namespace {

constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

struct Node {
  World world;
  std::uint32_t last = kNone;
  std::uint32_t preemptions = kFar;
  bool done = false;
  bool end = false;
  std::vector<std::size_t> from;  // nodes from which one step leads here
};

// All states (with the thread that ran last), each with the fewest preemptions that lead to it.
class Graph {
 public:
  Graph(const scenario::Scenario& scenario, const Limits& limits, Result& result)
      : scenario_(scenario), limits_(limits), result_(result), scheduler_(scenario) {}

  void run() {
    scheduler_.start([&](World world, const std::vector<Chosen>& choices) {
      note_choices(choices);
      reach(std::move(world), kNone, 0, std::nullopt);
    });
    while (!waiting_.empty() && !result_.gave_up) {
      const auto id = waiting_.front();
      waiting_.pop_front();
      if (!nodes_[id].done) expand(id);
    }
    if (result_.gave_up) return;
    find_livelock();
    finish_serial();
    if (scenario_.check.deterministic && !is_ignored(scenario_, {"nondeterministic", ""}))
      result_.nondeterministic = completed_.size() > 1;
  }

 private:
  void note_choices(const std::vector<Chosen>& choices) {
    for (const auto& choice : choices) result_.choices = result_.choices || choice.alternative > 0;
  }

  void reach(World world, std::uint32_t last, std::uint32_t preemptions,
             std::optional<std::size_t> from) {
    const auto key = key_of(scenario_, world) + "@" + std::to_string(last);
    const auto [known, added] = ids_.try_emplace(key, nodes_.size());
    if (added) nodes_.push_back({std::move(world), last, kFar, false, false, {}});
    auto& node = nodes_[known->second];
    if (from) node.from.push_back(*from);
    if (preemptions < node.preemptions) {
      // A switch costs 0 or 1: those of the same cost go first.
      const bool same = from && preemptions == nodes_[*from].preemptions;
      node.preemptions = preemptions;
      if (same)
        waiting_.push_front(known->second);
      else
        waiting_.push_back(known->second);
    }
    if (nodes_.size() > limits_.nodes_max) result_.gave_up = true;
  }

  void expand(std::size_t id) {
    nodes_[id].done = true;
    const auto preemptions = nodes_[id].preemptions;
    const auto last = nodes_[id].last;
    const auto world = nodes_[id].world;
    for (const auto& finding : world.findings) note_before(finding, preemptions);
    const auto enabled = scheduler_.enabled(world);
    if (enabled.empty()) return end(id);
    for (const auto& race : scheduler_.races(world, enabled))
      if (!is_ignored(scenario_, {"data-race", race})) result_.races.try_emplace(race, preemptions);
    bool last_enabled = false;
    for (const auto thread : enabled) last_enabled = last_enabled || thread == last;
    for (const auto thread : enabled) {
      const auto cost = preemptions + (last_enabled && thread != last ? 1U : 0U);
      scheduler_.step(world, thread, [&](World next, const std::vector<Chosen>& choices) {
        note_choices(choices);
        reach(std::move(next), thread, cost, id);
      });
    }
  }

  // Nodes are expanded in the order of their preemptions: the first time has the fewest.
  Found* note_before(const FindingName& finding, std::uint32_t preemptions) {
    if (is_ignored(scenario_, finding)) return nullptr;
    const auto [found, added] = result_.findings.try_emplace(finding);
    if (added) found->second.preemptions_before = preemptions;
    result_.kind_counts[finding.first == "flag" ? finding.second : finding.first] = 0;
    return &found->second;
  }

  void note_end(Found& found, std::uint32_t preemptions) {
    if (!found.preemptions) found.preemptions = preemptions;
  }

  void end(std::size_t id) {
    auto& node = nodes_[id];
    node.end = true;
    auto world = node.world;
    scheduler_.finish(world);
    const auto outcome = scheduler_.outcome(world);
    const auto [ended, added] = result_.outcomes.try_emplace(outcome);
    if (added) ended->second.preemptions_before = node.preemptions;
    note_end(ended->second, node.preemptions);
    for (const auto& finding : world.findings) {
      auto* found = note_before(finding, node.preemptions);
      if (found == nullptr) continue;
      note_end(*found, node.preemptions);
      ended->second.findings[finding] = 0;
    }
    if (outcome.end == "completed") completed_.insert(outcome.values);
  }

  // A node from which no end can be reached.
  void find_livelock() {
    std::vector<bool> ends(nodes_.size(), false);
    std::vector<std::size_t> todo;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].end) todo.push_back(i);
    while (!todo.empty()) {
      const auto id = todo.back();
      todo.pop_back();
      if (ends[id]) continue;
      ends[id] = true;
      for (const auto from : nodes_[id].from) todo.push_back(from);
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (!ends[i]) result_.livelock = !is_ignored(scenario_, {"livelock", ""});
  }

  void finish_serial() {
    const auto serial = serial_ends(scenario_, limits_);
    result_.gave_up = !serial;
    if (!serial) return;
    if (scenario_.check.serializable && !is_ignored(scenario_, {"not-serializable", ""}))
      mark_not_serializable(*serial);
    note_serial(*serial, result_);
  }

  void mark_not_serializable(const SerialEnds& serial) {
    for (auto& [outcome, found] : result_.outcomes) {
      if (!not_serializable(serial, outcome)) continue;
      const FindingName name{"not-serializable", ""};
      found.findings[name] = 0;
      auto* bad = note_before(name, *found.preemptions);
      if (!bad->preemptions || *found.preemptions < *bad->preemptions)
        bad->preemptions = found.preemptions;
      bad->preemptions_before = *bad->preemptions;
    }
  }

  const scenario::Scenario& scenario_;
  const Limits& limits_;
  Result& result_;
  Scheduler scheduler_;
  std::deque<Node> nodes_;
  std::map<std::string, std::size_t> ids_;
  std::deque<std::size_t> waiting_;
  std::set<std::vector<std::vector<std::int64_t>>> completed_;
};

}  // namespace

void explore_graph(const scenario::Scenario& scenario, const Limits& limits, Result& result) {
  Graph(scenario, limits, result).run();
}

}  // namespace heddle::oracle
