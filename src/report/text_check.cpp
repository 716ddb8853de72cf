#include <fmt/format.h>

#include <algorithm>

#include "report/names.h"
#include "report/text.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

enum class Standing { kAsExpected, kDiffers, kUncertain, kWrong };

Standing standing(const CheckedFile& file) {
  if (!file.report || !file.report->expectation) return Standing::kWrong;
  const Expectation& expectation = *file.report->expectation;
  if (expectation.as_expected) return Standing::kAsExpected;
  return expectation.certain || !expectation.unexpected.empty() ? Standing::kDiffers
                                                                : Standing::kUncertain;
}

Span label_of(Standing standing) {
  switch (standing) {
    case Standing::kAsExpected:
      return {Style::kGood, "ok       "};
    case Standing::kDiffers:
      return {Style::kBad, "DIFFERS  "};
    case Standing::kUncertain:
      return {Style::kNotice, "unsure   "};
    case Standing::kWrong:
      break;
  }
  return {Style::kBad, "ERROR    "};
}

// What the file's line says behind its name: "race-free, 6 interleavings", "1 race, incomplete".
std::string summary_of(const CheckedFile& file) {
  if (!file.report) return counted(file.mistakes.size(), "error");
  const Report& report = *file.report;
  std::string found =
      report.findings.empty() ? "race-free" : counted_causes(report, causes(report));
  if (!report.exploration.complete)
    return report.findings.empty() ? "incomplete" : found + ", incomplete";
  const Count& number = report.exploration.interleavings;
  if (!number) return found;
  constexpr std::size_t kDigitsMax = 15;
  if (*number == "unbounded" || number->size() > kDigitsMax) return found;
  return found + ", " + interleavings(*number);
}

// Whether the entry of `expect` stands for the finding.
bool stands_for(const std::string& entry, const Finding& finding) {
  const std::string kind = finding.kind == "flag" ? finding.name.value_or("") : finding.kind;
  return entry == kind || entry == title(finding);
}

// Where a finding happens: "FILE:LINE:COLUMN", as far as it has a place.
std::string place(const Report& report, const Finding& finding) {
  std::string text = report.file;
  const std::uint32_t line = line_of(finding);
  if (line > 0) text += fmt::format(":{}", line);
  if (line > 0 && finding.moment && *finding.moment < finding.witness.size() &&
      finding.witness[*finding.moment].line == line)
    text += fmt::format(":{}", finding.witness[*finding.moment].column);
  return text;
}

class Difference {
 public:
  Difference(Page& page, const Report& report)
      : page_(page), report_(report), expectation_(*report.expectation) {}

  void print() {
    for (const Cause& cause : causes(report_)) print_unexpected(cause);
    print_unseen();
    print_missing();
    print_number();
    if (!report_.exploration.complete) {
      page_.sentence({{Style::kNotice, "undecided: "}, scope(report_)}, 2, 4);
      print_open_ends(page_, report_);
    }
  }

 private:
  bool is_unexpected(const Finding& finding) const {
    return std::any_of(expectation_.unexpected.begin(), expectation_.unexpected.end(),
                       [&](const std::string& entry) { return stands_for(entry, finding); });
  }

  // What was not expected of one cause, with the trace of the first of it.
  void print_unexpected(const Cause& cause) {
    std::vector<std::size_t> found;
    const auto add = [&](std::size_t index) {
      if (!is_unexpected(report_.findings[index]) || told_[index]) return;
      told_[index] = true;
      found.push_back(index);
    };
    told_.resize(report_.findings.size());
    add(cause.lead);
    for (const auto* list : {&cause.same, &cause.races, &cause.narrower, &cause.wider})
      for (const std::size_t index : *list) add(index);
    if (found.empty()) return;
    std::sort(found.begin() + (found.front() == cause.lead ? 1 : 0), found.end());
    const Finding& first = report_.findings[found.front()];
    std::vector<std::string> names;
    names.reserve(found.size());
    for (const std::size_t index : found) names.push_back(label(report_.findings[index]));
    page_.sentence({{Style::kBold, place(report_, first)},
                    ": ",
                    {Style::kBad, "not expected: "},
                    listed(names)},
                   0, 2);
    if (!first.message.empty()) page_.sentence({first.message}, 2, 4);
    print_trace(page_, report_, first);
  }

  // Entries that no finding of the report explains.
  void print_unseen() {
    for (const std::string& entry : expectation_.unexpected) {
      const auto has = [&](const Finding& finding) { return stands_for(entry, finding); };
      if (std::none_of(report_.findings.begin(), report_.findings.end(), has))
        page_.sentence({{Style::kBad, "not expected: "}, entry}, 2, 4);
    }
  }

  void print_missing() {
    const std::string how =
        report_.exploration.complete ? "expected, but not there: " : "expected, not seen so far: ";
    for (const std::string& entry : expectation_.missing)
      page_.sentence({{Style::kNotice, how}, entry}, 2, 4);
  }

  void print_number() {
    const Count& number = report_.exploration.interleavings;
    if (expectation_.pinned && number != expectation_.pinned)
      page_.sentence({{Style::kNotice, "interleavings: "},
                      grouped(*expectation_.pinned) + " expected, " +
                          (number ? grouped(*number) + " there" : "the number is not known")},
                     2, 4);
    if (!expectation_.certain && report_.exploration.complete && !number)
      page_.sentence({"the strategy " + report_.exploration.strategy + " does not count"}, 2, 4);
  }

  Page& page_;
  const Report& report_;
  const Expectation& expectation_;
  std::vector<bool> told_;  // of each finding
};

}  // namespace

std::string text_check_line(const CheckedFile& file, const TextOptions& options) {
  Page page(options.width, options.color);
  const Span first = label_of(standing(file));
  const std::string what = summary_of(file);
  const std::size_t used = display_width(first.text) + display_width(file.file);
  const std::size_t length = display_width(what);
  Line line{first, file.file};
  if (used + 2 + length <= page.width()) {
    const std::size_t end = std::min<std::size_t>(page.width(), 100);
    line.emplace_back(std::string(end > used + 2 + length ? end - used - length : 2, ' '));
    line.emplace_back(Style::kDim, what);
  }
  page.line(line);
  return page.take();
}

std::string text_check_difference(const CheckedFile& file, const TextOptions& options) {
  const Standing how = standing(file);
  if (how == Standing::kAsExpected || how == Standing::kWrong) return "";
  Page page(options.width, options.color);
  page.blank();
  page.sentence({label_of(how), {Style::kBold, file.file}}, 0, 2);
  Difference(page, *file.report).print();
  return page.take();
}

namespace {

// "4 files: 1 as expected, 1 differs; 3 passed over"
void print_numbers(Page& page, const std::vector<CheckedFile>& files, std::uint64_t passed_over) {
  const auto number = [&](Standing wanted) {
    return static_cast<std::uint64_t>(
        std::count_if(files.begin(), files.end(),
                      [wanted](const CheckedFile& file) { return standing(file) == wanted; }));
  };
  Line line{counted(files.size(), "file") + ": "};
  const auto add = [&line](Style style, std::uint64_t count, const std::string& text) {
    if (count == 0) return;
    if (line.size() > 1) line.emplace_back(", ");
    line.emplace_back(style, grouped(count) + text);
  };
  const std::uint64_t different = number(Standing::kDiffers);
  add(Style::kGood, number(Standing::kAsExpected), " as expected");
  add(Style::kBad, different, different == 1 ? " differs" : " differ");
  add(Style::kNotice, number(Standing::kUncertain), " not certain");
  add(Style::kBad, number(Standing::kWrong), " with errors");
  if (passed_over > 0) line.emplace_back(Style::kDim, "; " + grouped(passed_over) + " passed over");
  page.sentence(line, 0, 2);
}

// The files that are not as expected, by name: of a long log all that must be looked at.
void print_names(Page& page, const std::vector<CheckedFile>& files) {
  for (const CheckedFile& file : files) {
    const Standing how = standing(file);
    if (how != Standing::kAsExpected) page.sentence({"  ", label_of(how), file.file}, 0, 11);
  }
}

// The slowest files, where some took their time.
void print_slowest(Page& page, const std::vector<CheckedFile>& files) {
  constexpr double kSlow = 1;  // seconds
  constexpr std::size_t kMost = 3;
  std::vector<const CheckedFile*> slow;
  for (const CheckedFile& file : files)
    if (file.report && file.report->seconds >= kSlow) slow.push_back(&file);
  std::stable_sort(slow.begin(), slow.end(), [](const CheckedFile* a, const CheckedFile* b) {
    return a->report->seconds > b->report->seconds;
  });
  if (slow.size() > kMost) slow.resize(kMost);
  std::string text;
  for (const CheckedFile* file : slow)
    text += fmt::format("{}{} {:.1f} s", text.empty() ? "slowest: " : ", ", file->file,
                        file->report->seconds);
  if (!text.empty()) page.sentence({{Style::kDim, text}}, 0, 2);
}

}  // namespace

std::string text_check_summary(const std::vector<CheckedFile>& files, const TextOptions& options,
                               std::uint64_t passed_over) {
  Page page(options.width, options.color);
  if (!options.quiet) page.blank();
  print_numbers(page, files, passed_over);
  print_names(page, files);
  print_slowest(page, files);
  return page.take();
}

}  // namespace heddle::report
