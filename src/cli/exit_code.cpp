#include "cli/exit_code.h"

namespace heddle::cli {

ExitCode exit_code(const report::Expectation& expectation, const report::Report& report) {
  if (expectation.as_expected) return ExitCode::kGood;
  const bool missing = report.exploration.complete && !expectation.missing.empty();
  const report::Count& number = report.exploration.interleavings;
  const bool other_number = expectation.pinned && number && number != expectation.pinned;
  if (!expectation.unexpected.empty() || missing || other_number) return ExitCode::kFinding;
  return ExitCode::kIncomplete;
}

}  // namespace heddle::cli
