// The words and numbers of the reports for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// "1 interleaving", "6 interleavings".
std::string interleavings(std::string_view number);

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

// "read balance" -> verb "reads", object "balance".
struct Deed {
  std::string verb;
  std::string object;
};
Deed deed(std::string_view access);

// One clause for each pair: "withdraw reads balance before deposit writes it". A step is named by
// its place in the file where the report shows the same thread do the same in two places.
std::vector<std::string> clauses(const Ordering& ordering, const std::vector<Step>& witness);

// "lost-update balance", "overdraft" for a flag.
std::string title(const Finding& finding);

// The command that replays a seed of the report's scenario.
std::vector<std::string> replay_command(const Report& report, const std::string& seed);

// The words joined: "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace heddle::report
