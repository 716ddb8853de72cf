#include <fmt/format.h>

#include <algorithm>

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

Span label(Standing standing) {
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

// What the file's line says behind its name: "race-free in 6", "3 findings, unbounded".
std::string summary_of(const CheckedFile& file) {
  if (!file.report) return counted(file.mistakes.size(), "error");
  const Report& report = *file.report;
  std::string found =
      report.findings.empty() ? "race-free" : counted(report.findings.size(), "finding");
  if (!report.exploration.complete)
    return report.findings.empty() ? "incomplete" : found + ", incomplete";
  const Count& number = report.exploration.interleavings;
  if (!number) return found;
  return found + (*number == "unbounded" ? ", unbounded" : " in " + grouped(*number));
}

void print_unexpected(Page& page, const Report& report, const std::string& entry) {
  page.sentence({{Style::kBad, "not expected: "}, entry}, 2, 4);
  for (const Finding& finding : report.findings) {
    const std::string kind = finding.kind == "flag" ? finding.name.value_or("") : finding.kind;
    if (entry != kind && entry != title(finding)) continue;
    page.sentence({finding.message}, 4, 4);
    page.command(replay_command(report, finding.seed), 4);
    if (entry == title(finding) && entry != kind) return;
  }
}

void print_difference(Page& page, const Report& report) {
  const Expectation& expectation = *report.expectation;
  for (const std::string& entry : expectation.unexpected) print_unexpected(page, report, entry);
  for (const std::string& entry : expectation.missing) {
    const std::string_view how =
        report.exploration.complete ? "expected, but not there: " : "expected, not seen so far: ";
    page.sentence({{Style::kNotice, std::string(how)}, entry}, 2, 4);
  }
  const Count& number = report.exploration.interleavings;
  if (expectation.pinned && number != expectation.pinned)
    page.sentence(
        {{Style::kNotice, "interleavings: "},
         number ? grouped(*expectation.pinned) + " expected, " + grouped(*number) + " there"
                : grouped(*expectation.pinned) + " expected, the number is not known"},
        2, 4);
  if (!report.exploration.complete) print_verdict(page, report);
  if (!expectation.certain && report.exploration.complete && !number)
    page.sentence({"the strategy " + report.exploration.strategy + " does not count"}, 2, 4);
}

}  // namespace

std::string text_check_line(const CheckedFile& file, const TextOptions& options) {
  Page page(options.width, options.color);
  const Span first = label(standing(file));
  const std::string what = summary_of(file);
  const std::size_t used = display_width(first.text) + display_width(file.file);
  Line line{first, file.file};
  if (used + 2 + display_width(what) <= page.width()) {
    const std::size_t right = std::min<std::size_t>(page.width(), 100);
    const std::size_t taken = used + 2 + display_width(what);
    line.emplace_back(std::string(right > taken ? right - taken + 2 : 2, ' '));
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
  page.sentence({{Style::kBold, file.file}}, 0, 2);
  print_difference(page, *file.report);
  if (file.report->exploration.complete && !file.report->expectation->matching.empty()) {
    page.sentence({"what would match:"}, 2, 2);
    page.sentence({{Style::kKey, file.report->expectation->matching}}, 4, 6);
  }
  return page.take();
}

std::string text_check_summary(const std::vector<CheckedFile>& files, const TextOptions& options) {
  const auto number = [&](Standing wanted) {
    return static_cast<std::uint64_t>(
        std::count_if(files.begin(), files.end(),
                      [wanted](const CheckedFile& file) { return standing(file) == wanted; }));
  };
  Page page(options.width, options.color);
  if (!options.quiet) page.blank();
  const std::uint64_t good = number(Standing::kAsExpected);
  Line line{counted(files.size(), "file") + ": "};
  const auto add = [&line](Style style, std::uint64_t count, const std::string& text) {
    if (count == 0) return;
    if (line.size() > 1) line.emplace_back(", ");
    line.emplace_back(style, grouped(count) + text);
  };
  add(Style::kGood, good, " as expected");
  add(Style::kBad, number(Standing::kDiffers),
      number(Standing::kDiffers) == 1 ? " differs" : " differ");
  add(Style::kNotice, number(Standing::kUncertain), " not certain");
  add(Style::kBad, number(Standing::kWrong), " with errors");
  page.sentence(line, 0, 2);
  return page.take();
}

}  // namespace heddle::report
