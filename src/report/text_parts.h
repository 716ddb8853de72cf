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

// "EXACTLY WHEN each reads balance before the other writes it (4 of 4)".
Line condition_line(const std::string& condition);

// How one interleaving gets to the finding: its table, and what is said of its moment.
void print_witness(Page& page, const Report& report, const Finding& finding,
                   const std::set<std::string>& flags);
// What blocked threads hold and wait for.
void print_blocked(Page& page, const std::vector<Next>& threads, std::size_t indent);
// The locals that are out of date as the step begins, and since when; none that `said` names.
std::vector<Line> stale_lines(const std::vector<Step>& steps, std::size_t step,
                              const std::string& said);

// "all 6 interleavings", "every interleaving (14 states)": what was explored.
std::string scope(const Report& report);

}  // namespace heddle::report
