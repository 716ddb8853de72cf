#include "report/text.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

// How to read the numbers, once; the first example fits into 24 lines with it.
void print_legend(Page& page, const Report& report) {
  std::string text;
  const bool found = !report.findings.empty();
  if (found && is_number(report.exploration.interleavings)) text = "Counts are not probabilities. ";
  if (found) text += "[K]: replay FILE --finding K";
  if (!report.outcomes.empty())
    text += found ? "; ends: --outcome K" : "Ends: replay FILE --outcome K";
  if (!text.empty()) page.sentence({{Style::kDim, text}}, 0, 2);
}

}  // namespace

std::string text_explore(const Report& report, const TextOptions& options) {
  Page page(options.width, options.color);
  const std::vector<Cause> list = causes(report);
  print_verdict(page, report, list);
  if (options.quiet) return page.take();
  print_open_ends(page, report);
  print_outcomes(page, report);
  for (std::size_t i = 0; i < list.size(); ++i) print_cause(page, report, list, i);
  print_legend(page, report);
  if (!report.warnings.empty()) page.blank();
  print_warnings(page, report.warnings);
  if (!report.notes.empty()) page.blank();
  print_notes(page, report);
  return page.take();
}

}  // namespace heddle::report
