// One interleaving that has a finding, for people.
#include <fmt/format.h>

#include <algorithm>

#include "report/fold.h"
#include "report/text_parts.h"
#include "report/witness_table.h"
#include "report/words.h"

namespace heddle::report {
namespace {

// The last step before `step` in which the thread's local took its value.
std::optional<std::size_t> taken_at(const std::vector<Step>& steps, std::size_t step,
                                    const std::string& local) {
  for (std::size_t i = step; i-- > 0;)
    if (steps[i].thread == steps[step].thread)
      for (const NamedValue& value : steps[i].locals)
        if (value.name == local) return i;
  return {};
}

std::string value_at(const Step& step, const std::string& local) {
  for (const NamedValue& value : step.locals)
    if (value.name == local) return text_of(value);
  return "";
}

// What is said under the moment: what went wrong, and what the thread acted on.
std::vector<Line> moment_lines(const Finding& finding) {
  const std::string& text = finding.explanation.empty() ? finding.message : finding.explanation;
  std::vector<Line> lines;
  if (!text.empty()) lines.push_back(Line{{Style::kBad, text}});
  if (!finding.moment || *finding.moment >= finding.witness.size()) return lines;
  for (Line& line : stale_lines(finding.witness, *finding.moment, text))
    lines.push_back(std::move(line));
  return lines;
}

// Whether what threads do next stands in the table itself, in their columns.
bool shows_next(const Finding& finding) { return finding.kind == "data-race"; }

bool tells_what_blocks(const Finding& finding) {
  return finding.kind == "deadlock" && !finding.next.empty() && finding.explanation.empty();
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

std::vector<Line> stale_lines(const std::vector<Step>& steps, std::size_t step,
                              const std::string& said) {
  std::vector<Line> lines;
  for (const Stale& stale : steps[step].stale) {
    const auto taken = taken_at(steps, step, stale.local);
    if (!taken) continue;
    const std::string local = stale.local + " = " + value_at(steps[*taken], stale.local);
    if (said.find(local) != std::string::npos) continue;
    lines.push_back(Line{fmt::format("{} acted on {}, read in step {}, out of date since step {}",
                                     steps[step].thread, local, *taken + 1, stale.since + 1)});
  }
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
  constexpr std::size_t kIndent = 6;  // under the columns of the table
  const TableOptions options = table_options(report, finding, flags);
  print_table(page, finding.witness, options);
  if (tells_what_blocks(finding)) {
    print_blocked(page, finding.next, kIndent);
  } else if (options.marks.empty() && !(shows_next(finding) && !finding.next.empty())) {
    for (const Line& line : moment_lines(finding)) page.sentence(line, kIndent, kIndent + 2);
  }
}

}  // namespace heddle::report
