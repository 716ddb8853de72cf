// Parts that several of the reports for people share.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// The name of the scenario, its file and its constants.
void print_header(Page& page, const std::string& name, const std::string& file,
                  const std::vector<std::pair<std::string, std::int64_t>>& constants);

void print_warnings(Page& page, const std::vector<Warning>& warnings);

// The table of outcomes.
void print_outcomes(Page& page, const Report& report);

// One finding: its sentence, its orderings, its witness and the command that replays it.
void print_finding(Page& page, const Report& report, std::size_t index);

// What was proved, and what was not.
void print_notes(Page& page, const Report& report);
void print_verdict(Page& page, const Report& report);

// What "everything was explored" means in numbers: "all 6 interleavings explored (14 states)".
std::string proof(const Report& report);

}  // namespace heddle::report
