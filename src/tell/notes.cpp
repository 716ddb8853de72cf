#include "tell/notes.h"

#include <fmt/format.h>

#include "base/words.h"
#include "explore/states/size_estimate.h"

namespace heddle::tell {

namespace {

using explore::Number;
using explore::SizeEstimate;

// "One interleaving was run", "2,000 different interleavings were run".
std::string were_run(std::uint64_t distinct) {
  if (distinct == 0) return "No interleaving was run to its end";
  if (distinct == 1) return "One interleaving was run";
  return counted(distinct, "different interleaving") + " were run";
}

std::string exact_text(std::uint64_t distinct, const Number& all) {
  if (distinct == all) {
    return all == 1 ? "The only interleaving was run."
                    : fmt::format("All {} interleavings were run.", grouped(all.str()));
  }
  const Scaled share = Scaled(static_cast<double>(distinct)) / explore::scaled(all);
  return fmt::format("{}, of {} in all ({}).", were_run(distinct), grouped(all.str()),
                     distinct == 0 ? "0%" : share_text(share.value()));
}

std::string estimated_text(std::uint64_t distinct, const SizeEstimate& size) {
  const double share = (size.error / size.mean).value();
  const std::string error =
      share < 0.005 ? "" : fmt::format(" (standard error {:.0f}%)", share * 100);
  const std::string most =
      size.most ? fmt::format("; there are at most {}", bound_text(size.most->str())) : "";
  return fmt::format("{}, of about {} by Knuth's estimate{}, which may be far too low{}.",
                     were_run(distinct), grouped(size.mean.text()), error, most);
}

// How likely it is that none of `runs` shows what each shows with this probability.
double miss(double probability, std::uint64_t runs) {
  double result = 1;
  double factor = 1 - probability;
  for (; runs > 0; runs /= 2) {
    if (runs % 2 != 0) result *= factor;
    factor *= factor;
  }
  return result;
}

// "1/(n k^2) = 1/(4 x 30^2)".
std::string formula(std::uint64_t threads, std::uint64_t steps, std::uint64_t depth) {
  if (depth == 1) return fmt::format("1/n = 1/{}", threads);
  const std::string power = depth == 2 ? "" : fmt::format("^{}", depth - 1);
  return fmt::format("1/(n k{}) = 1/({} x {}{})", power, threads, steps, power);
}

// What the promise for each run comes to for all of them.
std::string together(double probability, std::uint64_t runs) {
  if (runs == 0) return "";
  const std::string missed = at_most_text(miss(probability, runs));
  const bool one = runs == 1;
  const std::string who = one ? "the one run" : fmt::format("all {} runs", grouped(runs));
  if (missed == "100%") return fmt::format(" For {} this promises less than 0.01%.", who);
  return fmt::format(" That {} {} it has a probability of at most {}.", who,
                     one ? "misses" : "miss", missed);
}

// Why there is no graph of states.
const char* no_graph(explore::Stop stop) {
  using enum explore::Stop;
  switch (stop) {
    case kTime:
      return "was not explored in the time that was given";
    case kInterrupt:
      return "was not explored when the search was interrupted";
    case kStates:
      return "has more states than were allowed";
    case kMemory:
      return "did not fit in the memory that was allowed";
    case kSteps:
      return "has longer runs than were allowed";
    default:
      return "was not explored to the end";
  }
}

// A text for each kind of note.
struct Words {
  std::string operator()(const explore::Coverage& note) const {
    const auto& [distinct, size] = note;
    if (size.exact) return exact_text(distinct, *size.exact);
    if (size.unbounded) return were_run(distinct) + ", of an unbounded number.";
    // An estimate below what was seen, or at the bound, says nothing more.
    const bool told = !(size.mean < Scaled(static_cast<double>(distinct))) &&
                      (!size.most || size.mean < explore::scaled(*size.most));
    if (told && !size.mean.zero()) return estimated_text(distinct, size);
    if (size.most)
      return fmt::format("{}, of at most {}.", were_run(distinct), bound_text(size.most->str()));
    return were_run(distinct) + "; how many there are is not known.";
  }

  std::string operator()(const explore::ToldApart& note) const {
    return fmt::format("Only the first {} runs were told apart.", grouped(note.runs));
  }

  std::string operator()(const explore::RunsCut& note) const {
    return fmt::format("{} {} cut after {}: {}.", counted(note.runs, "run"),
                       note.runs == 1 ? "was" : "were", counted(note.steps, "step"),
                       option_text("--max-steps", note.steps, explore::Limits().steps_max));
  }

  std::string operator()(const explore::EvenSteps&) const {
    return "Each run chooses evenly among the threads that can go on, at each step; what needs a "
           "rare order is easily missed.";
  }

  std::string operator()(const explore::RandomPriorities&) const {
    return "Each access has a random priority, which is drawn again when a conflicting access "
           "comes before it. How likely an order of conflicting accesses is differs from order to "
           "order, and no bound on what is missed is given.";
  }

  std::string operator()(const explore::PctPromise& note) const {
    const auto& [depth, threads, steps, pilot_runs, runs] = note;
    const std::string option = option_text("--depth", depth, explore::kDepth.otherwise);
    if (threads < 2) return "There are no two threads, so priorities decide nothing.";
    if (!steps) return "How long a run is was not learnt in time, so no probability is promised.";
    if (*steps == 0) return "No step was there to be ordered, so priorities decide nothing.";
    const std::string constraints = counted(depth, "ordering constraint");
    if (pilot_runs == 0 && depth > *steps) {
      return fmt::format("With {}: no run has more than {}, so no finding takes {}.", option,
                         counted(*steps, "step"), constraints);
    }
    std::string sizes = fmt::format("n = {} threads", grouped(threads));
    if (depth > 1 && pilot_runs == 0)
      sizes += fmt::format(", k = {} steps at most", grouped(*steps));
    if (depth > 1 && pilot_runs > 0) {
      sizes += fmt::format(", k = {} steps, the most in {}", grouped(*steps),
                           counted(pilot_runs, "random run"));
    }
    const char* const unless = depth > 1 && pilot_runs > 0
                                   ? " Where a run may take more steps, the promise is smaller."
                                   : "";
    return fmt::format(
        "With {}: a finding that takes {} shows in a run with a probability of at least {} "
        "({}).{}{}",
        option, constraints, formula(threads, *steps, depth), sizes,
        together(explore::pct_probability(threads, *steps, depth), runs), unless);
  }

  std::string operator()(const explore::Bounded& note) const {
    const std::string number = counted(note.preemptions_max, "preemption");
    const bool none = note.preemptions_max == 0;
    if (!note.others) {
      if (note.runs == 1) return "There is only one interleaving.";
      return none ? "No interleaving has a preemption: these are all."
                  : "No interleaving has more than " + number + ": these are all.";
    }
    const std::string which = none ? "without a preemption" : "with at most " + number;
    return note.runs == 1
               ? "The only interleaving " + which + " was run."
               : "All " + counted(note.runs, "interleaving") + " " + which + " were run.";
  }

  std::string operator()(const explore::NothingDrawn& note) const {
    if (note.stop == explore::Stop::kCycle) {
      return "Nothing was run: uniform needs the number of interleavings, and the graph of states "
             "has a cycle, so it is unbounded.";
    }
    return fmt::format(
        "Nothing was run: uniform needs the number of interleavings behind each "
        "decision, and the graph of states that tells them {}.",
        no_graph(note.stop));
  }

  std::string operator()(const explore::EvenDraws& note) const {
    if (note.total == 1) return "There is only one interleaving.";
    std::string text = fmt::format("Each of the {} interleavings was equally likely in each run.",
                                   grouped(note.total.str()));
    if (note.runs >= 100 && note.total > note.runs) {
      text += fmt::format(
          " What happens in 1 of {} of them is missed by all runs with a probability of about 37%.",
          grouped(note.runs));
    }
    return text;
  }
};

}  // namespace

std::string note_text(const explore::Note& note) { return std::visit(Words(), note); }

std::string why_none(explore::NoOrderings reason) {
  using enum explore::NoOrderings;
  switch (reason) {
    case kNone:
    case kWhole:  // that says nothing to anybody
      return "";
    case kNoEnd:
      return "No condition: it happens only where no end can be reached any more";
    case kNotAsked:
      return "No condition: --no-orderings was given";
    case kNotCounted:
      return "No condition: it is found by counting, and interleavings were not counted";
    case kIncomplete:
      return "No condition: the search is incomplete, so none could be proved";
    case kNotInGraph:
      return "No condition: it is found by counting, and only some interleavings were run";
    case kTooLong:
      return "No condition: the search for one was cut where it had visited five times the states "
             "of the scenario";
  }
  __builtin_unreachable();
}

}  // namespace heddle::tell
