// Conditions are claims about all interleavings: here they are tried on each, listed one by one.
#include "explore/conditions/conditions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "detect/lost_update.h"
#include "explore/stateful.h"
#include "oracle/random_scenario.h"
#include "scenario/read.h"
#include "vm/compile.h"
#include "vm/machine.h"

namespace heddle::explore {
namespace {

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
        lost_updates(machine),
        execution(machine, machine.mark_count()) {
    execution.set_observer(&lost_updates);
  }

  scenario::Scenario scenario;
  vm::Program program;
  vm::Machine machine;
  detect::LostUpdate lost_updates;
  kernel::Execution execution;
};

class Lister {
 public:
  Lister(Subject& subject, std::size_t most)
      : subject_(subject), most_(most), classes_(subject.execution, subject.machine) {}

  // nullopt: there are more than so many.
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
  std::vector<Interleaving> listed_;
};

// ---- What a condition says of one interleaving ----

// Where the access is for the occurrence-th time; nullopt: nowhere.
std::optional<std::size_t> find(const Interleaving& interleaving, const AccessPoint& point) {
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

bool holds(const Interleaving& interleaving, const OrderedPair& pair) {
  const auto before = find(interleaving, pair.before);
  const auto after = find(interleaving, pair.after);
  return before && (!after || *before < *after);
}

bool holds(const Interleaving& interleaving, const ChoicePoint& choice) {
  std::uint32_t occurrence = 0;
  for (const Step& step : interleaving.steps) {
    if (!step.access.empty() || step.thread != choice.thread || step.source != choice.source) {
      continue;
    }
    if (++occurrence == choice.occurrence) return step.alternative == choice.alternative;
  }
  return false;
}

bool holds(const Interleaving& interleaving, const std::vector<Literal>& literals) {
  return std::all_of(literals.begin(), literals.end(), [&](const Literal& literal) {
    return std::visit([&](const auto& each) { return holds(interleaving, each); }, literal);
  });
}

using Term = std::vector<Literal>;

// Each thread by another one.
Term renamed(Term term, const std::map<ThreadId, ThreadId>& names) {
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

std::vector<Term> exchanged(const Term& term, const std::vector<std::vector<ThreadId>>& lists) {
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

Highest highest(const std::vector<Interleaving>& interleavings) {
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
std::vector<Term> in_all_rounds(const Term& term, const Highest& most) {
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

std::vector<Term> terms_of(const Ordering& ordering, const Highest& most) {
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

// ---- The claims of a result, tried ----

struct Tried {
  std::size_t findings = 0;
  std::size_t exact = 0;
  std::size_t folded = 0;
  std::string wrong;
};

class Claims {
 public:
  explicit Claims(const std::string& json) : subject_(json) {}

  // nullopt when there are too many interleavings to list, or the graph has a cycle.
  std::optional<Tried> check() {
    constexpr std::size_t kMost = 3'000;
    Options options;
    Result result = explore_stateful(subject_.execution, subject_.machine, options);
    if (!result.complete() || result.cyclic || result.interleavings.value > kMost) {
      return std::nullopt;
    }
    Lister lister(subject_, kMost);
    interleavings_ = *lister.list();
    classes_ = lister.classes().classes();
    highest_ = highest(interleavings_);
    for (const Finding& finding : result.findings) {
      if (finding.no_orderings == NoOrderings::kNone) check(finding);
    }
    return tried_;
  }

 private:
  void wrong(const Finding& finding, const std::string& text) {
    const auto& property = subject_.machine.properties()[finding.defect.property];
    tried_.wrong +=
        property.kind + " " + property.name + " " + finding.defect.name + ": " + text + "\n";
  }

  std::size_t count(const std::vector<bool>& set) const {
    return static_cast<std::size_t>(std::count(set.begin(), set.end(), true));
  }

  std::vector<bool> where(const std::vector<Term>& terms) const {
    std::vector<bool> set(interleavings_.size());
    for (std::size_t i = 0; i < set.size(); ++i) {
      set[i] = std::any_of(terms.begin(), terms.end(),
                           [&](const Term& term) { return holds(interleavings_[i], term); });
    }
    return set;
  }

  static bool within(const std::vector<bool>& a, const std::vector<bool>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] && !b[i]) return false;
    }
    return true;
  }

  std::vector<bool> with(const Finding& finding) const {
    std::vector<bool> set(interleavings_.size());
    for (std::size_t i = 0; i < set.size(); ++i) {
      const auto& defects = classes_[interleavings_[i].end_class].defects;
      set[i] = std::find(defects.begin(), defects.end(), finding.defect) != defects.end();
    }
    return set;
  }

  void check(const Finding& finding) {
    // Not of single ends: which are serial is another matter.
    const auto& property = subject_.machine.properties()[finding.defect.property];
    if (property.kind == "not-serializable") return;
    const std::vector<bool> has = with(finding);
    ++tried_.findings;
    if (finding.count.value != count(has)) wrong(finding, "count");
    std::vector<bool> covered(has.size());
    for (const Ordering& ordering : finding.orderings) check(finding, ordering, has, covered);
    if (finding.orderings.empty()) wrong(finding, "no orderings");
    if (finding.covered.value != count(covered)) {
      wrong(finding, "covered " + finding.covered.value.str() + ", in fact " +
                         std::to_string(count(covered)));
    }
    if (covered == has) ++tried_.exact;
    if (finding.covered.value == finding.count.value && covered != has) wrong(finding, "not exact");
    check_only_when(finding, has);
  }

  void check(const Finding& finding, const Ordering& ordering, const std::vector<bool>& has,
             std::vector<bool>& covered) {
    const std::vector<Term> terms = terms_of(ordering, highest_);
    const std::vector<bool> set = where(terms);
    if (terms.size() > 1) ++tried_.folded;
    if (!within(set, has)) wrong(finding, "an ordering does not imply it");
    if (ordering.count.value != count(set)) wrong(finding, "count of an ordering");
    const std::size_t before = count(covered);
    for (std::size_t i = 0; i < set.size(); ++i) covered[i] = covered[i] || set[i];
    if (ordering.adds.value != count(covered) - before) wrong(finding, "adds of an ordering");
    if (ordering.adds.value == 0) wrong(finding, "an ordering adds nothing");
    for (std::size_t i = 0; i < ordering.literals.size(); ++i) {
      Ordering less = ordering;
      less.literals.erase(less.literals.begin() + static_cast<std::ptrdiff_t>(i));
      if (within(where(terms_of(less, highest_)), has)) wrong(finding, "a literal can be dropped");
    }
    check_witness(finding, ordering);
  }

  void check_witness(const Finding& finding, const Ordering& ordering) {
    auto& execution = subject_.execution;
    Interleaving run;
    for (const Decision& decision : ordering.witness.path.unpack()) {
      kernel::Choices choices;
      choices.taken = decision.choices;
      ThreadId thread = decision.thread;
      std::uint32_t source = kNoId;
      if (thread == kNoId) {
        execution.restart(choices);
      } else {
        const auto operation = execution.pending(thread);
        const auto name = subject_.machine.access_name(execution, thread, operation);
        source = name.source;
        run.steps.push_back({thread, name.source, name.text, 0});
        execution.step(thread, operation, choices);
      }
      Lister::add_choices(choices, thread, source, run);
    }
    if (!holds(run, ordering.literals)) wrong(finding, "a witness does not respect its ordering");
  }

  void check_only_when(const Finding& finding, const std::vector<bool>& has) {
    for (const OrderedPair& pair : finding.only_when) {
      const std::vector<bool> set = where({{pair}});
      if (!within(has, set)) wrong(finding, "only_when is not always so with it");
      if (count(set) == set.size()) wrong(finding, "only_when is always so");
    }
  }

  Subject subject_;
  std::vector<Interleaving> interleavings_;
  std::vector<EndClass> classes_;
  Highest highest_;
  Tried tried_;
};

// Of random scenarios with up to 3,000 interleavings; nearly all findings are explained exactly.
TEST(Conditions, AreTrueOfEachInterleaving) {
  Tried all;
  std::size_t scenarios = 0;
  for (std::uint64_t seed = 70'000; seed < 70'400; ++seed) {
    const std::string json = oracle::random_scenario(seed);
    const auto tried = Claims(json).check();
    if (!tried) continue;
    ++scenarios;
    all.findings += tried->findings;
    all.exact += tried->exact;
    all.folded += tried->folded;
    EXPECT_EQ(tried->wrong, "") << "seed " << seed << ":\n" << json;
  }
  EXPECT_GE(scenarios, 250);
  EXPECT_GE(all.findings, 300);
  EXPECT_GE(all.exact * 100, all.findings * 97) << all.exact << " of " << all.findings;
  RecordProperty("findings", static_cast<int>(all.findings));
  RecordProperty("folded", static_cast<int>(all.folded));
}

// ---- What some of them say ----

std::string name_of(const Subject& subject, const AccessPoint& point) {
  const auto& source = subject.scenario.sources[point.source];
  std::string text = subject.execution.thread(point.thread).name + " " + point.access;
  if (point.occurrence > 1) text += " #" + std::to_string(point.occurrence);
  return text + " at " + source.pointer.substr(source.pointer.find('/', 9));
}

std::string name_of(const Subject& subject, const Ordering& ordering) {
  std::string text;
  for (const Literal& literal : ordering.literals) {
    if (!text.empty()) text += ", ";
    if (const auto* pair = std::get_if<OrderedPair>(&literal)) {
      text += name_of(subject, pair->before) + " before " + name_of(subject, pair->after);
    } else {
      const auto& choice = std::get<ChoicePoint>(literal);
      text += subject.execution.thread(choice.thread).name + " chooses " +
              std::to_string(choice.alternative);
    }
  }
  if (!ordering.exchanged.empty()) text += ", or exchanged";
  if (ordering.rounds) text += ", in some round of each";
  return text + ": " + ordering.count.value.str();
}

// Of the first finding of a kind; each alternative a line, and how many it covers of how many.
std::string said_of(const std::string& json, const std::string& kind) {
  Subject subject(json);
  const Result result = explore_stateful(subject.execution, subject.machine, Options());
  for (const Finding& finding : result.findings) {
    if (subject.machine.properties()[finding.defect.property].kind != kind) continue;
    std::string text;
    for (const Ordering& each : finding.orderings) text += name_of(subject, each) + "\n";
    return text + finding.covered.value.str() + " of " + finding.count.value.str();
  }
  return "no such finding";
}

// The order of two accesses of y decides, not that of z, of which the finding is not.
TEST(Conditions, AreAboutTheVariableOfTheFinding) {
  EXPECT_EQ(said_of(R"({"name": "n", "atomics": {"y": 0, "z": 0}, "threads": {
                        "w": ["z = 1", "y = 1"], "r": ["assert y == 1"]}})",
                    "assertion"),
            "r read y at /0 before w write y at /1: 2\n2 of 2");
}

TEST(Conditions, AreAboutTheWriteThatABlockReads) {
  EXPECT_EQ(said_of(R"({"name": "n", "atomics": {"y": 0, "a": 0}, "threads": {
                        "w": ["y = 1", {"atomic": [{"if": "y == 1", "then": ["a = 1"]}]}],
                        "r": [{"atomic": [{"if": "y == 1", "then": ["flag late"]}]}]},
                        "check": {"never": ["late"]}})",
                    "flag"),
            "w write y at /0 before r atomic at /0: 2\n2 of 2");
}

// Where a chooses 0 it never writes x, which comes after everything.
TEST(Conditions, CountWhatNeverHappensAsLater) {
  EXPECT_EQ(said_of(R"json({"name": "n", "atomics": {"x": 0}, "threads": {
                        "a": ["let c = choose(0, 1)", {"if": "c", "then": ["x = 1"]}],
                        "b": ["assert x == 1"]
                      }})json",
                    "assertion"),
            "b read x at /0 before a write x at /1/then/0: 2\n2 of 2");
}

// Two writes of one variable in one thread are told apart by where they stand.
TEST(Conditions, NameTheStatement) {
  EXPECT_EQ(said_of(R"json({"name": "n", "atomics": {"x": 0}, "threads": {
                        "a": ["let c = choose(0, 1)",
                              {"if": "c", "then": ["x = 1"], "else": ["x = 2"]}],
                        "b": ["let v = x", "assert v != 2"]
                      }})json",
                    "assertion"),
            "a write x at /1/else/0 before b read x at /0: 1\n1 of 1");
}

TEST(Conditions, SpeakOfChoicesWhereTheyDecide) {
  EXPECT_EQ(said_of(R"json({"name": "n", "atomics": {"x": 0}, "threads": {
                        "a": ["let c = choose(0, 1, 2)", "assert c != 1"], "b": ["x = 1"]
                      }})json",
                    "assertion"),
            "a chooses 2: 1\n1 of 1");
}

// Six rounds of x += 1 in each of two threads: a lost update is the same in any rounds.
TEST(Conditions, FoldRounds) {
  const std::string said = said_of(R"json({"name": "n", "shared": {"x": 0}, "threads": {
      "a": [{"repeat": 6, "do": ["x += 1"]}], "b": [{"repeat": 6, "do": ["x += 1"]}]}})json",
                                   "lost-update");
  EXPECT_EQ(said.substr(0, said.find(':')),
            "a read x at /0/do/0 before b write x at /0/do/0, "
            "b read x at /0/do/0 before a write x at /0/do/0, in some round of each");
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

// Three like threads: any two of them.
TEST(Conditions, FoldLikeThreads) {
  const std::string said = said_of(R"json({"name": "n", "shared": {"x": 0}, "threads": {
      "t": {"count": 3, "do": ["x += 1"]}}})json",
                                   "lost-update");
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_NE(said.find(", or exchanged"), std::string::npos) << said;
}

TEST(Conditions, OfWhatAlwaysHappensAreEmpty) {
  EXPECT_EQ(said_of(R"json({"name": "n", "atomics": {"x": 0}, "threads": {
                        "a": ["x = 1", "assert x == 0"], "b": ["skip"]}})json",
                    "assertion"),
            ": 3\n3 of 3");
}

}  // namespace
}  // namespace heddle::explore
