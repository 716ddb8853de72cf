#include "report/compared_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/columns.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kDifferentMax = 50;  // entries that are shown
constexpr std::size_t kAlikeMax = 5;       // of more only the number is said
constexpr std::size_t kEntryIndent = 2;

// How the mark of an outcome looks; whether it is good or bad to have it is another question.
Style style_of_outcome(Mark mark) {
  if (mark == Mark::kSame) return Style::kDim;
  return mark == Mark::kNew || mark == Mark::kGone ? Style::kBold : Style::kNotice;
}

Style style_of_finding(Mark mark) {
  if (mark == Mark::kNew) return Style::kBad;
  return mark == Mark::kGone ? Style::kGood : style_of_outcome(mark);
}

// A number of interleavings, or that there are some, or none.
std::string part_text(const Part& part, Mark how) {
  if (part.there) return part.interleavings ? grouped(*part.interleavings) : "some";
  return how == Mark::kOpen ? "?" : "none";
}

class ComparedTable {
 public:
  ComparedTable(Page& page, const std::string& heading, const std::string& noun,
                const std::vector<ComparedEntry>& entries)
      : page_(page), heading_(heading), noun_(noun), entries_(entries) {
    choose_shown();
    find_constant_variables();
  }

  void print() {
    build();
    if (shown_.empty()) {
      page_.line({{Style::kBold, heading_}});
    } else if (kEntryIndent + columns_width(columns_) <= page_.width()) {
      print_columns(page_, heading_, columns_, kEntryIndent);
    } else {
      print_paragraphs();
    }
    print_rest();
  }

 private:
  static bool is_same(const ComparedEntry& entry) { return entry.how == Mark::kSame; }

  void choose_shown() {
    for (const ComparedEntry& entry : entries_) (is_same(entry) ? alike_ : different_) += 1;
    for (const ComparedEntry& entry : entries_) {
      const bool fits = is_same(entry) ? alike_ <= kAlikeMax : shown_.size() < kDifferentMax;
      if (fits) shown_.push_back(&entry);
    }
  }

  // A variable that ends the same in all of several outcomes is said once, below the table.
  void find_constant_variables() {
    if (entries_.front().values == nullptr) return;
    const auto& first = *entries_.front().values;
    constant_.assign(first.size(), entries_.size() > 1);
    for (std::size_t v = 0; v < constant_.size(); ++v)
      constant_[v] = constant_[v] && std::all_of(entries_.begin(), entries_.end(), [&](auto& one) {
                       return equal((*one.values)[v], first[v]);
                     });
  }

  // Whether some number is known; else the marks say everything.
  bool has_numbers() const {
    return std::any_of(shown_.begin(), shown_.end(), [](const ComparedEntry* one) {
      return one->before.interleavings || one->after.interleavings;
    });
  }

  void build() {
    Column mark = column("", false);
    Column label = column("", false);
    Column flags = column("flags", false);
    Column before = column("old", true);
    Column after = column("new", true);
    for (const ComparedEntry* one : shown_) {
      mark.add(one->mark);
      label.add(one->label);
      flags.add({Style::kNotice, one->flags});
      before.add(part_text(one->before, one->how));
      after.add(part_text(one->after, one->how));
    }
    columns_ = {mark, label};
    for (std::size_t v = 0; v < constant_.size(); ++v)
      if (!constant_[v]) columns_.push_back(variable(v));
    const auto raised = [](const ComparedEntry* one) { return !one->flags.empty(); };
    if (std::any_of(shown_.begin(), shown_.end(), raised)) columns_.push_back(flags);
    if (has_numbers()) columns_.insert(columns_.end(), {before, after});
  }

  Column variable(std::size_t v) const {
    const NamedValue& first = (*entries_.front().values)[v];
    Column result = column(first.name, !first.array);
    for (const ComparedEntry* one : shown_) result.add(text_of((*one->values)[v]));
    return result;
  }

  void print_paragraphs() {
    page_.line({{Style::kBold, heading_}});
    for (const ComparedEntry* one : shown_) {
      Line title{one->mark, "  ", one->label};
      const std::string numbers = numbers_of(*one);
      if (!numbers.empty()) title.emplace_back(": " + numbers);
      page_.sentence(title, kEntryIndent, kEntryIndent + 3);
      Line values;
      for (std::size_t v = 0; v < constant_.size(); ++v)
        if (!constant_[v])
          values.emplace_back((values.empty() ? "" : ", ") + assignment((*one->values)[v]));
      if (!values.empty()) page_.sentence(values, kEntryIndent + 3, kEntryIndent + 5);
      if (!one->flags.empty())
        page_.sentence({{Style::kNotice, "flags: " + one->flags}}, kEntryIndent + 3,
                       kEntryIndent + 5);
    }
  }

  // "4 -> 6 interleavings", "none -> some".
  static std::string numbers_of(const ComparedEntry& one) {
    const Count& before = one.before.interleavings;
    const Count& after = one.after.interleavings;
    if (!before && !after) return "";
    if (before == after) return interleavings(*before);
    const std::string last = after ? interleavings(*after) : part_text(one.after, one.how);
    return part_text(one.before, one.how) + " -> " + last;
  }

  void print_rest() {
    std::size_t hidden = different_ - std::min(different_, kDifferentMax);
    if (hidden > 0)
      page_.sentence(
          {{Style::kDim,
            fmt::format("... and {} more that differ: --json FILE lists all.", grouped(hidden))}},
          kEntryIndent, kEntryIndent);
    if (alike_ > kAlikeMax)
      page_.sentence({{Style::kDim, symbol(Mark::kSame) + "  " + counted(alike_, noun_) +
                                        (different_ > 0 ? " more" : "") + ", the same in both"}},
                     kEntryIndent, kEntryIndent + 3);
    std::string text;
    for (std::size_t v = 0; v < constant_.size(); ++v)
      if (constant_[v])
        text +=
            (text.empty() ? "In all of them: " : ", ") + assignment((*entries_.front().values)[v]);
    if (!text.empty()) page_.sentence({{Style::kDim, text}}, kEntryIndent, kEntryIndent + 2);
  }

  Page& page_;
  const std::string& heading_;
  const std::string& noun_;
  const std::vector<ComparedEntry>& entries_;
  std::size_t different_ = 0;  // entries
  std::size_t alike_ = 0;
  std::vector<const ComparedEntry*> shown_;
  std::vector<bool> constant_;   // of each variable
  std::vector<Column> columns_;  // the first two: the mark, the label
};

}  // namespace

std::string symbol(Mark mark) {
  switch (mark) {
    case Mark::kNew:
      return "+";
    case Mark::kGone:
      return "-";
    case Mark::kNumber:
      return "~";
    case Mark::kOpen:
      return "?";
    case Mark::kSame:
      break;
  }
  return "=";
}

std::vector<ComparedEntry> outcome_entries(const Comparison& comparison) {
  std::vector<ComparedEntry> entries;
  entries.reserve(comparison.outcomes.size());
  for (const ComparedOutcome& one : comparison.outcomes)
    entries.push_back({{style_of_outcome(one.mark), symbol(one.mark)},
                       {one.end == "completed" ? Style::kPlain : Style::kBad, one.end},
                       &one.values,
                       fmt::format("{}", fmt::join(one.flags, ", ")),
                       one.before,
                       one.after,
                       one.mark});
  return entries;
}

std::vector<ComparedEntry> finding_entries(const Comparison& comparison) {
  std::vector<ComparedEntry> entries;
  for (const ComparedFinding& one : comparison.findings)
    entries.push_back({{style_of_finding(one.mark), symbol(one.mark)},
                       title(one.kind, one.name),
                       nullptr,
                       "",
                       one.before,
                       one.after,
                       one.mark});
  return entries;
}

void print_compared(Page& page, const std::string& heading, const std::string& noun,
                    const std::vector<ComparedEntry>& entries) {
  if (entries.empty()) return;
  page.blank();
  ComparedTable(page, heading, noun, entries).print();
}

}  // namespace heddle::report
