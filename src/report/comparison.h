// What a change of design did: two reports compared, as plain data. Nothing is explored here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/report.h"

namespace heddle::report {

// How something of one report stands to the other, in the order in which it is told.
enum class Mark : std::uint8_t {
  kNew,     // only the new one has it
  kGone,    // only the old one has it
  kNumber,  // both have it, in another number of interleavings
  kOpen,    // one has it; the search of the other ended early, so it is not known
  kSame,    // both have it, in the same number where both numbers are known
};

constexpr std::size_t kMarks = 5;

// What one of the reports says of it.
struct Part {
  bool there = false;   // seen
  Count interleavings;  // of outcomes that were put together the sum
  std::string seed;     // of the first of them; "": not asked
};

struct ComparedOutcome {
  Mark mark = Mark::kSame;
  std::string end;
  std::vector<NamedValue> values;  // of the variables that both have
  std::vector<std::string> flags;  // likewise
  Part before;
  Part after;
};

struct ComparedFinding {
  Mark mark = Mark::kSame;
  std::string kind;
  std::optional<std::string> name;
  std::string message;  // of the new one, where it has it
  Part before;
  Part after;
};

// One of the two, with what only it has: this is left out of the outcomes.
struct Side {
  Report report;
  std::vector<std::string> variables;
  std::vector<std::string> flags;
};

struct Comparison {
  enum class Result : std::uint8_t { kSame, kDifferent, kIncomplete };

  Result result = Result::kSame;
  Side before;
  Side after;
  std::vector<ComparedOutcome> outcomes;  // by mark, then by end, values and flags
  std::vector<ComparedFinding> findings;  // by mark, then in the order of the reports
};

// Compares verdict, number of interleavings, outcomes and findings. Outcomes are the same when end,
// values and flags are, of the variables and flags that both have; those that are then alike in one
// report count as one. Findings are the same when kind and name are. A number is compared where
// both are known. kIncomplete: at least one search was, whatever is different already.
Comparison compare(Report before, Report after);

}  // namespace heddle::report
