#include <optional>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/list_interleavings.h"
#include "cli/load.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "cli/threads.h"
#include "report/formats.h"
#include "report/page.h"

namespace heddle::cli {
namespace {

ExitCode exit_code(const report::Report& report) {
  if (!report.findings.empty()) return ExitCode::kFinding;
  return report.exploration.complete ? ExitCode::kGood : ExitCode::kIncomplete;
}

// Each file has one use; only a checkpoint may be gone on from and be replaced.
void keep_files_apart(const std::string& scenario, const Options& options) {
  const auto refuse = [](const std::string& file, const std::string& why) {
    throw UsageError("cannot write " + file + ": " + why);
  };
  if (!options.checkpoint.empty() && same_file(options.checkpoint, scenario))
    refuse(options.checkpoint, "it is the scenario itself");
  if (!options.json || *options.json == "-") return;
  for (const auto& [option, file] :
       {std::pair{"--checkpoint", options.checkpoint}, std::pair{"--resume", options.resume}}) {
    if (!file.empty() && same_file(file, *options.json))
      refuse(*options.json, std::string(option) + " names the same file");
  }
}

// What ended the search is no reason to begin it again.
bool can_be_resumed(const report::Exploration& exploration, const Options& options) {
  const auto& by = exploration.stopped_by;
  return !options.checkpoint.empty() && by &&
         (*by == "time" || *by == "states" || *by == "memory" || *by == "runs" ||
          *by == "interrupt");
}

std::string resuming_text(const std::string& file, const Options& options) {
  const report::TextOptions text = text_options(options);
  report::Page page(text.width, text.color);
  page.blank();
  page.sentence({"The checkpoint is saved. To go on from there:"});
  page.command(resuming_command(file, options), 2);
  return page.take();
}

}  // namespace

ExitCode run_explore(const Options& given) {
  catch_interrupts();
  Options options = given;
  const std::string& file = options.arguments.front();
  const auto scenario = load(file, options);
  if (!scenario) return ExitCode::kWrongInput;
  if (options.list) return list_interleavings(*scenario, file, options);
  keep_files_apart(file, options);
  options.jobs = usable_threads(options.jobs);
  std::optional<OutputFile> json;
  if (options.json)
    json.emplace(*options.json, options.arguments, StopSign(options.limits.seconds_max));
  report::Report report = search(*scenario, file, options, options.orderings, "");
  const report::TextOptions text = text_options(options);
  const bool resumable = can_be_resumed(report.exploration, options);
  if (resumable && report.exploration.stopped_by == "interrupt") report.exploration.help.clear();
  if (json) json->write(report::format("json").explore(report, text));
  if (options.json_alone()) return exit_code(report);
  print(report::format("text").explore(report, text));
  if (resumable) print(resuming_text(file, options));
  return exit_code(report);
}

}  // namespace heddle::cli
