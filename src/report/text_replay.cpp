#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "report/names.h"
#include "report/text.h"
#include "report/text_parts.h"
#include "report/witness_table.h"
#include "report/words.h"

namespace heddle::report {
namespace {

std::string assignments(const std::vector<NamedValue>& values) {
  std::string text;
  for (const NamedValue& value : values) text += (text.empty() ? "" : ", ") + assignment(value);
  return text;
}

// "use after free at line 12": findings of a replay have their step in its steps.
std::string phrase_in(const Replay& replay, Finding finding) {
  if (finding.moment && *finding.moment < replay.steps.size() && finding.witness.empty()) {
    finding.witness = {replay.steps[*finding.moment]};
    finding.moment = 0;
  }
  return phrase(finding);
}

// "FAILS no seat is sold twice": the first findings by their names.
Line verdict(const Replay& replay) {
  constexpr std::size_t kMost = 3;
  const auto& findings = replay.report.findings;
  if (findings.empty()) return Line{{Style::kGood, replay.ended ? "ok" : "no finding so far"}};
  std::vector<std::string> names;
  for (const Finding& finding : findings) {
    if (names.size() == kMost) break;
    names.push_back(is_authors(finding) && finding.name ? *finding.name
                                                        : phrase_in(replay, finding));
  }
  if (findings.size() > kMost) names.push_back(fmt::format("{} more", findings.size() - kMost));
  return Line{{Style::kBad, "FAILS"}, " " + listed(names)};
}

// "first  03eq8qb5s94r-1dsc   6 steps, 1 preemption   FAILS no seat is sold twice"
void print_which(Page& page, const Replay& replay) {
  Line line{{Style::kBold, replay.report.name}, "  ", {Style::kKey, replay.seed}};
  if (replay.number) {
    const Count& total = replay.report.exploration.interleavings;
    line.emplace_back("  #" + *replay.number + (total ? " of " + grouped(*total) : ""));
  }
  const auto switches = static_cast<std::uint64_t>(
      std::count_if(replay.steps.begin(), replay.steps.end(),
                    [](const Step& step) { return step.switched == Switch::kPreemption; }));
  line.emplace_back("   " + counted(replay.steps.size(), "step") + ", " +
                    (switches == 0 ? "no preemption" : counted(switches, "preemption")) + "   ");
  const Line how = verdict(replay);
  line.insert(line.end(), how.begin(), how.end());
  page.sentence(line, 0, 2);
  page.blank();
}

// What blocked threads hold and wait for is said below the steps.
bool tells_blocked(const Finding& finding) {
  return finding.kind == "deadlock" && !finding.next.empty();
}

// Says under a step what happens there, each thing once.
void add_mark(TableOptions& options, const Replay& replay, std::size_t index) {
  for (const std::string& message : replay.steps[index].findings) {
    std::vector<Line>& lines = options.marks[index + 1];
    const auto& findings = replay.report.findings;
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.message == message;
    });
    if (found == findings.end()) {
      lines.push_back(Line{{Style::kBad, message}});
    } else if (!tells_blocked(*found)) {
      for (Line& line : moment_lines(*found)) lines.push_back(std::move(line));
    }
  }
}

bool is_told_by_a_step(const Replay& replay, const Finding& finding) {
  return std::any_of(replay.steps.begin(), replay.steps.end(), [&](const Step& step) {
    return std::find(step.findings.begin(), step.findings.end(), finding.message) !=
           step.findings.end();
  });
}

// An expression of `always` that is false before any step.
bool is_at_start(const Replay& replay, const Finding& finding) {
  return finding.kind == "invariant" && !is_told_by_a_step(replay, finding);
}

void print_steps(Page& page, const Replay& replay) {
  TableOptions options;
  options.threads = replay.report.threads;
  options.initial = replay.initial;
  options.every_value = true;
  options.switches = Switches::kAll;
  options.lines = true;
  for (std::size_t i = 0; i < replay.steps.size(); ++i) add_mark(options, replay, i);
  for (const Finding& finding : replay.report.findings)
    if (is_at_start(replay, finding))
      for (Line& line : moment_lines(finding)) options.marks[0].push_back(std::move(line));
  for (const Finding& finding : replay.report.findings)
    if (finding.kind == "data-race" && options.next.empty()) options.next = finding.next;
  print_table(page, replay.steps, options);
  for (const Finding& finding : replay.report.findings) {
    if (tells_blocked(finding)) {
      print_blocked(page, finding.next, 6);
    } else if (!is_told_by_a_step(replay, finding) && !is_at_start(replay, finding)) {
      for (const Line& line : moment_lines(finding)) page.sentence(line, 6, 8);
    }
  }
  page.blank();
}

// Pointers as the steps name them.
std::string end_values(const Replay& replay) {
  if (!replay.steps.empty() && !replay.steps.back().state.empty())
    return assignments(replay.steps.back().state);
  return replay.report.outcomes.empty() ? assignments(replay.initial)
                                        : assignments(replay.report.outcomes.front().values);
}

Line end_line(const Replay& replay) {
  Line line;
  if (replay.ended) {
    line.emplace_back(replay.end == "completed" ? Style::kBold : Style::kBad, replay.end);
  } else {
    line.emplace_back(Style::kNotice,
                      "The seed names the beginning of an interleaving; it stops here");
  }
  const std::string values = end_values(replay);
  if (!values.empty()) line.emplace_back(" with " + values);
  if (replay.report.outcomes.empty()) return line;
  const auto& flags = replay.report.outcomes.front().flags;
  if (!flags.empty())
    line.emplace_back(Style::kNotice, (flags.size() == 1 ? "; flag " : "; flags ") + listed(flags));
  return line;
}

// All that is left where little is wanted.
Line quiet_line(const Replay& replay) {
  const bool good = replay.report.findings.empty();
  return {{good ? Style::kGood : Style::kBad,
           good ? "no finding" : counted(replay.report.findings.size(), "finding")},
          " in this interleaving of " + counted(replay.steps.size(), "step") + ": " + replay.end};
}

}  // namespace

std::string text_replay(const Replay& replay, const TextOptions& options) {
  Page page(options.width, options.color);
  if (!options.quiet) {
    print_which(page, replay);
    print_steps(page, replay);
  }
  page.sentence(options.quiet ? quiet_line(replay) : end_line(replay), 0, 2);
  return page.take();
}

}  // namespace heddle::report
