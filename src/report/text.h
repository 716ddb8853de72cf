// The reports for people: plain text, coloured on a terminal, never wider than the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "report/comparison.h"
#include "report/report.h"

namespace heddle::report {

struct TextOptions {
  std::size_t width = 80;
  bool color = false;
  bool quiet = false;  // explore, diff: the verdict; check: what differs; replay: the end
};

// What `explore` prints: the verdict, the ends, each cause with when it happens and a witness,
// warnings, what is proved.
std::string text_explore(const Report& report, const TextOptions& options);

// What `replay` prints: one interleaving, step by step.
std::string text_replay(const Replay& replay, const TextOptions& options);

// What `diff` prints: the verdict, then what is new, gone, or has another number.
std::string text_compare(const Comparison& comparison, const TextOptions& options);

// What `show` prints.
std::string text_show(const Overview& overview, const TextOptions& options);

// `check`: one line for a file; then what differs; then the summary. What differs is told with the
// witnesses of the findings that were not expected. `passed_over`: files that are no scenarios.
std::string text_check_line(const CheckedFile& file, const TextOptions& options);
std::string text_check_difference(const CheckedFile& file, const TextOptions& options);
std::string text_check_summary(const std::vector<CheckedFile>& files, const TextOptions& options,
                               std::uint64_t passed_over = 0);

}  // namespace heddle::report
