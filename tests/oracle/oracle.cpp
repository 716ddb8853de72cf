#include "oracle/oracle.h"

#include <algorithm>
#include <tuple>

namespace heddle::oracle {

namespace {

constexpr std::size_t kStepsMax = 2'000;  // of one interleaving: the recursion is as deep

struct GiveUp {};
struct Cycle {};

bool has_while(const std::vector<scenario::Step>& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const scenario::Step& step) {
    return step.kind == scenario::StepKind::kWhile || has_while(step.body) ||
           has_while(step.otherwise);
  });
}

// All interleavings, one after the other, in lexicographic order.
class Recursion {
 public:
  Recursion(const scenario::Scenario& scenario, const Limits& limits, Result& result)
      : scenario_(scenario), limits_(limits), result_(result), scheduler_(scenario) {
    for (const auto& thread : scenario.threads) cyclic_ = cyclic_ || has_while(thread.body);
  }

  // Throws GiveUp and Cycle.
  void run() {
    scheduler_.start([&](World world, const std::vector<std::uint32_t>& choices) {
      note_choices(choices);
      decisions_.push_back({kNone, choices});
      visit(std::move(world), kNone, 0);
      decisions_.pop_back();
    });
  }

 private:
  void visit(World world, std::uint32_t last, std::uint32_t preemptions) {
    if (++nodes_ > limits_.nodes_max || decisions_.size() > kStepsMax) throw GiveUp{};
    const auto enabled = scheduler_.enabled(world);
    if (enabled.empty()) {
      note_announced(world);  // what never happens is still announced at the end
      return record(std::move(world), preemptions);
    }
    for (const auto& race : scheduler_.races(world, enabled)) {
      const auto [known, added] = result_.races.try_emplace(race, preemptions);
      if (!added) known->second = std::min(known->second, preemptions);
    }
    std::string key;
    if (cyclic_) {
      key = key_of(scenario_, world) + "@" + std::to_string(last);
      if (!path_.insert(key).second) throw Cycle{};
    }
    const bool last_enabled = std::find(enabled.begin(), enabled.end(), last) != enabled.end();
    for (const auto thread : enabled) {
      const bool preempts = last_enabled && thread != last;
      go_on(world, thread, preemptions + (preempts ? 1 : 0));
    }
    if (cyclic_) path_.erase(key);
  }

  void go_on(const World& world, std::uint32_t thread, std::uint32_t preemptions) {
    events_.push_back(event_of(world, thread));
    scheduler_.step(world, thread, [&](World next, const std::vector<std::uint32_t>& choices) {
      note_choices(choices);
      decisions_.push_back({thread, choices});
      visit(std::move(next), thread, preemptions);
      decisions_.pop_back();
    });
    events_.pop_back();
  }

  void note_choices(const std::vector<std::uint32_t>& choices) {
    for (const auto choice : choices) result_.choices = result_.choices || choice > 0;
  }

  void note_announced(const World& world) {
    for (std::uint32_t i = 0; i < world.threads.size(); ++i) {
      const auto& thread = world.threads[i];
      const bool waits = thread.started && !thread.finished && !thread.at_barrier;
      if (waits &&
          thread.next.source != kNone)  // kNone: the start failed before this thread's turn
        result_.announced.insert(named(world, i));
    }
  }

  std::uint32_t event_of(const World& world, std::uint32_t thread) {
    const auto event = named(world, thread);
    const auto id = static_cast<std::uint32_t>(result_.events.size());
    const auto [known, added] = ids_.try_emplace(event, id);
    if (added) result_.events.push_back(event);
    return known->second;
  }

  // The next access of a thread, by name.
  Event named(const World& world, std::uint32_t thread) const {
    const auto& next = world.threads[thread].next;
    Event event{scheduler_.threads()[thread].name, scenario_.sources[next.source].pointer, 1,
                next.text};
    for (const auto id : events_) {
      const auto& other = result_.events[id];
      if (std::tie(other.thread, other.pointer, other.access) ==
          std::tie(event.thread, event.pointer, event.access))
        ++event.occurrence;
    }
    return event;
  }

  void record(World world, std::uint32_t preemptions) {
    if (result_.interleavings.size() >= limits_.interleavings_max) throw GiveUp{};
    scheduler_.finish(world);
    auto outcome = scheduler_.outcome(world);
    result_.interleavings.push_back(
        {std::move(outcome), world.findings, preemptions, decisions_, events_});
  }

  const scenario::Scenario& scenario_;
  const Limits& limits_;
  Result& result_;
  Scheduler scheduler_;
  bool cyclic_ = false;
  std::uint64_t nodes_ = 0;
  std::set<std::string> path_;
  std::vector<Decision> decisions_;
  std::vector<std::uint32_t> events_;
  std::map<Event, std::uint32_t> ids_;
};

void note(Found& found, std::uint32_t preemptions) {
  ++found.interleavings;
  if (!found.preemptions || preemptions < *found.preemptions) found.preemptions = preemptions;
  found.preemptions_before = *found.preemptions;
}

void mark_not_serializable(const scenario::Scenario& scenario, const Limits& limits,
                           Result& result) {
  const auto serial = serial_outcomes(scenario, limits);
  if (!serial) throw GiveUp{};
  for (auto& interleaving : result.interleavings)
    if (interleaving.outcome.end == "completed" && serial->count(interleaving.outcome) == 0)
      interleaving.findings.insert({"not-serializable", ""});
}

void summarise(const scenario::Scenario& scenario, Result& result) {
  std::set<std::vector<std::vector<std::int64_t>>> completed;
  for (auto& interleaving : result.interleavings) {
    std::erase_if(interleaving.findings,
                  [&](const FindingName& finding) { return is_ignored(scenario, finding); });
    note(result.outcomes[interleaving.outcome], interleaving.preemptions);
    std::set<std::string> kinds;
    for (const auto& finding : interleaving.findings) {
      note(result.findings[finding], interleaving.preemptions);
      kinds.insert(finding.first == "flag" ? finding.second : finding.first);
    }
    for (const auto& kind : kinds) ++result.kind_counts[kind];
    if (interleaving.outcome.end == "completed") completed.insert(interleaving.outcome.values);
  }
  result.nondeterministic = scenario.check.deterministic && completed.size() > 1 &&
                            !is_ignored(scenario, {"nondeterministic", ""});
  std::erase_if(result.races, [&](const auto& race) {
    return is_ignored(scenario, {"data-race", race.first});
  });
}

}  // namespace

bool is_ignored(const scenario::Scenario& scenario, const FindingName& finding) {
  const bool flag = finding.first == "flag";
  const auto& kind = flag ? finding.second : finding.first;
  return std::any_of(scenario.check.ignore.begin(), scenario.check.ignore.end(),
                     [&](const scenario::Expected& entry) {
                       if (entry.kind != kind) return false;
                       return !entry.name || *entry.name == finding.second;
                     });
}

Result explore(const scenario::Scenario& scenario, const Limits& limits) {
  Result result;
  try {
    Recursion(scenario, limits, result).run();
    if (scenario.check.serializable) mark_not_serializable(scenario, limits, result);
    summarise(scenario, result);
  } catch (const Cycle&) {
    result = {};
    result.unbounded = true;
    explore_graph(scenario, limits, result);
  } catch (const GiveUp&) {
    result.gave_up = true;
  }
  return result;
}

}  // namespace heddle::oracle
