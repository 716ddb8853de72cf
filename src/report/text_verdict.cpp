// The verdict, and what an incomplete search leaves open.
#include <fmt/format.h>

#include "report/names.h"
#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

std::string work(const Exploration& done) {
  return done.runs > 0 ? counted(done.runs, "run") : counted(done.states, "state");
}

std::string stop_text(const Exploration& done) {
  if (!done.stopped_by) return "not complete";
  return "stopped by " + (done.limit_text.empty() ? *done.stopped_by : done.limit_text);
}

}  // namespace

Span verdict_word(const Report& report) {
  if (report.verdict == "racy") return {Style::kBad, "FAILS"};
  if (report.verdict == "race-free") return {Style::kGood, "RACE-FREE"};
  return {Style::kNotice, "UNDECIDED"};
}

std::string scope(const Report& report) {
  const Exploration& done = report.exploration;
  if (!done.complete) return stop_text(done) + " after " + work(done);
  if (!done.interleavings && done.strategy == "dpor")
    return "every order of dependent accesses, each once (" + work(done) + ")";
  if (!done.interleavings) return "every interleaving (" + work(done) + ")";
  if (*done.interleavings == "unbounded") return "every interleaving, of unboundedly many";
  if (*done.interleavings == "1") return "the only interleaving";
  return "all " + interleavings(*done.interleavings);
}

void print_verdict(Page& page, const Report& report, const std::vector<Cause>& causes) {
  Line line{verdict_word(report), "  ", {Style::kBold, report.name}, "   "};
  const std::string found = counted_causes(report, causes);
  if (!found.empty()) line.emplace_back(found + (report.exploration.complete ? "; " : " so far; "));
  std::string what = scope(report);
  if (found.empty() && report.exploration.complete)
    what += what == "the only interleaving" ? ", without a finding" : ", none with a finding";
  line.emplace_back(what);
  page.sentence(line, 0, 2);
}

void print_open_ends(Page& page, const Report& report) {
  const Exploration& done = report.exploration;
  if (done.complete && !done.uncounted.empty())
    page.sentence({"Interleavings were not counted: " + done.uncounted + "."}, 2, 2);
  if (done.complete) return;
  page.sentence({report.findings.empty()
                     ? "Nothing bad was seen, but this does not prove that the scenario is "
                       "race-free."
                     : "What was found is real: each cause has an interleaving that replays it. "
                       "That there are no others, and how many interleavings have it, is not "
                       "known."},
                2, 2);
  if (!done.help.empty()) page.sentence({"What would help: " + done.help + "."}, 2, 4);
}

}  // namespace heddle::report
