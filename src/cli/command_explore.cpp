#include <filesystem>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "report/formats.h"

namespace heddle::cli {
namespace {

ExitCode exit_code(const report::Report& report) {
  if (!report.findings.empty()) return ExitCode::kFinding;
  return report.exploration.complete ? ExitCode::kGood : ExitCode::kIncomplete;
}

// A checkpoint replaces its file.
void keep_scenario(const std::string& file, const std::string& checkpoint) {
  std::error_code ignored;
  if (checkpoint.empty() || !std::filesystem::equivalent(file, checkpoint, ignored)) return;
  throw UsageError("cannot write " + checkpoint + ": it is the scenario itself");
}

}  // namespace

ExitCode run_explore(const Options& options) {
  const std::string& file = options.arguments.front();
  const auto scenario = load(file, options);
  if (!scenario) return ExitCode::kWrongInput;
  keep_scenario(file, options.checkpoint);
  std::optional<OutputFile> json;
  if (options.json) json.emplace(*options.json, options.arguments);
  catch_interrupts();
  const report::Report report = search(*scenario, file, options, options.orderings, "");
  const report::TextOptions text = text_options(options);
  if (json) json->write(report::format("json").explore(report, text));
  if (!options.json_alone()) print(report::format("text").explore(report, text));
  return exit_code(report);
}

}  // namespace heddle::cli
