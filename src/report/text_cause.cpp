// One cause, for people: its name, when it happens, one interleaving with it, what comes with it.
#include <fmt/format.h>

#include <algorithm>

#include "report/names.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kIndent = 2;

// " [4]", which stays with the word before it.
Span mark(std::size_t index) { return {Style::kDim, fmt::format(" [{}]", index + 1), true}; }

// "4 of 6"; of many interleavings with the share.
std::string amount(const Count& part, const Count& whole) {
  if (is_number(part) && !is_number(whole)) return interleavings(*part);
  if (!is_number(part)) return "";
  if (*part == *whole) return *whole == "1" ? "always" : "all " + grouped(*whole);
  const std::string text = grouped(*part) + " of " + grouped(*whole);
  return whole->size() < 5 ? text : text + " (" + share(part, whole) + ")";
}

// The sentences of a data race's locks: "no lock", "only deposit holds m".
std::string locks_of(const Finding& race) {
  std::string text;
  for (const Next& next : race.next)
    if (!next.holds.empty())
      text += (text.empty() ? "" : ", ") + next.thread + " holds " + listed(next.holds);
  return text.empty() ? "no lock" : text;
}

class CausePrinter {
 public:
  CausePrinter(Page& page, const Report& report, const std::vector<Cause>& causes,
               std::size_t index)
      : page_(page), report_(report), cause_(causes[index]), lead_(report.findings[cause_.lead]) {
    for (std::size_t i = index + 1; i < causes.size(); ++i)
      if (causes[i].told_before) leads_below_.insert(causes[i].lead);
  }

  void print_heading(const std::string& word) {
    Line line{{Style::kBad, word}, "  ", {Style::kBold, phrase(lead_)}};
    const std::string number = amount(lead_.interleavings, report_.exploration.interleavings);
    if (!number.empty()) line.insert(line.end(), {{", "}, {Style::kPlain, number, true}});
    line.push_back(mark(cause_.lead));
    page_.sentence(line, 0, kIndent + 2);
  }

  // `shown`: the number of a cause whose interleaving is the same, or 0.
  void print_body(std::size_t shown) {
    print_condition();
    if (shown > 0) {
      print_moment(shown);
    } else {
      print_witness(page_, report_, lead_, flags());
    }
    print_companions();
    print_narrower();
    print_command(lead_.seed);
    if (lead_.second_seed) print_second();
  }

  // "ALSO WITHOUT A RACE  overdraft, final: in the serial order withdraw, deposit"
  void print_order_heading(const std::string& word) {
    Line line{{Style::kNotice, word}, "  "};
    add_name(line, cause_.lead);
    for (const std::size_t index : cause_.same) {
      line.emplace_back(", ");
      add_name(line, index);
    }
    const std::string number = amount(lead_.interleavings, report_.exploration.interleavings);
    if (!cause_.told_before && !number.empty()) line.emplace_back(", " + number);
    line.emplace_back(": " + serial_order());
    page_.sentence(line, 0, kIndent);
  }

  // What is said of a failure that was seen in an interleaving above.
  void print_short_body() {
    const Line condition = shortened(condition_line(lead_));
    if (!condition.empty()) {
      Line line{{Style::kBold, short_name(cause_.lead)}, " "};
      line.insert(line.end(), condition.begin(), condition.end());
      page_.sentence(line, kIndent, kIndent + 2);
    }
    print_narrower();
  }

 private:
  // "(5 of 5)" at its end as "(5/5)".
  static Line shortened(Line condition) {
    constexpr std::string_view kOf = " of ";
    if (condition.empty()) return condition;
    std::string& text = condition.back().text;
    const auto open = text.rfind('(');
    const auto of = text.rfind(kOf);
    if (text.ends_with(')') && open != std::string::npos && of != std::string::npos && of > open)
      text.replace(of, kOf.size(), "/");
    return condition;
  }

  // Where it happens in an interleaving that is shown above.
  void print_moment(std::size_t shown) {
    const std::string where =
        lead_.moment ? fmt::format(", in step {}", *lead_.moment + 1) : std::string();
    page_.sentence({fmt::format("The interleaving of {} shows it{}:", shown, where)}, kIndent,
                   kIndent + 2);
    for (const Line& line : moment_lines(lead_)) page_.sentence(line, kIndent + 4, kIndent + 6);
  }

  void print_condition() {
    const Line line = condition_line(lead_);
    if (!line.empty()) page_.sentence(line, kIndent, kIndent + 2);
    const bool counted = report_.exploration.interleavings.has_value();
    if (line.empty() && counted && !lead_.orderings_note.empty())
      page_.sentence({{Style::kDim, lead_.orderings_note}}, kIndent, kIndent + 2);
  }

  std::string short_name(std::size_t index) const {
    const Finding& finding = report_.findings[index];
    return cause_.told_before && finding.kind != "flag" ? finding.kind : label(finding);
  }

  void add_name(Line& line, std::size_t index) const {
    line.emplace_back(Style::kBold, short_name(index));
    if (!cause_.told_before || index == cause_.lead) line.push_back(mark(index));
  }

  std::string serial_order() const {
    if (!cause_.outcome) return "in some serial order";
    constexpr std::size_t kColumnsMax = 200;
    return "in the serial order " +
           clip(units_text(*report_.outcomes[*cause_.outcome].serial_order), kColumnsMax);
  }

  // The flags whose findings are told here.
  std::set<std::string> flags() const {
    std::set<std::string> names;
    const auto add = [&](std::size_t index) {
      const Finding& finding = report_.findings[index];
      if (finding.kind == "flag" && finding.name) names.insert(*finding.name);
    };
    add(cause_.lead);
    for (const std::size_t index : cause_.same) add(index);
    for (const std::size_t index : cause_.narrower) add(index);
    return names;
  }

  // "With it come: not-serializable (4 of 4), data-race balance (no lock), ..."
  void print_companions() {
    Line line;
    std::size_t number_told = 0;
    const auto add = [&](std::size_t index, const std::string& tail) {
      line.emplace_back(number_told++ == 0 ? "With it come: " : ", ");
      line.emplace_back(label(report_.findings[index]));
      line.push_back(mark(index));
      if (!tail.empty())
        line.insert(line.end(), {{" "}, {Style::kPlain, fmt::format("({})", tail), true}});
    };
    const Count& here = lead_.interleavings;
    const bool numbers = is_number(here);
    const std::string number = numbers ? grouped(*here) : "";
    const std::string all_of_it = numbers ? fmt::format("{0} of {0}", number) : "";
    for (const std::size_t index : cause_.same) add(index, all_of_it);
    for (const std::size_t index : cause_.races) add(index, locks_of(report_.findings[index]));
    for (const std::size_t index : cause_.wider) {
      if (leads_below_.contains(index)) continue;
      const Count& all = report_.findings[index].interleavings;
      add(index, numbers && is_number(all) ? number + " of its " + grouped(*all) : "");
    }
    if (number_told == 1) line.front().text = "With it comes: ";
    if (!line.empty()) page_.sentence(line, kIndent, kIndent + 4);
  }

  // What happens in some of its interleavings alone, each with when it does.
  void print_narrower() {
    for (const std::size_t index : cause_.narrower) {
      const Finding& finding = report_.findings[index];
      Line line{"In some of them: ", {Style::kBold, label(finding)}};
      line.push_back(mark(index));
      if (is_number(finding.interleavings) && is_number(lead_.interleavings)) {
        const std::string number = fmt::format("({} of {})", grouped(*finding.interleavings),
                                               grouped(*lead_.interleavings));
        line.insert(line.end(), {{" "}, {Style::kPlain, number, true}});
      }
      const Line condition = condition_line(finding);
      if (!condition.empty()) line.emplace_back(", ");
      line.insert(line.end(), condition.begin(), condition.end());
      page_.sentence(line, kIndent, kIndent + 4);
    }
  }

  void print_command(const std::string& seed) {
    if (!seed.empty()) page_.command(replay_command(report_, seed), kIndent);
  }

  void print_second() {
    page_.sentence({"Another interleaving ends differently:"}, kIndent, kIndent);
    Finding second = lead_;
    second.witness = lead_.second_witness;
    second.orderings.clear();
    second.moment.reset();
    second.message.clear();
    second.explanation.clear();
    second.next.clear();
    print_witness(page_, report_, second, flags());
    print_command(*lead_.second_seed);
  }

  Page& page_;
  const Report& report_;
  const Cause& cause_;
  const Finding& lead_;
  std::set<std::size_t> leads_below_;  // of entries further down, where they are told
};

// The number of the first cause before this one that shows the same interleaving; 0: none does.
std::size_t shown_before(const Report& report, const std::vector<Cause>& causes,
                         std::size_t index) {
  const Finding& lead = report.findings[causes[index].lead];
  for (std::size_t i = 0; i < index; ++i) {
    const Finding& other = report.findings[causes[i].lead];
    if (!causes[i].told_before && other.seed == lead.seed && !other.second_seed &&
        !lead.second_seed && lead.next.empty() && other.witness.size() == lead.witness.size())
      return i + 1;
  }
  return 0;
}

}  // namespace

void print_trace(Page& page, const Report& report, const Finding& finding) {
  const Line condition = condition_line(finding);
  if (!condition.empty()) page.sentence(condition, kIndent, kIndent + 2);
  std::set<std::string> flags;
  if (finding.kind == "flag") flags.insert(finding.name.value_or(""));
  print_witness(page, report, finding, flags);
  if (!finding.seed.empty()) page.command(replay_command(report, finding.seed), kIndent);
  if (finding.second_seed) page.command(replay_command(report, *finding.second_seed), kIndent);
}

void print_cause(Page& page, const Report& report, const std::vector<Cause>& causes,
                 std::size_t index) {
  const Cause& cause = causes[index];
  CausePrinter printer(page, report, causes, index);
  const std::size_t shown = shown_before(report, causes, index);
  page.blank();
  if (cause.sort != Cause::Sort::kOrder) {
    const char* word = cause.sort == Cause::Sort::kRace ? "RACE" : "FAILURE";
    printer.print_heading(fmt::format("{} {}", word, index + 1));
    printer.print_body(shown);
  } else {
    printer.print_order_heading(index > 0 ? "ALSO WITHOUT A RACE" : "WITHOUT A RACE");
    if (cause.told_before) {
      printer.print_short_body();
    } else {
      printer.print_body(shown);
    }
  }
}

}  // namespace heddle::report
