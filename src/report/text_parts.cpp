#include "report/text_parts.h"

#include <fmt/format.h>

#include "report/words.h"

namespace heddle::report {

void print_header(Page& page, const std::string& name, const std::string& file,
                  const std::vector<std::pair<std::string, std::int64_t>>& constants) {
  const std::string place = file == "-" ? "standard input" : file;
  if (display_width(name) + 2 + display_width(place) <= page.width()) {
    page.line({{Style::kBold, name}, "  ", {Style::kDim, place}});
  } else {
    page.sentence({{Style::kBold, name}}, 0, 2);
    page.sentence({{Style::kDim, place}}, 2, 2);
  }
  Line line;
  for (const auto& [constant, value] : constants)
    line.emplace_back(Style::kDim,
                      fmt::format("{}{} = {}", line.empty() ? "" : ", ", constant, value));
  if (!line.empty()) page.sentence(line, 2, 2);
  page.blank();
}

void print_warnings(Page& page, const std::vector<Warning>& warnings) {
  for (const Warning& warning : warnings) {
    Line line{{Style::kNotice, "warning: "}, warning.text};
    if (!warning.pointer.empty()) line.emplace_back(Style::kDim, " (" + warning.pointer + ")");
    page.sentence(line, 0, 2);
  }
  if (!warnings.empty()) page.blank();
}

std::string proof(const Report& report) {
  const Exploration& done = report.exploration;
  const std::string work =
      done.runs > 0 ? counted(done.runs, "run") : counted(done.states, "state");
  const std::string tail = " (" + work + ")";
  if (!done.complete) return work + (done.runs > 0 ? "" : " explored");
  if (!done.interleavings && done.strategy == "dpor") {
    return "every order of dependent accesses explored, each once (" + counted(done.runs, "run") +
           ")";
  }
  if (!done.interleavings) return "all interleavings explored (" + work + ")";
  if (*done.interleavings == "unbounded")
    return "everything explored; a loop makes the number of interleavings unbounded" + tail;
  if (*done.interleavings == "1") return "the only interleaving explored" + tail;
  return "all " + interleavings(*done.interleavings) + " explored" + tail;
}

namespace {

void print_incomplete(Page& page, const Report& report) {
  const Exploration& done = report.exploration;
  Line line{{Style::kNotice, "incomplete"}};
  line.emplace_back(": " + proof(report));
  if (done.stopped_by)
    line.emplace_back(", then stopped by " +
                      (done.limit_text.empty() ? *done.stopped_by : done.limit_text));
  line.emplace_back(".");
  page.sentence(line, 0, 2);
  if (report.findings.empty()) {
    page.sentence({"Nothing bad was seen, but this does not prove that the scenario is race-free."},
                  2, 2);
  } else {
    page.sentence({"What was found is real: each finding has an interleaving that replays it. That "
                   "there are no others, and how many interleavings have it, is not known."},
                  2, 2);
  }
  if (!done.help.empty()) page.sentence({"What would help: " + done.help + "."}, 2, 4);
}

}  // namespace

void print_notes(Page& page, const Report& report) {
  for (const std::string& note : report.notes) page.sentence({note}, 0, 2);
  if (!report.notes.empty()) page.blank();
}

namespace {

void print_findings_or_none(Page& page, const Report& report) {
  const std::string found = counted(report.findings.size(), "finding");
  if (!report.findings.empty()) {
    Line line{{Style::kBad, "racy"}, ": " + found};
    if (report.exploration.complete) line.emplace_back("; " + proof(report));
    line.emplace_back(".");
    page.sentence(line, 0, 2);
    if (!report.exploration.complete) print_incomplete(page, report);
    return;
  }
  if (!report.exploration.complete) return print_incomplete(page, report);
  page.sentence({{Style::kGood, "race-free"}, ": " + proof(report) + ", none has a finding."}, 0,
                2);
}

}  // namespace

void print_verdict(Page& page, const Report& report) {
  print_findings_or_none(page, report);
  const Exploration& done = report.exploration;
  if (!done.complete || done.uncounted.empty()) return;
  page.sentence({"Interleavings were not counted: " + done.uncounted + "."}, 2, 2);
}

}  // namespace heddle::report
