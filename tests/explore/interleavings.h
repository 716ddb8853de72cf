// A scenario ready to run, all of its interleavings by plain recursion, and what a condition says
// of one of them: for tests of conditions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "explore/end_classes.h"
#include "explore/result.h"
#include "kernel/scheduled_program.h"
#include "scenario/read.h"
#include "vm/compile.h"
#include "vm/machine.h"

namespace heddle::explore {

using kernel::kNoId;
using kernel::ThreadId;

// ---- All interleavings, by plain recursion ----

struct Step {
  ThreadId thread = kNoId;
  std::uint32_t source = kNoId;
  std::string access;             // "": a choice
  std::uint32_t alternative = 0;  // of a choice
};

struct Interleaving {
  std::vector<Step> steps;
  std::uint32_t end_class = 0;
};

struct Subject {
  explicit Subject(const std::string& json)
      : scenario(scenario::read(json).value()),
        program(vm::compile(scenario)),
        machine(scenario, program),
        execution(machine, machine.mark_count()),
        run(execution, machine) {}

  scenario::Scenario scenario;
  vm::Program program;
  vm::Machine machine;
  kernel::Execution execution;
  kernel::ScheduledProgram run;
};

class Lister {
 public:
  Lister(Subject& subject, std::size_t most)
      : subject_(subject), most_(most), classes_(subject.run) {}

  // Those that do not come back to a state; nullopt: there are more than so many.
  std::optional<std::vector<Interleaving>> list() {
    kernel::Choices choices;
    do {
      subject_.execution.restart(choices);
      Interleaving begun;
      add_choices(choices, kNoId, kNoId, begun);
      go_on(begun);
    } while (choices.advance());
    if (listed_.size() > most_) return std::nullopt;
    return listed_;
  }
  const EndClasses& classes() const { return classes_; }

  static void add_choices(const kernel::Choices& choices, ThreadId thread, std::uint32_t source,
                          Interleaving& to) {
    for (std::size_t i = 0; i < choices.taken.size(); ++i) {
      if (choices.alternatives[i] < 2) continue;
      const bool own = choices.sources[i] == kNoId;
      to.steps.push_back({own ? thread : choices.threads[i], own ? source : choices.sources[i], "",
                          choices.taken[i] + 1});
    }
  }

 private:
  void go_on(const Interleaving& begun) {
    if (listed_.size() > most_) return;
    auto& execution = subject_.execution;
    const std::vector<Value> words = execution.words();
    if (std::find(path_.begin(), path_.end(), words) != path_.end()) return;
    path_.push_back(words);
    go_on_from(words, begun);
    path_.pop_back();
  }

  void go_on_from(const std::vector<Value>& words, const Interleaving& begun) {
    auto& execution = subject_.execution;
    const bool failed = execution.failed();
    bool any = false;
    for (ThreadId thread = 0; thread < execution.thread_count() && !failed; ++thread) {
      execution.restore(words);
      if (!execution.enabled(thread)) continue;
      any = true;
      kernel::Choices choices;
      do {
        execution.restore(words);
        const auto operation = execution.pending(thread);
        const auto name = subject_.machine.access_name(execution, thread, operation);
        Interleaving next = begun;
        next.steps.push_back({thread, name.source, name.text, 0});
        execution.step(thread, choices);
        add_choices(choices, thread, name.source, next);
        go_on(next);
      } while (choices.advance());
    }
    if (any) return;
    execution.restore(words);
    listed_.push_back(begun);
    listed_.back().end_class = classes_.classify(execution.end(false));
  }

  Subject& subject_;
  std::size_t most_;
  EndClasses classes_;
  std::vector<std::vector<Value>> path_;  // the states of the interleaving that is listed
  std::vector<Interleaving> listed_;
};

// ---- What a condition says of one interleaving ----

// Where the access is for the occurrence-th time; nullopt: nowhere.
inline std::optional<std::size_t> find(const Interleaving& interleaving, const AccessPoint& point) {
  std::uint32_t occurrence = 0;
  for (std::size_t i = 0; i < interleaving.steps.size(); ++i) {
    const Step& step = interleaving.steps[i];
    if (step.thread != point.thread || step.source != point.source || step.access != point.access) {
      continue;
    }
    if (++occurrence == point.occurrence) return i;
  }
  return std::nullopt;
}

inline bool holds(const Interleaving& interleaving, const OrderedPair& pair) {
  const auto before = find(interleaving, pair.before);
  const auto after = find(interleaving, pair.after);
  return before && (!after || *before < *after);
}

inline bool holds(const Interleaving& interleaving, const ChoicePoint& choice) {
  std::uint32_t occurrence = 0;
  for (const Step& step : interleaving.steps) {
    if (!step.access.empty() || step.thread != choice.thread || step.source != choice.source) {
      continue;
    }
    if (++occurrence == choice.occurrence) return step.alternative == choice.alternative;
  }
  return false;
}

inline bool holds(const Interleaving& interleaving, const std::vector<Literal>& literals) {
  return std::all_of(literals.begin(), literals.end(), [&](const Literal& literal) {
    return std::visit([&](const auto& each) { return holds(interleaving, each); }, literal);
  });
}

using Term = std::vector<Literal>;

// Each thread by another one.
inline Term renamed(Term term, const std::map<ThreadId, ThreadId>& names) {
  const auto rename = [&](ThreadId& thread) {
    if (const auto found = names.find(thread); found != names.end()) thread = found->second;
  };
  for (Literal& literal : term) {
    if (auto* pair = std::get_if<OrderedPair>(&literal)) {
      rename(pair->before.thread);
      rename(pair->after.thread);
    } else {
      rename(std::get<ChoicePoint>(literal).thread);
    }
  }
  return term;
}

inline std::vector<Term> exchanged(const Term& term,
                                   const std::vector<std::vector<ThreadId>>& lists) {
  std::vector<Term> terms{term};
  for (const auto& list : lists) {
    std::vector<Term> more;
    std::vector<ThreadId> order = list;
    std::sort(order.begin(), order.end());
    const std::vector<ThreadId> from = order;
    do {
      std::map<ThreadId, ThreadId> names;
      for (std::size_t i = 0; i < from.size(); ++i) names[from[i]] = order[i];
      for (const Term& each : terms) more.push_back(renamed(each, names));
    } while (std::next_permutation(order.begin(), order.end()));
    terms = std::move(more);
  }
  return terms;
}

// How often each access happens at most; by its name with occurrence 1.
using Highest = std::map<std::tuple<ThreadId, std::uint32_t, std::string>, std::uint32_t>;

inline Highest highest(const std::vector<Interleaving>& interleavings) {
  Highest result;
  for (const Interleaving& interleaving : interleavings) {
    Highest here;
    for (const Step& step : interleaving.steps) ++here[{step.thread, step.source, step.access}];
    for (const auto& [name, count] : here) result[name] = std::max(result[name], count);
  }
  return result;
}

template <class Visit>
void for_each_point(Term& term, Visit visit) {
  for (Literal& literal : term) {
    if (auto* pair = std::get_if<OrderedPair>(&literal)) {
      visit(pair->before.thread, pair->before.source, pair->before.access, pair->before.occurrence);
      visit(pair->after.thread, pair->after.source, pair->after.access, pair->after.occurrence);
    } else {
      auto& choice = std::get<ChoicePoint>(literal);
      visit(choice.thread, choice.source, std::string(), choice.occurrence);
    }
  }
}

// Each thread's part of it moved by any number of rounds, as far as all of it exists.
inline std::vector<Term> in_all_rounds(const Term& term, const Highest& most) {
  std::vector<Term> terms{term};
  std::set<ThreadId> threads;
  Term copy = term;
  for_each_point(copy, [&](ThreadId thread, std::uint32_t, const std::string&, std::uint32_t) {
    threads.insert(thread);
  });
  for (const ThreadId moved : threads) {
    std::vector<Term> more;
    for (const Term& each : terms) {
      for (std::uint32_t by = 0; by < 64; ++by) {
        Term next = each;
        bool exists = true;
        for_each_point(next, [&](ThreadId thread, std::uint32_t source, const std::string& access,
                                 std::uint32_t& occurrence) {
          if (thread != moved) return;
          occurrence += by;
          const auto found = most.find({thread, source, access});
          exists = exists && found != most.end() && occurrence <= found->second;
        });
        if (exists) more.push_back(next);
      }
    }
    terms = std::move(more);
  }
  return terms;
}

inline std::vector<Term> terms_of(const Ordering& ordering, const Highest& most) {
  std::vector<Term> terms;
  for (const Term& each : exchanged(ordering.literals, ordering.exchanged)) {
    if (!ordering.rounds) {
      terms.push_back(each);
    } else {
      for (Term& moved : in_all_rounds(each, most)) terms.push_back(std::move(moved));
    }
  }
  return terms;
}

}  // namespace heddle::explore
