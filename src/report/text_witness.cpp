// One interleaving that has a finding, for people.
#include <fmt/format.h>

#include <algorithm>

#include "report/fold.h"
#include "report/text_parts.h"
#include "report/witness_table.h"
#include "report/words.h"

namespace heddle::report {
namespace {

// Whether what threads do next stands in the table itself, in their columns.
bool shows_next(const Finding& finding) { return finding.kind == "data-race"; }

bool tells_what_blocks(const Finding& finding) {
  return finding.kind == "deadlock" && !finding.next.empty();
}

// The columns of a few steps show by themselves where the only free switch is.
Switches switches_to_show(const std::vector<Step>& steps) {
  constexpr std::size_t kFew = 6;
  const auto free = std::count_if(steps.begin(), steps.end(), [](const Step& step) {
    return step.switched == Switch::kPreemption;
  });
  return free <= 1 && steps.size() <= kFew ? Switches::kNone : Switches::kFree;
}

TableOptions table_options(const Report& report, const Finding& finding,
                           const std::set<std::string>& flags) {
  TableOptions options;
  options.threads = report.threads;
  options.initial = finding.initial;
  options.foremost = finding.name.value_or("");
  options.kept = steps_to_keep(finding);
  options.flags = &flags;
  options.switches = switches_to_show(finding.witness);
  if (shows_next(finding)) {
    options.next = finding.next;
    return options;
  }
  const std::size_t mark = finding.moment ? *finding.moment + 1 : 0;
  const bool at_start = finding.kind == "invariant";
  const bool marked = finding.moment ? mark <= finding.witness.size() : at_start;
  if (marked) options.marks[mark] = {};
  if (marked && !tells_what_blocks(finding)) options.marks[mark] = moment_lines(finding);
  return options;
}

}  // namespace

std::vector<Line> moment_lines(const Finding& finding) {
  std::vector<Line> lines;
  const bool says_all = finding.kind == "lost-update" && !finding.explanation.empty();
  if (!finding.message.empty() && !says_all) lines.push_back(Line{{Style::kBad, finding.message}});
  if (!finding.explanation.empty()) lines.push_back(Line{{Style::kBad, finding.explanation}});
  return lines;
}

void print_blocked(Page& page, const std::vector<Next>& threads, std::size_t indent) {
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < std::min(threads.size(), kMost); ++i) {
    const Next& next = threads[i];
    Line line{{Style::kBold, next.thread}};
    if (!next.holds.empty()) line.emplace_back(" holds " + listed(next.holds) + ",");
    line.emplace_back(" " + (next.waits.empty() ? "is at " + next.access : next.waits));
    if (next.line > 0) line.emplace_back(Style::kDim, fmt::format(" (line {})", next.line));
    page.sentence(line, indent, indent + 2);
  }
  if (threads.size() > kMost)
    page.sentence({{Style::kDim, fmt::format("... and {} more threads", threads.size() - kMost)}},
                  indent, indent + 2);
}

void print_witness(Page& page, const Report& report, const Finding& finding,
                   const std::set<std::string>& flags) {
  constexpr std::size_t kUnderTable = 6;  // under the columns of the table
  const TableOptions options = table_options(report, finding, flags);
  print_table(page, finding.witness, options);
  if (tells_what_blocks(finding)) {
    print_blocked(page, finding.next, kUnderTable);
  } else if (options.marks.empty() && !(shows_next(finding) && !finding.next.empty())) {
    for (const Line& line : moment_lines(finding))
      page.sentence(line, kUnderTable, kUnderTable + 2);
  }
}

}  // namespace heddle::report
