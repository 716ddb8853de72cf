#include "oracle/agreement/traces.h"

#include <algorithm>
#include <set>
#include <string>

#include "explore/dpor/dpor.h"
#include "explore/dpor/footprint.h"
#include "explore/states/stateful.h"
#include "inquiry/session.h"

namespace heddle::oracle {

namespace {

using explore::Footprint;
using kernel::ThreadId;

class TraceCounter {
 public:
  TraceCounter(kernel::Execution& execution, kernel::Program& program, std::uint64_t max)
      : execution_(execution), footprints_(execution, program), left_(max) {}

  std::optional<std::uint64_t> run() {
    kernel::Choices choices;
    do {
      execution_.restart(choices);
      start_ = choices.taken;
      go_on();
    } while (choices.advance());
    if (gave_up_) return std::nullopt;
    return traces_.size();
  }

 private:
  struct Step {
    ThreadId thread = 0;
    std::vector<std::uint32_t> choices;
    Footprint footprint;
    std::vector<std::size_t>
        clock;  // by thread: how many of its steps happen before this, or are it
  };

  void go_on() {
    if (gave_up_) return;
    const std::vector<kernel::Value> words = execution_.words();
    bool any = false;
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      execution_.restore(words);
      if (execution_.failed() || !execution_.enabled(thread)) continue;
      any = true;
      kernel::Choices choices;
      do {
        execution_.restore(words);
        step(thread, choices);
        go_on();
        steps_.pop_back();
      } while (choices.advance());
    }
    if (any) return;
    if (left_ == 0 || steps_.size() > 1000) {
      gave_up_ = true;
      return;
    }
    --left_;
    traces_.insert(canonical());
  }

  void step(ThreadId thread, kernel::Choices& choices) {
    bool woken = false;
    for (const Step& each : steps_)
      for (const auto& touch : each.footprint.touches)
        woken |= touch.resource == footprints_.thread(thread) && touch.writes != 0;
    const kernel::Operation operation = execution_.pending(thread);
    Step& added = steps_.emplace_back();
    added.thread = thread;
    footprints_.before(thread, operation);
    execution_.step(thread, operation, choices);
    footprints_.after(thread, woken, added.footprint);
    added.choices = choices.taken;
    added.clock.assign(execution_.thread_count(), 0);
    for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
      const Step& before = steps_[i];
      if (before.thread != thread && !dependent(before.footprint, added.footprint)) continue;
      for (std::size_t t = 0; t < added.clock.size(); ++t)
        added.clock[t] = std::max(added.clock[t], before.clock[t]);
    }
    ++added.clock[thread];
  }

  std::string canonical() const {
    std::vector<std::string> events;
    for (const Step& each : steps_) {
      std::string text = std::to_string(each.thread) + ":";
      for (const auto choice : each.choices) text += std::to_string(choice) + ",";
      for (const auto time : each.clock) text += " " + std::to_string(time);
      events.push_back(text);
    }
    std::sort(events.begin(), events.end());
    std::string text;
    for (const auto choice : start_) text += std::to_string(choice) + ",";
    for (const auto& event : events) text += ";" + event;
    return text;
  }

  kernel::Execution& execution_;
  explore::Footprints footprints_;
  std::uint64_t left_;
  bool gave_up_ = false;
  std::vector<std::uint32_t> start_;
  std::vector<Step> steps_;
  std::set<std::string> traces_;
};

std::string outcome_text(const explore::Outcome& outcome) {
  std::string text = std::to_string(static_cast<int>(outcome.end)) + "/" +
                     std::to_string(static_cast<int>(outcome.fault));
  for (const auto value : outcome.values) text += " " + std::to_string(value);
  for (const bool flag : outcome.flags) text += flag ? " 1" : " 0";
  return text;
}

std::set<std::string> outcomes_of(const explore::Result& result) {
  std::set<std::string> texts;
  for (const auto& each : result.outcomes) texts.insert(outcome_text(each.outcome));
  return texts;
}

std::set<std::string> findings_of(const explore::Result& result, const kernel::Program& program) {
  std::set<std::string> texts;
  for (const auto& each : result.findings) {
    const auto& property = program.properties()[each.defect.property];
    texts.insert(property.kind + " " +
                 (each.defect.name.empty() ? property.name : each.defect.name));
  }
  return texts;
}

void compare_sets(const std::string& name, const std::string& what,
                  const std::set<std::string>& expected, const std::set<std::string>& got,
                  Differences& differences) {
  for (const auto& each : expected)
    if (!got.count(each)) differences.push_back(name + ": missing " + what + ": " + each);
  for (const auto& each : got)
    if (!expected.count(each)) differences.push_back(name + ": wrong " + what + ": " + each);
}

}  // namespace

std::optional<std::uint64_t> count_traces(kernel::Execution& execution, kernel::Program& program,
                                          std::uint64_t interleavings_max) {
  return TraceCounter(execution, program, interleavings_max).run();
}

Differences compare_dpor(const scenario::Scenario& scenario) {
  Differences differences;
  inquiry::Session session(scenario);
  explore::Options options;
  options.orderings = false;
  const auto all = explore_stateful(session.execution, session.machine, options);
  const std::uint64_t traces =  // 0: too many
      all.cyclic ? 0 : count_traces(session.execution, session.machine, 20'000).value_or(0);
  options.limits.runs_max = 200'000;
  // In one round, and in as many as there can be.
  for (const explore::DporRounds rounds :
       {explore::DporRounds(), explore::DporRounds{3, 1}, explore::DporRounds{8, 10}}) {
    const std::string name = "dpor in rounds of " + std::to_string(rounds.states);
    const auto reduced = explore_dpor(session.execution, session.machine, options, rounds);
    if (all.cyclic) {
      if (reduced.complete()) differences.push_back(name + ": complete though there is a cycle");
      continue;
    }
    if (!reduced.complete())
      differences.push_back(name + ": incomplete, " +
                            std::to_string(static_cast<int>(reduced.stop)));
    if (reduced.abandoned != 0)
      differences.push_back(name + ": " + std::to_string(reduced.abandoned) + " runs abandoned");
    compare_sets(name, "outcome", outcomes_of(all), outcomes_of(reduced), differences);
    compare_sets(name, "finding", findings_of(all, session.machine),
                 findings_of(reduced, session.machine), differences);
    if (traces != 0 && traces != reduced.runs) {
      differences.push_back(name + ": " + std::to_string(reduced.runs) + " runs for " +
                            std::to_string(traces) + " traces");
    }
  }
  return differences;
}

}  // namespace heddle::oracle
