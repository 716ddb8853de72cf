// What went wrong, cause by cause: findings that belong together are told as one.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "report/report.h"

namespace heddle::report {

// Indexes are those of Report::findings.
struct Cause {
  enum class Sort : unsigned char {
    kRace,     // a lost update, what no serial order ends with, a data race
    kFailure,  // another failure that needs a certain interleaving
    kOrder,    // a failure that some serial order has too: a matter of order, not of a race
  };
  Sort sort = Sort::kFailure;
  std::size_t lead = 0;               // that names it
  std::vector<std::size_t> same;      // others that happen in the same interleavings
  std::vector<std::size_t> races;     // data races that are the same fault
  std::vector<std::size_t> wider;     // happen in all of its interleavings, and in more
  std::vector<std::size_t> narrower;  // happen only in its interleavings, not in all
  bool told_before = false;  // kOrder: some cause has it among `wider`, with an interleaving
  // kOrder: the first outcome of a serial order all of whose interleavings have it.
  std::optional<std::size_t> outcome;
};

// The causes in the order in which they are told: data races alone after all others that need a
// certain interleaving, what is a matter of order last; among equals those with something that the
// author wrote first, then in the order of the findings. Every finding is in some cause.
std::vector<Cause> causes(const Report& report);

// Whether the author of the scenario wrote down what is violated.
bool is_authors(const Finding& finding);

}  // namespace heddle::report
