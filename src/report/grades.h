// How good an end is.
#pragma once

#include <cstdint>
#include <string>

#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// In the order in which ends are listed.
enum class Grade : std::uint8_t {
  kOk,        // no finding; where serial orders complete, one of them ends so
  kUnknown,   // whether interleavings that end so have a finding is not known
  kFails,     // a serial order ends so, with a finding
  kFailsSo,   // with a finding; of serial orders nothing is known
  kRace,      // completed, as no serial order does
  kCutShort,  // by the finding that the end is named after
};

constexpr std::size_t kGrades = 6;

Grade grade(const Report& report, const Outcome& outcome);

// "ok", "fails", "RACE", or the kind of the finding that ended it.
Span grade_word(Grade grade, const Outcome& outcome);

}  // namespace heddle::report
