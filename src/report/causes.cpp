// Findings that happen in the same interleavings (`same_as`) form a class. A class is told inside
// another one, where one of both contains the other (`within`), by the one that says more of why:
// a lost update before what the author sees of it, and that before what is derived from the ends.
#include "report/causes.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

namespace heddle::report {
namespace {

// How far a kind is from the why; the lowest of a cause names it.
int distance(const Finding& finding) {
  const std::string& kind = finding.kind;
  if (kind == "lost-update") return 0;
  if (kind == "deadlock" || kind == "livelock") return 1;
  if (is_authors(finding)) return 3;
  if (kind == "data-race") return 4;
  if (kind == "leak") return 5;
  if (kind == "not-serializable" || kind == "nondeterministic") return 6;
  return 2;  // a step at fault
}

// Decimal numbers without leading zeros.
bool is_less(const Count& a, const Count& b) {
  if (!a || !b) return a.has_value();
  return std::make_pair(a->size(), *a) < std::make_pair(b->size(), *b);
}

// "Node" of "Node.next" and of "read Node#3.next".
std::string record_of(const std::string& text) {
  const auto begin = text.rfind(' ') == std::string::npos ? 0 : text.rfind(' ') + 1;
  return text.substr(begin, text.find_first_of("#.", begin) - begin);
}

struct Class {
  std::vector<std::size_t> members;   // the nearest to the why first
  std::vector<std::size_t> races;     // data races told with it
  bool dropped = false;               // a data race that is told with another class
  std::vector<std::size_t> around;    // classes that happen wherever it does, and elsewhere
  std::vector<std::size_t> inner;     // classes around which it is
  bool absorbed = false;              // wherever it happens, a class nearer to the why does
  std::vector<std::size_t> tellers;   // classes that could tell it
  std::optional<std::size_t> inside;  // the one of them that does
  std::vector<std::size_t> told;      // classes that it tells
};

class Causes {
 public:
  explicit Causes(const Report& report) : report_(report) {}

  std::vector<Cause> find() {
    build_classes();
    for (std::size_t c = 0; c < classes_.size(); ++c) attach_race(c);
    for (std::size_t c = 0; c < classes_.size(); ++c) nest(c);
    for (std::size_t c = 0; c < classes_.size(); ++c) classes_[c].absorbed = is_absorbed(c);
    for (std::size_t c = 0; c < classes_.size(); ++c)
      for (const std::size_t r : classes_[c].around)
        if (may_tell(r, c)) classes_[c].tellers.push_back(r);
    for (std::size_t c = 0; c < classes_.size(); ++c) choose_teller(c);
    std::vector<Cause> result;
    for (std::size_t c = 0; c < classes_.size(); ++c)
      if (is_root(c)) result.push_back(cause(c));
    add_untold(result);
    sort(result);
    return result;
  }

 private:
  const Finding& finding(std::size_t index) const { return report_.findings[index]; }
  const Finding& lead(std::size_t c) const { return finding(classes_[c].members.front()); }

  void build_classes() {
    class_of_.assign(report_.findings.size(), 0);
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      const auto& same = finding(i).same_as;
      if (same && *same < i) {
        class_of_[i] = class_of_[*same];
      } else {
        class_of_[i] = classes_.size();
        classes_.emplace_back();
      }
      classes_[class_of_[i]].members.push_back(i);
    }
    for (Class& one : classes_)
      std::stable_sort(one.members.begin(), one.members.end(), [&](std::size_t a, std::size_t b) {
        return distance(finding(a)) < distance(finding(b));
      });
  }

  // A data race on the variable of a lost update, and one with the `delete` that a use after free
  // comes from, are the same fault.
  void attach_race(std::size_t c) {
    const Finding& race = lead(c);
    if (race.kind != "data-race") return;
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      if (!is_same_fault(race, finding(i)) || classes_[class_of_[i]].dropped) continue;
      classes_[class_of_[i]].races.push_back(classes_[c].members.front());
      classes_[c].dropped = true;
      return;
    }
  }

  static bool is_same_fault(const Finding& race, const Finding& other) {
    if (other.kind == "lost-update") return other.name == race.name;
    if (other.kind != "use-after-free" || !race.name) return false;
    const bool deletes = std::any_of(race.next.begin(), race.next.end(), [](const Next& next) {
      return next.access.starts_with("delete ");
    });
    return deletes && !other.witness.empty() &&
           record_of(other.witness.back().access) == record_of(*race.name);
  }

  void nest(std::size_t c) {
    std::set<std::size_t> around;
    for (const std::size_t index : lead(c).within) around.insert(class_of_[index]);
    around.erase(c);
    for (const std::size_t r : around) {
      classes_[c].around.push_back(r);
      classes_[r].inner.push_back(c);
    }
  }

  bool is_nearer(std::size_t a, std::size_t b) const {
    return distance(lead(a)) < distance(lead(b));
  }

  bool is_order(std::size_t c) const { return lead(c).serial == true; }

  // Whether c happens nowhere but where classes within it that are nearer to the why do: known
  // where every outcome with c has one of them in all of its interleavings.
  bool is_absorbed(std::size_t c) const {
    if (is_order(c)) return false;
    std::set<std::size_t> nearer;
    for (const std::size_t r : classes_[c].inner)
      if (is_nearer(r, c)) nearer.insert(classes_[r].members.front());
    if (nearer.empty() || report_.outcomes.empty()) return false;
    const std::size_t index = classes_[c].members.front();
    return std::all_of(report_.outcomes.begin(), report_.outcomes.end(), [&](const Outcome& end) {
      const auto has = [&](const Share& share) { return share.index == index; };
      const auto always = [&](const Share& share) {
        return nearer.contains(share.index) && share.interleavings == end.interleavings;
      };
      return std::none_of(end.findings.begin(), end.findings.end(), has) ||
             std::any_of(end.findings.begin(), end.findings.end(), always);
    });
  }

  // Whether r, which is around c, may tell it.
  bool may_tell(std::size_t r, std::size_t c) const {
    return !is_nearer(c, r) && !classes_[r].absorbed && is_order(r) == is_order(c) &&
           lead(r).interleavings != report_.exploration.interleavings;
  }

  // The smallest class that may tell c and that no other one tells.
  void choose_teller(std::size_t c) {
    Class& one = classes_[c];
    for (const std::size_t r : one.tellers)
      if (classes_[r].tellers.empty() &&
          (!one.inside || is_less(lead(r).interleavings, lead(*one.inside).interleavings)))
        one.inside = r;
    if (one.inside) classes_[*one.inside].told.push_back(c);
  }

  bool is_root(std::size_t c) const {
    return !classes_[c].dropped && !classes_[c].absorbed && !classes_[c].inside;
  }

  Cause cause(std::size_t c) const {
    const Class& one = classes_[c];
    Cause result;
    result.lead = one.members.front();
    result.same.assign(one.members.begin() + 1, one.members.end());
    result.races = one.races;
    for (const std::size_t other : one.around)
      if (!is_nearer(other, c)) append(result.wider, classes_[other].members);
    for (const std::size_t other : one.told) append(result.narrower, classes_[other].members);
    std::sort(result.wider.begin(), result.wider.end());
    std::sort(result.narrower.begin(), result.narrower.end());
    set_sort(result, c);
    return result;
  }

  static void append(std::vector<std::size_t>& list, const std::vector<std::size_t>& more) {
    list.insert(list.end(), more.begin(), more.end());
  }

  void set_sort(Cause& cause, std::size_t c) const {
    const auto is_race = [&](std::size_t index) {
      const std::string& kind = finding(index).kind;
      return kind == "lost-update" || kind == "not-serializable" || kind == "data-race";
    };
    const auto& members = classes_[c].members;
    if (!cause.races.empty() || std::any_of(members.begin(), members.end(), is_race)) {
      cause.sort = Cause::Sort::kRace;
    } else if (is_order(c)) {
      cause.sort = Cause::Sort::kOrder;
      cause.outcome = serial_outcome(cause.lead);
      for (const std::size_t r : classes_[c].inner)
        if (is_root(r) && !is_order(r) && !is_nearer(c, r)) cause.told_before = true;
    }
  }

  std::optional<std::size_t> serial_outcome(std::size_t index) const {
    for (std::size_t i = 0; i < report_.outcomes.size(); ++i) {
      const Outcome& outcome = report_.outcomes[i];
      if (!outcome.serial_order) continue;
      for (const Share& share : outcome.findings)
        if (share.index == index && share.interleavings == outcome.interleavings) return i;
    }
    return {};
  }

  // What no cause tells after all has one of its own.
  void add_untold(std::vector<Cause>& result) const {
    std::set<std::size_t> told;
    for (const Cause& one : result) {
      told.insert(one.lead);
      for (const auto* list : {&one.same, &one.races, &one.wider, &one.narrower})
        told.insert(list->begin(), list->end());
    }
    for (std::size_t c = 0; c < classes_.size(); ++c)
      if (!told.contains(classes_[c].members.front())) result.push_back(cause(c));
  }

  void sort(std::vector<Cause>& list) const {
    const auto key = [&](const Cause& one) {
      const bool race_alone = finding(one.lead).kind == "data-race";
      const int weight = one.sort == Cause::Sort::kOrder ? 2 : race_alone ? 1 : 0;
      bool authors = is_authors(finding(one.lead));
      std::size_t first = one.lead;
      for (const auto* members : {&one.same, &one.races, &one.wider, &one.narrower}) {
        for (const std::size_t index : *members) {
          authors = authors || is_authors(finding(index));
          first = std::min(first, index);
        }
      }
      return std::make_tuple(weight, !authors, first, one.lead);
    };
    std::stable_sort(list.begin(), list.end(),
                     [&](const Cause& a, const Cause& b) { return key(a) < key(b); });
  }

  const Report& report_;
  std::vector<Class> classes_;
  std::vector<std::size_t> class_of_;  // of each finding
};

}  // namespace

bool is_authors(const Finding& finding) {
  const std::string& kind = finding.kind;
  return kind == "flag" || kind == "invariant" || kind == "final" || kind == "unreached" ||
         kind == "assertion";
}

std::vector<Cause> causes(const Report& report) { return Causes(report).find(); }

}  // namespace heddle::report
