// What `diff` prints.
#include <algorithm>
#include <map>
#include <utility>

#include "report/compared_table.h"
#include "report/text.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kNarrow = 60;  // columns

Span result_word(Comparison::Result result) {
  if (result == Comparison::Result::kSame) return {Style::kGood, "SAME"};
  if (result == Comparison::Result::kDifferent) return {Style::kBad, "DIFFERS"};
  return {Style::kNotice, "UNDECIDED"};
}

// Constants that both have, with other values: name, old, new.
struct OtherConstant {
  std::string name;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

std::vector<OtherConstant> other_constants(const Report& before, const Report& after) {
  const std::map<std::string, std::int64_t> others(after.constants.begin(), after.constants.end());
  std::vector<OtherConstant> list;
  for (const auto& [name, value] : before.constants)
    if (const auto at = others.find(name); at != others.end() && at->second != value)
      list.push_back({name, value, at->second});
  return list;
}

// "deposit_withdraw -> deposit_withdraw_mutex"; of one scenario "bank, n = 2 -> 3".
std::string names_text(const Report& before, const Report& after) {
  if (before.name != after.name) return before.name + " -> " + after.name;
  std::string text = before.name;
  for (const OtherConstant& one : other_constants(before, after))
    text +=
        ", " + one.name + " = " + std::to_string(one.before) + " -> " + std::to_string(one.after);
  return text;
}

// "6 -> 20 interleavings"; "6 interleavings" of both.
std::string numbers_text(const Count& before, const Count& after) {
  if (!before && !after) return "not counted";
  if (before == after) return interleavings(*before);
  return (before ? grouped(*before) : "?") + " -> " +
         (after ? interleavings(*after) : "? interleavings");
}

std::string incomplete_text(const Report& before, const Report& after) {
  const bool old_one = !before.exploration.complete;
  const bool new_one = !after.exploration.complete;
  if (old_one && new_one) return "both are incomplete";
  if (old_one) return "OLD is incomplete";
  return new_one ? "NEW is incomplete" : "";
}

// "FAILS -> RACE-FREE"
Line verdicts_of(const Report& before, const Report& after) {
  Line line{verdict_word(before)};
  if (before.verdict == after.verdict) return line;
  line.emplace_back(" -> ");
  line.push_back(verdict_word(after));
  return line;
}

// "; 6 -> 2 interleavings"
std::string scopes_text(const Report& before, const Report& after) {
  const Count& old_number = before.exploration.interleavings;
  const Count& new_number = after.exploration.interleavings;
  const std::string incomplete = incomplete_text(before, after);
  std::string text;
  if (old_number || new_number || incomplete.empty())
    text += "; " + numbers_text(old_number, new_number);
  return incomplete.empty() ? text : text + "; " + incomplete;
}

Line joined(Line line, const Line& more) {
  line.insert(line.end(), more.begin(), more.end());
  return line;
}

// On one line where that fits. Else the verdicts stand below the names; quiet, it is one line all
// the same: the caller knows the names, and no number is cut.
void print_result(Page& page, const Comparison& comparison, bool quiet) {
  const Report& before = comparison.before.report;
  const Report& after = comparison.after.report;
  const Line word{result_word(comparison.result), "  "};
  const Line names = joined(word, {{Style::kBold, names_text(before, after)}});
  const Line verdicts = verdicts_of(before, after);
  const Line scopes = joined(verdicts, {scopes_text(before, after)});
  const auto fits = [&page](const Line& line) { return display_width(line) <= page.width(); };
  const Line whole = joined(joined(names, {"   "}), scopes);
  if (fits(whole)) return page.line(whole);
  if (quiet) {
    const Line without_names = joined(word, scopes);
    return page.line(fits(without_names) ? without_names : joined(word, verdicts));
  }
  page.sentence(names, 0, 2);
  page.sentence(scopes, 2, 4);
}

// "  OLD  bank.json, n = 2: all 6 interleavings"
void print_side(Page& page, const std::string& which, const Report& report,
                const std::string& constants) {
  const std::string file = report.file == "-" ? "standard input" : report.file;
  const std::size_t hanging = page.width() < kNarrow ? 4 : 7;
  page.sentence({which + "  ", {Style::kDim, file + constants + ": " + scope(report)}}, 2, hanging);
}

void print_sides(Page& page, const Comparison& comparison) {
  const Report& before = comparison.before.report;
  const Report& after = comparison.after.report;
  std::string old_ones;
  std::string new_ones;
  for (const OtherConstant& one : other_constants(before, after)) {
    old_ones += ", " + one.name + " = " + std::to_string(one.before);
    new_ones += ", " + one.name + " = " + std::to_string(one.after);
  }
  print_side(page, "OLD", before, old_ones);
  print_side(page, "NEW", after, new_ones);
}

// "fee, total, flag late"; of many the first ones.
std::string alone_text(const Side& side) {
  constexpr std::size_t kMost = 12;
  std::vector<std::string> names = side.variables;
  for (const std::string& flag : side.flags) names.push_back("flag " + flag);
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
    text += (text.empty() ? "" : ", ") + names[i];
  return names.size() > kMost ? text + " and " + grouped(names.size() - kMost) + " more" : text;
}

// What only one side has, and is not compared.
void print_alone(Page& page, const Comparison& comparison) {
  const std::string old_ones = alone_text(comparison.before);
  const std::string new_ones = alone_text(comparison.after);
  if (!old_ones.empty()) page.sentence({"Only in OLD: " + old_ones + "."}, 2, 4);
  if (!new_ones.empty()) page.sentence({"Only in NEW: " + new_ones + "."}, 2, 4);
  if (!old_ones.empty() || !new_ones.empty())
    page.sentence({"That is not compared: ends that are alike without it count as one."}, 2, 4);
}

// Why the numbers of one side are not known; "" when they are.
std::string uncounted_text(const Exploration& done) {
  if (done.interleavings) return "";
  if (!done.complete) return "incomplete";
  return "not counted" + (done.uncounted.empty() ? "" : " (" + done.uncounted + ")");
}

void print_help(Page& page, const Exploration& before, const Exploration& after) {
  const auto print = [&page](const std::string& where, const Exploration& done) {
    if (!done.complete && !done.help.empty())
      page.sentence({"What would help" + where + ": " + done.help + "."}, 2, 4);
  };
  if (before.help == after.help && !before.complete) return print("", before);
  print(" in OLD", before);
  print(" in NEW", after);
}

void print_unknown(Page& page, const Comparison& comparison) {
  const Exploration& before = comparison.before.report.exploration;
  const Exploration& after = comparison.after.report.exploration;
  const std::string old_why = uncounted_text(before);
  const std::string new_why = uncounted_text(after);
  std::string why = old_why == new_why ? "both are " + old_why : "";
  if (why.empty() && !old_why.empty()) why = "OLD is " + old_why;
  if (!new_why.empty() && old_why != new_why)
    why += (why.empty() ? "NEW is " : ", NEW is ") + new_why;
  if (!old_why.empty() || !new_why.empty())
    page.sentence({"Numbers are not compared: " + why + "."}, 2, 4);
  if (comparison.result != Comparison::Result::kIncomplete) return;
  page.sentence({{Style::kNotice,
                  "What an incomplete search has not seen may be there all the same: it is "
                  "neither gone nor equal."}},
                2, 4);
  print_help(page, before, after);
}

template <class List>
bool has_mark(const List& list, Mark mark) {
  return std::any_of(list.begin(), list.end(),
                     [mark](const auto& one) { return one.mark == mark; });
}

bool has_mark(const Comparison& comparison, Mark mark) {
  return has_mark(comparison.outcomes, mark) || has_mark(comparison.findings, mark);
}

void print_marks(Page& page, const Comparison& comparison) {
  constexpr std::pair<Mark, const char*> kMeanings[] = {{Mark::kNew, "new"},
                                                        {Mark::kGone, "gone"},
                                                        {Mark::kNumber, "another number"},
                                                        {Mark::kOpen, "not known"},
                                                        {Mark::kSame, "the same"}};
  Line line;
  for (const auto& [mark, meaning] : kMeanings) {
    if (!has_mark(comparison, mark)) continue;
    if (!line.empty()) line.emplace_back("   ");
    line.push_back({Style::kDim, symbol(mark) + " " + meaning, true});
  }
  if (line.empty()) return;
  page.blank();
  page.sentence(line);
}

void print_command(Page& page, const Comparison& comparison) {
  const Report& after = comparison.after.report;
  if (!has_mark(comparison, Mark::kNew) || after.file == "-") return;
  page.sentence({{Style::kDim, "How it comes to what is new:"}});
  page.command(explore_command(after), 2);
}

}  // namespace

std::string text_compare(const Comparison& comparison, const TextOptions& options) {
  Page page(options.width, options.color);
  print_result(page, comparison, options.quiet);
  if (options.quiet) return page.take();
  print_sides(page, comparison);
  print_alone(page, comparison);
  print_unknown(page, comparison);
  print_compared(page, "ENDS", "end", outcome_entries(comparison));
  print_compared(page, "FINDINGS", "finding", finding_entries(comparison));
  print_marks(page, comparison);
  print_command(page, comparison);
  return page.take();
}

}  // namespace heddle::report
