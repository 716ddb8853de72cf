#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/list_interleavings.h"
#include "cli/load.h"
#include "cli/reports.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "cli/threads.h"
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
  const CheckpointOptions& checkpoint = options.search.checkpoint;
  if (!checkpoint.save_to.empty() && same_file(checkpoint.save_to, scenario))
    refuse(checkpoint.save_to, "it is the scenario itself");
  for (const ReportFile& report : options.reports) {
    if (report.path == "-") continue;
    for (const auto& [option, file] : {std::pair{"--checkpoint", checkpoint.save_to},
                                       std::pair{"--resume", checkpoint.resume_from}}) {
      if (!file.empty() && same_file(file, report.path))
        refuse(report.path, std::string(option) + " names the same file");
    }
  }
}

// What ended the search is no reason to begin it again.
bool can_be_resumed(const report::Exploration& exploration, const Options& options) {
  const auto& by = exploration.stopped_by;
  return !options.search.checkpoint.save_to.empty() && by &&
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
  options.search.jobs = usable_threads(options.search.jobs);
  Reports reports(options, options.arguments, StopSign(options.search.limits.seconds_max));
  report::Report report = search(*scenario, file, options, options.search.orderings, "");
  const report::TextOptions text = text_options(options);
  const bool resumable = can_be_resumed(report.exploration, options);
  if (resumable && report.exploration.stopped_by == "interrupt") report.exploration.help.clear();
  reports.write([&](const report::Format& format) { return format.explore(report, text); });
  if (resumable && !options.report_alone()) print(resuming_text(file, options));
  return exit_code(report);
}

}  // namespace heddle::cli
