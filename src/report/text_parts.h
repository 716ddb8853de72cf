// Parts that several of the reports for people share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "report/causes.h"
#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// The name of the scenario, its file and its constants.
void print_header(Page& page, const std::string& name, const std::string& file,
                  const std::vector<std::pair<std::string, std::int64_t>>& constants);

// The first of them, and how many more there are.
void print_warnings(Page& page, const std::vector<Warning>& warnings);

// "FAILS  deposit_withdraw   1 race; all 6 interleavings".
void print_verdict(Page& page, const Report& report, const std::vector<Cause>& causes);
// "FAILS", "RACE-FREE" or "UNDECIDED".
Span verdict_word(const Report& report);
// What an incomplete search leaves open, and what would help; nothing of a complete one.
void print_open_ends(Page& page, const Report& report);
// What the search proves or makes likely.
void print_notes(Page& page, const Report& report);

// The table of ends.
void print_outcomes(Page& page, const Report& report);

// The cause of that index, with its heading.
void print_cause(Page& page, const Report& report, const std::vector<Cause>& causes,
                 std::size_t index);
// Of one finding when it happens, a witness, and the command that replays it.
void print_trace(Page& page, const Report& report, const Finding& finding);

// When it happens: "EXACTLY WHEN each reads balance before the other writes it (4 of 4)"; empty
// where that is not known.
Line condition_line(const Finding& finding);

// How one interleaving gets to the finding: its table, and what is said of its moment.
void print_witness(Page& page, const Report& report, const Finding& finding,
                   const std::set<std::string>& flags);
// What blocked threads hold and wait for.
void print_blocked(Page& page, const std::vector<Next>& threads, std::size_t indent);
// What is said under the moment of a finding: what happens, and what it comes from.
std::vector<Line> moment_lines(const Finding& finding);

// "all 6 interleavings", "every interleaving (14 states)": what was explored.
std::string scope(const Report& report);

}  // namespace heddle::report
