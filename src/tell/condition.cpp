#include "tell/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/words.h"
#include "tell/deed.h"
#include "tell/values.h"

namespace heddle::tell {

using report::Endpoint;
using report::Pair;

namespace {

bool is_number(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

std::string ordinal(std::uint32_t number) {
  const std::uint32_t tens = number % 100;
  const bool teen = tens >= 11 && tens <= 13;
  const std::uint32_t last = teen ? 0 : number % 10;
  return std::to_string(number) + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

bool same(const Endpoint& a, const Endpoint& b) {
  return a.thread == b.thread && a.step == b.step && a.access == b.access &&
         a.occurrence == b.occurrence && a.last == b.last;
}

// The clauses of one alternative. Each names all that tells its accesses from others.
class Clauses {
 public:
  // `rounds`: they stand for all rounds of the loops, and no occurrence is meant.
  Clauses(const std::vector<Pair>& pairs, const Places& places, bool rounds)
      : pairs_(pairs), places_(places), rounds_(rounds), told_(pairs.size(), false) {}

  std::string text() {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (told_[i]) continue;
      told_[i] = true;
      all.push_back(clause(i));
    }
    std::string joined;
    for (const std::string& each : all) joined += (joined.empty() ? "" : ", and ") + each;
    return joined;
  }

 private:
  std::string clause(std::size_t i) {
    const Pair& pair = pairs_[i];
    if (pair.choice) return choice(*pair.choice);
    for (std::size_t k = i + 1; k < pairs_.size(); ++k) {
      if (told_[k] || pairs_[k].choice) continue;
      auto joined = each_before_the_other(pair, pairs_[k]);
      if (!joined) joined = between(pair, pairs_[k]);
      if (!joined) joined = between(pairs_[k], pair);
      if (!joined) continue;
      told_[k] = true;
      return *joined;
    }
    object_ = "";
    const std::string before = deed(pair.before);
    return before + " before " + deed(pair.after);
  }

  // "each reads balance before the other writes it".
  std::optional<std::string> each_before_the_other(const Pair& one, const Pair& two) {
    const bool crosswise = one.before.thread == two.after.thread &&
                           one.after.thread == two.before.thread &&
                           one.before.thread != one.after.thread;
    if (!crosswise || one.before.access != two.before.access ||
        one.after.access != two.after.access) {
      return std::nullopt;
    }
    object_ = "";
    const std::string first = done(one.before);
    const std::string then = done(one.after);
    object_ = "";
    if (first != done(two.before) || then != done(two.after)) return std::nullopt;
    const std::string who =
        places_.thread_count() == 2
            ? "each"
            : fmt::format("each of {} and {}", one.before.thread, one.after.thread);
    return fmt::format("{} {} before the other {}", who, first, then);
  }

  // "deposit writes balance after withdraw reads it and before withdraw writes it".
  std::optional<std::string> between(const Pair& one, const Pair& two) {
    if (!same(one.after, two.before) || one.before.thread != two.after.thread) return std::nullopt;
    object_ = "";
    const std::string middle = deed(one.after);
    const std::string first = deed(one.before);
    return middle + " after " + first + " and before " + deed(two.after);
  }

  std::string deed(const Endpoint& end) { return end.thread + " " + done(end); }

  // "reads balance", "writes it (line 7) the 2nd time".
  std::string done(const Endpoint& end) {
    const Deed done = tell::deed(end.access);
    std::string text = done.verb;
    if (!done.object.empty()) text += " " + (done.object == object_ ? "it" : done.object);
    object_ = done.object;
    const std::string place = places_.place(end);
    if (!place.empty()) text += " (" + place + ")";
    return text + times(end.last, end.occurrence, places_.repeats(end));
  }

  std::string times(bool last, std::uint32_t occurrence, bool repeats) const {
    if (rounds_) return "";
    if (last) return " the last time";
    if (occurrence == 1) return repeats ? " the first time" : "";
    return " the " + ordinal(occurrence) + " time";
  }

  // "a chooses c = 1", "a notifies and wakes the 2nd sleeper".
  std::string choice(const report::ChoicePoint& point) {
    if (point.thread.empty()) {
      return fmt::format("the {} choice of the start takes its {} alternative",
                         ordinal(point.occurrence), ordinal(point.alternative));
    }
    const Places::Choice* const known = places_.choice(point);
    std::string text;
    if (known == nullptr || known->local.empty()) {
      text = fmt::format("{} wakes the {} sleeper", point.thread, ordinal(point.alternative));
    } else {
      text = fmt::format("{} chooses {}", point.thread, value(*known, point.alternative));
    }
    const std::string place = places_.place(point);
    if (!place.empty()) text += " (" + place + ")";
    return text + times(false, point.occurrence, known != nullptr && known->repeats);
  }

  // "c = 1"; by its number where other alternatives read alike or the value is not known.
  static std::string value(const Places::Choice& choice, std::uint32_t alternative) {
    const auto& all = choice.alternatives;
    const std::string text = alternative <= all.size() ? all[alternative - 1] : "";
    const bool alone = std::count(all.begin(), all.end(), text) == 1;
    if (!text.empty() && alone) return choice.local + " = " + text;
    return fmt::format("the {} value of {}", ordinal(alternative), choice.local);
  }

  const std::vector<Pair>& pairs_;
  const Places& places_;
  bool rounds_;
  std::vector<bool> told_;
  std::string object_;  // that was named last in the clause
};

std::string exchanged(const report::Ordering& ordering) {
  std::string text;
  for (const auto& threads : ordering.exchanged) {
    text += (text.empty() ? "" : "; ") + listed(threads) +
            (threads.size() == 2 ? " exchanged" : " in any order");
  }
  return text.empty() ? "" : " (and with " + text + ")";
}

class Sentence {
 public:
  Sentence(const report::Finding& finding, const Places& places)
      : finding_(finding), places_(places) {}

  std::string text() const {
    std::string sentence = alternatives();
    if (finding_.only_when.empty()) return sentence;
    const std::string only = "Only when " + clauses(finding_.only_when, places_);
    return sentence.empty() ? only : sentence + ". " + only;
  }

 private:
  std::string alternatives() const {
    const auto& all = finding_.orderings;
    if (all.empty()) return "";
    if (all.size() == 1 && all.front().pairs.empty()) return "In every interleaving";
    const bool exact = finding_.covered && finding_.covered == finding_.interleavings;
    if (all.size() == 1 && exact) return "Exactly when " + one(all.front());
    if (all.size() == 1 && is_small()) {
      return fmt::format("One way, {}: {}", share(all.front()), one(all.front()));
    }
    std::string sentence = exact ? "Exactly when " : "Whenever ";
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) sentence += exact ? ", or when " : ", or whenever ";
      sentence += one(all[i]);
      const std::string part = share(all[i]);
      if (!part.empty()) sentence += " (" + part + ")";
    }
    return sentence;
  }

  std::string one(const report::Ordering& ordering) const {
    return Clauses(ordering.pairs, places_, ordering.rounds).text() +
           (ordering.rounds ? " in some round of each" : "") + exchanged(ordering);
  }

  // "40 of 80".
  std::string share(const report::Ordering& ordering) const {
    if (!ordering.interleavings || !finding_.interleavings) return "";
    return grouped(*ordering.interleavings) + " of " + grouped(*finding_.interleavings);
  }

  // The only way that is told is less than a tenth of all.
  bool is_small() const {
    const auto& all = finding_.interleavings;
    if (!finding_.covered || !all || !is_number(*finding_.covered) || !is_number(*all))
      return false;
    const std::string tenfold = *finding_.covered + "0";
    return std::pair(tenfold.size(), tenfold) < std::pair(all->size(), *all);
  }

  const report::Finding& finding_;
  const Places& places_;
};

}  // namespace

std::string clauses(const std::vector<Pair>& pairs, const Places& places) {
  return Clauses(pairs, places, false).text();
}

std::string condition(const report::Finding& finding, const Places& places) {
  return Sentence(finding, places).text();
}

}  // namespace heddle::tell
