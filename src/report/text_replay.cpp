#include <fmt/format.h>

#include <algorithm>

#include "report/columns.h"
#include "report/text.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

std::string assignments(const std::vector<NamedValue>& values) {
  std::string text;
  for (const NamedValue& value : values) text += (text.empty() ? "" : ", ") + assignment(value);
  return text;
}

void print_which(Page& page, const Replay& replay) {
  Line line{{Style::kBold, "Interleaving " + replay.seed}};
  if (replay.number) {
    const Count& total = replay.report.exploration.interleavings;
    line.emplace_back(", #" + *replay.number + (total ? " of " + grouped(*total) : ""));
  }
  line.emplace_back(": " + counted(replay.steps.size(), "step"));
  page.sentence(line, 0, 2);
  if (!replay.initial.empty())
    page.sentence({{Style::kDim, "start: "}, assignments(replay.initial)}, 2, 4);
  page.blank();
}

void print_steps(Page& page, const Replay& replay) {
  ColumnsOptions options;
  options.threads = replay.report.threads;
  options.state = true;
  options.statements = true;
  options.initial = replay.initial;
  print_columns(page, replay.steps, options);
  for (std::size_t i = 0; i < replay.steps.size(); ++i)
    if (replay.steps[i].cycle_start)
      page.sentence({{Style::kNotice, fmt::format("... and again from step {}.", i + 1)}}, 2, 2);
  if (!replay.steps.empty()) page.blank();
}

void print_end(Page& page, const Replay& replay) {
  const bool good = replay.end == "completed";
  Line line;
  if (replay.ended) {
    line.emplace_back(good ? Style::kBold : Style::kBad, "end: " + replay.end);
  } else {
    line.emplace_back(Style::kNotice,
                      "The seed names the beginning of an interleaving; it stops "
                      "here");
  }
  if (!replay.report.outcomes.empty()) {
    const Outcome& outcome = replay.report.outcomes.front();
    if (!outcome.values.empty()) line.emplace_back(" with " + assignments(outcome.values));
    if (!outcome.flags.empty())
      line.emplace_back(Style::kNotice, (outcome.flags.size() == 1 ? "; flag " : "; flags ") +
                                            listed(outcome.flags));
  }
  page.sentence(line, 0, 2);
}

void print_findings(Page& page, const Replay& replay) {
  for (const Finding& finding : replay.report.findings) {
    Line line{{Style::kBad, title(finding)}};
    if (!finding.message.empty()) line.emplace_back(": " + finding.message);
    page.sentence(line, 0, 2);
  }
  if (replay.report.findings.empty())
    page.sentence({{Style::kGood, "no finding in this interleaving"}}, 0, 2);
}

}  // namespace

std::string text_replay(const Replay& replay, const TextOptions& options) {
  Page page(options.width, options.color);
  if (!options.quiet) {
    print_header(page, replay.report.name, replay.report.file, replay.report.constants);
    print_which(page, replay);
    print_steps(page, replay);
    print_end(page, replay);
  }
  print_findings(page, replay);
  return page.take();
}

}  // namespace heddle::report
