#include "explore/conditions/conditions.h"

#include <algorithm>
#include <new>
#include <numeric>

#include "base/check.h"
#include "explore/conditions/best_witness.h"
#include "explore/conditions/solver.h"
#include "explore/conditions/subject.h"
#include "explore/conditions/telling_edges.h"

namespace heddle::explore {

using kernel::kNoId;

namespace conditions {

namespace {

// A product may visit so many times the states of the graph, and where it is small this many.
constexpr std::uint64_t kTimesGraph = 5;
constexpr std::uint64_t kAlways = 10'000;

// One finding explained.
class Explanation {
 public:
  Explanation(StateSpace& space, const Question& question, Finding& finding)
      : space_(space), question_(question), finding_(finding), solver_(question) {}

  void run() {
    answer_ = solver_.solve();
    if (answer_.alternatives.empty()) {
      finding_.no_orderings = NoOrderings::kTooLong;
    } else {
      for (const std::size_t index : by_count()) add(answer_.alternatives[index], counts_[index]);
      finding_.covered = covered();
      show_cause();
    }
    add_only_when();
  }

 private:
  const Alphabet& alphabet() const { return question_.ground.alphabet; }
  const Event& event(EventId id) { return solver_.samples().events()[id]; }

  // How many interleavings the terms cover.
  Count count(const std::vector<Term>& terms) {
    if (question_.cyclic()) return {Count::kUnbounded, 0};
    Monitor monitor(alphabet(), solver_.samples().events(), terms);
    Product product(question_.ground, monitor);
    Budget budget = question_.budget;
    budget.nodes_max *= 4;  // what is verified together may take more when it is counted apart
    if (!product.visit(question_.with, question_.without, budget)) return {};
    return {Count::kKnown, product.count(space_.futures())};
  }

  // The alternatives, those that hold most often first.
  std::vector<std::size_t> by_count() {
    const auto& alternatives = answer_.alternatives;
    const bool all = answer_.exact && alternatives.size() == 1;
    for (const Alternative& each : alternatives) {
      counts_.push_back(all ? finding_.count : count(each.images));
    }
    std::vector<std::size_t> order(alternatives.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      if (counts_[a].value != counts_[b].value) return counts_[a].value > counts_[b].value;
      return alternatives[a].cost < alternatives[b].cost;
    });
    return order;
  }

  Count covered() const {
    if (answer_.exact) return finding_.count;
    if (question_.cyclic()) return {};  // more than nothing, and not all
    return so_far_;
  }

  void add(const Alternative& alternative, const Count& count) {
    Ordering ordering;
    ordering.count = count;
    shown_.insert(shown_.end(), alternative.images.begin(), alternative.images.end());
    ordering.adds = count;
    if (finding_.orderings.empty()) {
      so_far_ = count;
    } else if (!question_.cyclic()) {
      const Count together = this->count(shown_);
      ordering.adds = difference(together, so_far_);
      if (ordering.adds.kind == Count::kKnown && ordering.adds.value == 0) return;
      so_far_ = together;
    }
    const Interleaving witness = best_of(alternative, ordering.witness);
    ordering.literals = name(in_order(alternative.term, witness));
    for (const std::size_t group : alternative.fold.exchanged) {
      ordering.exchanged.push_back(question_.like[group]);
    }
    ordering.rounds = alternative.fold.rounds;
    finding_.orderings.push_back(std::move(ordering));
  }

  static Count difference(const Count& all, const Count& before) {
    if (all.kind != Count::kKnown || before.kind != Count::kKnown) return {};
    return {Count::kKnown, all.value - before.value};
  }

  // An interleaving in which the alternative itself holds, as a witness: the best, or if that takes
  // too long, one that was seen.
  Interleaving best_of(const Alternative& alternative, Witness& witness) {
    Monitor monitor(alphabet(), solver_.samples().events(), {alternative.term});
    const auto best = best_witness(question_.ground, monitor, question_.with, question_.budget);
    Interleaving interleaving;
    if (best) {
      interleaving = best->interleaving;
    } else if (const auto* seen = solver_.samples().find_with(alternative.term)) {
      interleaving = *seen;
    } else {
      witness = finding_.witness;
      return interleaving;
    }
    witness.path = space_.path_along(interleaving.start, interleaving.edges);
    witness.preemptions = preemptions_of(question_.ground.graph, interleaving);
    witness.fewest = best.has_value();
    return interleaving;
  }

  // Of the interleavings with the fewest preemptions one that shows the cause, then the shortest.
  // Where values are chosen, an order may hold only because a choice leaves out what would come
  // second; and a write may lose an update by storing what is there.
  void show_cause() {
    if (!finding_.witness.fewest) return;
    const auto& property = space_.program().properties()[finding_.defect.property];
    const bool loses = property.kind == "lost-update";
    const Loss what{property.mark, loses ? question_.subject.memory.front() : kNoId};
    const EdgeFilter loss = loses ? loss_shows(space_, alphabet(), what) : EdgeFilter();
    const auto& streams = alphabet().streams;
    const bool chooses = std::any_of(streams.begin(), streams.end(),
                                     [](const Stream& each) { return each.is_choice(); });
    if (chooses && show_order(loss)) return;
    if (!loses) return;
    if (loss_shows_along(space_, finding_.witness.path.unpack(), what) || show({}, loss)) return;
    if (chooses) show_order({});
  }

  bool show_order(const EdgeFilter& may_take) {
    const EventTable& events = solver_.samples().events();
    return std::any_of(
        answer_.alternatives.begin(), answer_.alternatives.end(), [&](const Alternative& each) {
          const Term& term = each.term;
          const bool orders = std::any_of(term.begin(), term.end(), [](const Literal& literal) {
            return literal.after != kNoId;
          });
          return orders &&
                 show(term, both(order_matters(question_.ground, events, term), may_take));
        });
  }

  // Makes an interleaving in which the term holds the witness, if one has no more preemptions.
  bool show(const Term& term, const EdgeFilter& may_take) {
    Budget budget = question_.budget;
    budget.nodes_max *= kTimesGraph;
    Monitor monitor(alphabet(), solver_.samples().events(), {term});
    const auto best = best_witness(question_.ground, monitor, question_.with, budget, may_take);
    if (!best || best->preemptions != finding_.witness.preemptions) return false;
    finding_.witness.path = space_.path_along(best->interleaving.start, best->interleaving.edges);
    return true;
  }

  // The literals as they come true in the interleaving.
  Term in_order(Term term, const Interleaving& interleaving) {
    EventTable& events = solver_.samples().events();
    const Sample sample =
        read_sample(alphabet(), interleaving.start, interleaving.edges, ~std::uint32_t{0}, events);
    std::sort(term.begin(), term.end(), [&](const Literal& a, const Literal& b) {
      const auto rank = [&](const Literal& each) {
        return std::tuple(sample.time(each.before), sample.time(each.after), events[each.before],
                          each.after);
      };
      return rank(a) < rank(b);
    });
    return term;
  }

  AccessPoint access(EventId id) {
    const Stream& stream = alphabet().streams[event(id).stream];
    return {stream.thread, stream.source, stream.access, event(id).number, false};
  }

  std::vector<explore::Literal> name(const Term& term) {
    std::vector<explore::Literal> literals;
    for (const Literal& each : term) {
      if (each.after != kNoId) {
        literals.emplace_back(OrderedPair{access(each.before), access(each.after)});
      } else {
        const Event& choice = event(each.before);
        const Stream& stream = alphabet().streams[choice.stream];
        literals.emplace_back(
            ChoicePoint{stream.thread, stream.source, choice.number, choice.alternative});
      }
    }
    return literals;
  }

  // Beyond what a single exact alternative says already, unless that only repeats what the finding
  // is by definition.
  void add_only_when() {
    std::uint32_t cost_max = ~std::uint32_t{0};
    if (answer_.exact && answer_.alternatives.size() == 1) {
      const Alternative& only = answer_.alternatives.front();
      cost_max = Costs::kDefinition;
      if (only.term.empty() || only.cost < cost_max * only.term.size()) return;
    }
    for (const Literal& each : solver_.necessary(cost_max)) {
      finding_.only_when.push_back({access(each.before), access(each.after)});
    }
  }

  StateSpace& space_;
  const Question& question_;
  Finding& finding_;
  Solver solver_;
  Answer answer_;
  std::vector<Count> counts_;  // by alternative
  std::vector<Term> shown_;    // of the alternatives so far
  Count so_far_;               // interleavings that they cover
};

void explain(StateSpace& space, const Alphabet& alphabet, const std::vector<std::uint32_t>& classes,
             Finding& finding) {
  const Graph& graph = space.graph();
  std::vector<bool> with(graph.state_count(), false);
  std::vector<bool> without(graph.state_count(), false);
  for (const auto& terminal : graph.terminals()) {
    const bool has = std::binary_search(classes.begin(), classes.end(), terminal.end_class);
    (has ? with : without)[terminal.state] = true;
  }
  space.go_on();
  const Completions to_finding(graph, space.order(), with);
  const Completions to_others(graph, space.order(), without);
  const Ground ground{graph, space.order(), space.in_edges(), alphabet};
  Question question{ground, to_finding, to_others, {}, {}, {}, {}};
  question.budget.nodes_max = std::max(kTimesGraph * graph.state_count(), kAlways);
  question.budget.expired = [&space] { return space.search().watch().look() != Stop::kNone; };
  describe(space, finding.defect, with, question);
  Explanation(space, question, finding).run();
}

// What limits stop is left out; everything else is told all the same.
void explain_within_limits(StateSpace& space, const std::vector<std::uint32_t>& classes,
                           Finding& finding) {
  finding.no_orderings = NoOrderings::kTooLong;
  try {
    const auto* alphabet = space.alphabet();
    if (alphabet == nullptr) return;
    Finding explained = finding;
    explained.no_orderings = NoOrderings::kNone;
    explain(space, *alphabet, classes, explained);
    finding = std::move(explained);
  } catch (const SearchStopped&) {
  } catch (const std::bad_alloc&) {
  }
}

}  // namespace

}  // namespace conditions

void find_conditions(StateSpace& space, const TalliedClasses& classes, Result& result) {
  CHECK(result.counted);
  for (Finding& finding : result.findings) {
    const auto found = classes.classes.find(finding.defect);
    if (!result.complete()) {
      finding.no_orderings = NoOrderings::kIncomplete;
    } else if (!is_countable(space.program().properties()[finding.defect.property])) {
      finding.no_orderings = NoOrderings::kWhole;
    } else if (found == classes.classes.end()) {
      finding.no_orderings = NoOrderings::kNoEnd;
    } else {
      conditions::explain_within_limits(space, found->second, finding);
    }
  }
}

}  // namespace heddle::explore
