// One finding, for people.
#include <fmt/format.h>

#include <algorithm>

#include "report/columns.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

constexpr std::size_t kIndent = 3;

std::string sentence_end(const std::string& text) {
  return text.empty() || text.back() == '.' || text.back() == '?' || text.back() == '!' ? "" : ".";
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

void print_title(Page& page, const Report& report, std::size_t index) {
  const Finding& finding = report.findings[index];
  Line line{{Style::kBad, fmt::format("{}. {}", index + 1, title(finding))}};
  const std::string part = part_of(finding.interleavings, report.exploration.interleavings);
  if (!part.empty()) {
    line.emplace_back(": " + part);
    const std::string percent = share(finding.interleavings, report.exploration.interleavings);
    if (!percent.empty() && percent != "100%") line.emplace_back(" (" + percent + ")");
  }
  page.sentence(line, 0, kIndent);
}

void print_ordering(Page& page, const Report& report, const Finding& finding, bool first,
                    const Ordering& ordering) {
  const std::string part = part_of(ordering.interleavings, report.exploration.interleavings);
  const std::string tail = part.empty() ? "." : ": " + part + ".";
  const auto texts = clauses(ordering, finding.witness);
  const std::string start = first ? "Whenever " : "Also whenever ";
  if (texts.empty()) {
    page.sentence({"In every interleaving, whatever the order" + tail}, kIndent, kIndent);
  } else if (texts.size() == 1) {
    page.sentence({start + texts[0] + tail}, kIndent, kIndent);
  } else if (texts.size() == 2) {
    page.sentence({start + texts[0] + ", and " + texts[1] + tail}, kIndent, kIndent);
  } else {
    page.sentence({start + "all of these hold" + tail}, kIndent, kIndent);
    for (const std::string& text : texts) page.sentence({"- " + text}, kIndent + 2, kIndent + 4);
  }
}

void print_orderings(Page& page, const Report& report, const Finding& finding) {
  for (const Ordering& ordering : finding.orderings)
    print_ordering(page, report, finding, &ordering == &finding.orderings.front(), ordering);
  if (finding.orderings.empty() && !finding.orderings_note.empty())
    page.sentence(
        {{Style::kDim, capital(finding.orderings_note) + sentence_end(finding.orderings_note)}},
        kIndent, kIndent);
}

std::string preemptions(const Report& report, const Finding& finding) {
  std::string number =
      finding.preemptions == 0 ? "no preemption" : counted(finding.preemptions, "preemption");
  const bool searched = finding.fewest || report.exploration.uncounted.empty();
  if (finding.preemptions == 0 || !searched) return number;
  return number + (finding.fewest ? ", the fewest possible" : ", the fewest found");
}

// The finding before this one whose witness is the same interleaving; its index, or `index`.
std::size_t shown_before(const Report& report, std::size_t index) {
  const auto& findings = report.findings;
  for (std::size_t i = 0; i < index; ++i)
    if (findings[i].seed == findings[index].seed && !findings[i].second_seed &&
        findings[i].witness.size() == findings[index].witness.size())
      return i;
  return index;
}

void print_witness(Page& page, const Report& report, const Finding& finding,
                   const std::vector<Step>& witness) {
  ColumnsOptions options;
  options.threads = report.threads;
  options.abridged = true;
  options.finding = finding.message;
  options.indent = kIndent;
  print_columns(page, witness, options);
  for (std::size_t i = 0; i < witness.size(); ++i)
    if (witness[i].cycle_start)
      page.sentence({{Style::kNotice, fmt::format("... and again from step {}.", i + 1)}},
                    kIndent + 2, kIndent + 2);
}

void print_command(Page& page, const Report& report, const std::string& seed) {
  page.command(replay_command(report, seed), kIndent);
}

}  // namespace

void print_finding(Page& page, const Report& report, std::size_t index) {
  const Finding& finding = report.findings[index];
  print_title(page, report, index);
  page.sentence({finding.message + sentence_end(finding.message)}, kIndent, kIndent);
  print_orderings(page, report, finding);
  const std::size_t before = shown_before(report, index);
  if (before != index) {
    page.sentence({fmt::format("The interleaving shown under {} has it ({}):", before + 1,
                               preemptions(report, finding))},
                  kIndent, kIndent);
    print_command(page, report, finding.seed);
    page.blank();
    return;
  }
  if (finding.witness.empty()) {
    page.sentence({"It is there at the start, before any step."}, kIndent, kIndent);
  } else {
    page.blank();
    print_witness(page, report, finding, finding.witness);
    page.blank();
  }
  page.sentence({fmt::format("Replay it ({}):", preemptions(report, finding))}, kIndent, kIndent);
  print_command(page, report, finding.seed);
  if (finding.second_seed) {
    page.sentence({"Another interleaving ends differently:"}, kIndent, kIndent);
    page.blank();
    print_witness(page, report, finding, finding.second_witness);
    page.blank();
    print_command(page, report, *finding.second_seed);
  }
  page.blank();
}

}  // namespace heddle::report
