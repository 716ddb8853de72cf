#include "oracle/oracle.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "oracle/serial.h"

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
    scheduler_.start([&](World world, const std::vector<Chosen>& choices) {
      enter({kNone, {}}, choices, [&] { visit(std::move(world), kNone, 0, true); });
    });
  }

 private:
  // `serial`: threads were switched only while no transaction was open.
  void visit(World world, std::uint32_t last, std::uint32_t preemptions, bool serial) {
    if (++nodes_ > limits_.nodes_max || decisions_.size() > kStepsMax) throw GiveUp{};
    const auto enabled = scheduler_.enabled(world);
    if (enabled.empty()) {
      note_announced(world);  // what never happens is still announced at the end
      return record(std::move(world), preemptions, serial);
    }
    note_races(world, enabled, preemptions);
    std::string key;
    if (cyclic_) {
      key = key_of(scenario_, world) + "@" + std::to_string(last);
      if (!path_.insert(key).second) throw Cycle{};
    }
    const auto open = scheduler_.open_transaction(world);
    const bool last_enabled = std::find(enabled.begin(), enabled.end(), last) != enabled.end();
    for (const auto thread : enabled) {
      const bool preempts = last_enabled && thread != last;
      go_on(world, thread, preemptions + (preempts ? 1 : 0), serial && (!open || *open == thread));
    }
    if (cyclic_) path_.erase(key);
  }

  void go_on(const World& world, std::uint32_t thread, std::uint32_t preemptions, bool serial) {
    events_.push_back(event_of(world, thread));
    const auto units = units_.size();
    add_unit(scheduler_, world, thread, units_);
    scheduler_.step(world, thread, [&](World next, const std::vector<Chosen>& choices) {
      enter({thread, {}}, choices, [&] { visit(std::move(next), thread, preemptions, serial); });
    });
    units_.resize(units);
    events_.pop_back();
  }

  // Runs `then` with this decision behind the others.
  void enter(Decision decision, const std::vector<Chosen>& choices,
             const std::function<void()>& then) {
    const auto before = choices_.size();
    for (const auto& chosen : choices) {
      result_.choices = result_.choices || chosen.alternative > 0;
      decision.choices.push_back(chosen.alternative);
      choices_.push_back(named(chosen));
    }
    decisions_.push_back(std::move(decision));
    then();
    decisions_.pop_back();
    choices_.resize(before);
  }

  Choice named(const Chosen& chosen) const {
    Choice choice{scheduler_.threads()[chosen.thread].name,
                  scenario_.sources[chosen.source].pointer, 1, chosen.alternative + 1};
    for (const auto& other : choices_)
      if (other.thread == choice.thread && other.pointer == choice.pointer) ++choice.occurrence;
    return choice;
  }

  void note_races(const World& world, const std::vector<std::uint32_t>& enabled,
                  std::uint32_t preemptions) {
    for (const auto& race : scheduler_.races(world, enabled)) {
      const auto [known, added] = result_.races.try_emplace(race, preemptions);
      if (!added) known->second = std::min(known->second, preemptions);
    }
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

  void record(World world, std::uint32_t preemptions, bool serial) {
    if (result_.interleavings.size() >= limits_.interleavings_max) throw GiveUp{};
    const bool ends = serial && ends_serially(scheduler_, world);
    scheduler_.finish(world);
    result_.interleavings.push_back(
        {scheduler_.outcome(world), world.findings, preemptions, decisions_, events_,
         std::set<Choice>(choices_.begin(), choices_.end()), ends, ends ? units_ : SerialOrder{}});
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
  std::vector<Choice> choices_;
  SerialOrder units_;
  std::map<Event, std::uint32_t> ids_;
};

void note(Found& found, std::uint32_t preemptions) {
  ++found.interleavings;
  if (!found.preemptions || preemptions < *found.preemptions) found.preemptions = preemptions;
  found.preemptions_before = *found.preemptions;
}

void mark_not_serializable(const SerialEnds& serial, Result& result) {
  for (auto& interleaving : result.interleavings)
    if (not_serializable(serial, interleaving.outcome))
      interleaving.findings.insert({"not-serializable", ""});
}

void note_interleaving(const Interleaving& interleaving, Result& result) {
  auto& outcome = result.outcomes[interleaving.outcome];
  note(outcome, interleaving.preemptions);
  std::set<std::string> kinds;
  for (const auto& finding : interleaving.findings) {
    note(result.findings[finding], interleaving.preemptions);
    ++outcome.findings[finding];
    kinds.insert(finding.first == "flag" ? finding.second : finding.first);
  }
  for (const auto& kind : kinds) ++result.kind_counts[kind];
}

// For each finding: which others all of its interleavings have.
void note_company(Result& result) {
  for (const auto& [name, found] : result.findings) {
    std::set<FindingName> always;
    for (const auto& [other, unused] : result.findings) always.insert(other);
    for (const auto& interleaving : result.interleavings) {
      if (interleaving.findings.count(name) == 0) continue;
      std::erase_if(always, [&](const FindingName& other) {
        return interleaving.findings.count(other) == 0;
      });
    }
    for (const auto& other : always) {
      auto& company = result.company[name];
      const bool same = result.findings.at(other).interleavings == found.interleavings;
      (same ? company.same : company.within).insert(other);
    }
  }
}

void summarise(const scenario::Scenario& scenario, Result& result) {
  const auto serial = serial_ends(result.interleavings);
  if (scenario.check.serializable) mark_not_serializable(serial, result);
  std::set<std::vector<std::vector<std::int64_t>>> completed;
  for (auto& interleaving : result.interleavings) {
    std::erase_if(interleaving.findings,
                  [&](const FindingName& finding) { return is_ignored(scenario, finding); });
    note_interleaving(interleaving, result);
    if (interleaving.outcome.end == "completed") completed.insert(interleaving.outcome.values);
  }
  note_company(result);
  note_serial(serial, result);
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
