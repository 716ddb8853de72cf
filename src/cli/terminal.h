// Standard output and standard error: what they are, and writing to them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "cli/options.h"
#include "report/text.h"

namespace heddle::cli {

// Opens on /dev/null what is closed of standard input, output and error, so that no file that is
// opened later takes its place.
void open_standard_descriptors();

// The columns that reports may take: COLUMNS, else the width of the terminal that the descriptor
// is, else 80.
std::size_t terminal_width(int descriptor = 1);

// The columns at which a message on standard error is broken: nullopt where it is no terminal, for
// there a program may read it line by line.
std::optional<std::size_t> message_width();

bool is_terminal(int descriptor);

// How reports on standard output look: --color, NO_COLOR and what standard output is decide.
report::TextOptions text_options(const Options& options);

// Writes to standard output. Throws UsageError when it cannot be written, and Stopped when a signal
// came and nobody reads it.
void print(std::string_view text);

// "heddle: error: ..." on standard error, on one line: what hides or controls is shown escaped.
void complain(std::string_view message);

// "heddle: ..." on standard error, likewise.
void tell(std::string_view message);

// Writes to standard error as it is.
void diagnose(std::string_view text);

}  // namespace heddle::cli
