// What the program ends with.
#pragma once

#include "report/report.h"

namespace heddle::cli {

enum class ExitCode {
  kGood = 0,
  kFinding = 1,
  kWrongInput = 2,
  kIncomplete = 3,
  kFault = 4,
};

// Of several files the gravest counts: 4, then 2, 1, 3, 0.
constexpr ExitCode graver(ExitCode a, ExitCode b) {
  constexpr int kGravity[] = {0, 2, 3, 1, 4};
  return kGravity[static_cast<int>(a)] >= kGravity[static_cast<int>(b)] ? a : b;
}

// Of a file of `check` with this expectation.
ExitCode exit_code(const report::Expectation& expectation, const report::Report& report);

}  // namespace heddle::cli
