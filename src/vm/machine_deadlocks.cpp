// Deadlocks by their names: who waits for what.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kernel/rules.h"
#include "vm/machine.h"

namespace heddle::vm {

using kernel::Defect;
using kernel::Execution;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

// Cycles beyond so many are no findings of their own: with reader-writer locks there may be as many
// as there are orders of the threads.
constexpr std::size_t kCyclesMax = 1'000;

struct Waiting {
  ThreadId thread = 0;
  Operation operation;
  std::vector<std::size_t> for_whom;  // indexes of those who hold it up and wait themselves
};

// Whether `waiting` cannot go on before `other` leaves a lock that it is inside, or ends.
bool waits_for(const Execution& execution, const Waiting& waiting, ThreadId other) {
  const auto rule = kernel::rules(waiting.operation.kind).held_up_by;
  return rule != nullptr && rule(execution, waiting.thread, waiting.operation, other);
}

// The elementary cycles of a graph, each once, from its least node: depth first through nodes that
// are greater (Tiernan, CACM 13(12), 1970).
class Cycles {
 public:
  explicit Cycles(const std::vector<Waiting>& graph) : graph_(graph), on_way_(graph.size()) {
    for (first_ = 0; first_ < graph.size(); ++first_) {
      find_who_comes_back();
      extend(first_);
    }
  }
  const std::vector<std::vector<std::size_t>>& all() const { return cycles_; }

 private:
  // A way is extended only by nodes from which the first one can be reached.
  void find_who_comes_back() {
    comes_back_.assign(graph_.size(), false);
    comes_back_[first_] = true;
    for (bool news = true; news;) {
      news = false;
      for (std::size_t node = first_; node < graph_.size(); ++node) {
        if (comes_back_[node]) continue;
        const auto& next = graph_[node].for_whom;
        comes_back_[node] = std::any_of(next.begin(), next.end(), [this](std::size_t each) {
          return each >= first_ && comes_back_[each];
        });
        news |= comes_back_[node];
      }
    }
  }

  void extend(std::size_t node) {
    way_.push_back(node);
    on_way_[node] = true;
    for (const std::size_t next : graph_[node].for_whom) {
      if (cycles_.size() == kCyclesMax) break;
      if (next == first_) cycles_.push_back(way_);
      if (next > first_ && comes_back_[next] && !on_way_[next]) extend(next);
    }
    on_way_[node] = false;
    way_.pop_back();
  }

  const std::vector<Waiting>& graph_;
  std::vector<bool> on_way_;
  std::vector<bool> comes_back_;
  std::vector<std::size_t> way_;
  std::vector<std::vector<std::size_t>> cycles_;
  std::size_t first_ = 0;
};

std::vector<Waiting> waiting_threads(const Execution& execution) {
  std::vector<Waiting> waiting;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    const Operation operation = execution.pending(thread);
    if (operation.kind != OperationKind::kNone) waiting.push_back({thread, operation, {}});
  }
  for (Waiting& each : waiting) {
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waits_for(execution, each, waiting[i].thread)) each.for_whom.push_back(i);
    }
  }
  return waiting;
}

}  // namespace

// As findings name it: "lock m", "wait c", "await x == 1".
std::string Machine::wait_text(const Execution& execution, ThreadId thread,
                               const Operation& operation) const {
  if (execution.status(thread) == Execution::kAsleep) {
    return "wait " + execution.object(operation.object).name;
  }
  if (const auto pc = await_pc(execution, thread)) {
    const Body& body = program_.bodies[threads_[thread].declaration];
    return scenario_.sources[body.code[*pc].source].text;
  }
  return access_text(execution, operation);
}

void Machine::judge_deadlock(Execution& execution, std::vector<Defect>& found) const {
  if (deadlock_property_ == kernel::kNoId) return;
  const std::vector<Waiting> waiting = waiting_threads(execution);
  const auto name = [&](const std::vector<std::size_t>& threads) {
    std::vector<std::string> parts;
    for (const std::size_t each : threads) {
      const auto& [thread, operation, for_whom] = waiting[each];
      parts.push_back(fmt::format("{}: {}", scenario_.threads[threads_[thread].declaration].name,
                                  wait_text(execution, thread, operation)));
    }
    std::sort(parts.begin(), parts.end());
    return fmt::format("{}", fmt::join(parts, ", "));
  };
  std::set<std::string> names;
  const Cycles cycles(waiting);
  for (const auto& cycle : cycles.all()) names.insert(name(cycle));
  if (names.empty()) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (!execution.thread(waiting[i].thread).background) all.push_back(i);
    }
    names.insert(name(all));
  }
  for (const std::string& each : names) {
    if (!ignored("deadlock", each)) found.push_back({deadlock_property_, 0, each});
  }
}

}  // namespace heddle::vm
