#include "report/grades.h"

namespace heddle::report {

Grade grade(const Report& report, const Outcome& outcome) {
  if (outcome.end != "completed") return Grade::kCutShort;
  if (outcome.serial == false) return Grade::kRace;
  const bool fails = !outcome.findings.empty();
  if (outcome.serial == true) return fails ? Grade::kFails : Grade::kOk;
  if (fails) return Grade::kFailsSo;
  const bool known = report.exploration.interleavings.has_value() || report.findings.empty();
  return known ? Grade::kOk : Grade::kUnknown;
}

Span grade_word(Grade grade, const Outcome& outcome) {
  switch (grade) {
    case Grade::kOk:
      return {Style::kGood, "ok"};
    case Grade::kUnknown:
      return {Style::kPlain, "completed"};
    case Grade::kFails:
      return {Style::kNotice, "fails"};
    case Grade::kFailsSo:
      return {Style::kBad, "FAILS"};
    case Grade::kRace:
      return {Style::kBad, "RACE"};
    case Grade::kCutShort:
      break;
  }
  return {Style::kBad, outcome.end};
}

}  // namespace heddle::report
