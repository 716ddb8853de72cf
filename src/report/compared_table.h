// The tables of `diff`: what is new, gone or different, an entry a line with its mark.
#pragma once

#include <string>
#include <vector>

#include "report/comparison.h"
#include "report/page.h"

namespace heddle::report {

// An outcome or a finding that was compared.
struct ComparedEntry {
  Span mark;
  Span label;
  const std::vector<NamedValue>* values = nullptr;  // borrowed; nullptr: it has none
  std::string flags;
  Part before;
  Part after;
  Mark how = Mark::kSame;
};

// The entries of all marks, in the order of the comparison.
std::vector<ComparedEntry> outcome_entries(const Comparison& comparison);
std::vector<ComparedEntry> finding_entries(const Comparison& comparison);

// Prints them, beginning with a blank line: the first of those that are different, and how many
// more there are; what is the same in one line when there is much of it. Nothing of no entries.
// `noun` is what one of them is called.
void print_compared(Page& page, const std::string& heading, const std::string& noun,
                    const std::vector<ComparedEntry>& entries);

// "+", "-", "~", "?" or "=".
std::string symbol(Mark mark);

}  // namespace heddle::report
