// Parts of the JSON report: what every place writes alike.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/json_writer.h"
#include "report/report.h"

namespace heddle::report {

// The members "tool", "scenario", "exploration" and "timing".
void write_tool(JsonWriter& json);
void write_scenario(JsonWriter& json, const Report& report);
void write_exploration(JsonWriter& json, const Exploration& done);
void write_timing(JsonWriter& json, double seconds);

// A number of interleavings: a string, or null.
void write_count(JsonWriter& json, std::string_view name, const Count& number);

// Names with values: integers, pointers (null or a number), arrays of them.
void write_values(JsonWriter& json, std::string_view name, const std::vector<NamedValue>& values);

void write_strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts);

// A step of a witness; of a replay also what it changed and the state after it.
void write_step(JsonWriter& json, const Step& step, bool replayed);
void write_steps(JsonWriter& json, std::string_view name, const std::vector<Step>& steps,
                 bool replayed);

void write_finding(JsonWriter& json, const Finding& finding);
void write_outcome(JsonWriter& json, const Outcome& outcome);

}  // namespace heddle::report
