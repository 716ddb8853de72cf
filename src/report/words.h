// The words and numbers of the reports for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// "1 interleaving", "6 interleavings".
std::string interleavings(std::string_view number);

// Whether it is a number that can be compared: known, and not "unbounded".
bool is_number(const Count& count);
// part / whole as "33.3%"; "0%" and "100%" only of none and all; "" unless both are numbers and
// whole is not 0.
std::string share(const Count& part, const Count& whole);
// The same as a number in [0, 1]; -1 where there is none.
double ratio(const Count& part, const Count& whole);
// "2 of 6 interleavings"; "an unbounded number of interleavings"; "" when it is not known.
std::string part_of(const Count& part, const Count& whole);

// "1000", "null", "[1, 2, 3]".
std::string text_of(const Cell& cell);
std::string text_of(const NamedValue& value);
// "balance = 1000".
std::string assignment(const NamedValue& value);

// Whether the two are printed alike, whatever their names are.
bool equal(const NamedValue& a, const NamedValue& b);

// As scripts and `expect` name it: "lost-update balance"; of a flag its name.
std::string title(const Finding& finding);
std::string title(const std::string& kind, const std::optional<std::string>& name);

// The command that replays a seed of the report's scenario, and the one that explores it.
std::vector<std::string> replay_command(const Report& report, const std::string& seed);
std::vector<std::string> explore_command(const Report& report);

// The units of a serial order: "deposit, withdraw"; equal ones in a row once: "clerk (40 times)".
std::string units_text(const std::vector<std::string>& units);

// The words joined: "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace heddle::report
