// Standard output and standard error: what they are, and writing to them.
#pragma once

#include <cstddef>
#include <string_view>

#include "cli/options.h"
#include "report/text.h"

namespace heddle::cli {

// The columns that reports may take: COLUMNS, else the terminal's width, else 80.
std::size_t terminal_width();

bool is_terminal(int descriptor);

// How reports on standard output look: --color, NO_COLOR and what standard output is decide.
report::TextOptions text_options(const Options& options);

// Writes to standard output. Throws UsageError when it cannot be written.
void print(std::string_view text);

// "heddle: error: ..." on standard error.
void complain(std::string_view message);

// Writes to standard error as it is.
void diagnose(std::string_view text);

}  // namespace heddle::cli
