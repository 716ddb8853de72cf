#include "report/text.h"
#include "report/text_parts.h"

namespace heddle::report {

std::string text_explore(const Report& report, const TextOptions& options) {
  Page page(options.width, options.color);
  if (!options.quiet) {
    print_header(page, report.name, report.file, report.constants);
    print_outcomes(page, report);
    for (std::size_t i = 0; i < report.findings.size(); ++i) print_finding(page, report, i);
    print_warnings(page, report.warnings);
    print_notes(page, report);
  }
  print_verdict(page, report);
  return page.take();
}

}  // namespace heddle::report
