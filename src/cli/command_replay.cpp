#include "cli/command.h"
#include "cli/files.h"
#include "cli/load.h"
#include "cli/terminal.h"
#include "report/formats.h"

namespace heddle::cli {

ExitCode run_replay(const Options& options) {
  const std::string& file = options.arguments[0];
  const auto scenario = load(file, options);
  if (!scenario) return ExitCode::kWrongInput;
  std::optional<OutputFile> json;
  if (options.json) json.emplace(*options.json, std::vector<std::string>{file});
  auto result = replay(*scenario, options.arguments[1], options.limits);
  if (!result) throw UsageError(result.error().message);
  report::Replay& replayed = result.value();
  replayed.report.program = options.program;
  replayed.report.file = file;
  replayed.report.set_options = options.set_options;
  const report::TextOptions text = text_options(options);
  if (json) json->write(report::format("json").replay(replayed, text));
  if (!options.json_alone()) print(report::format("text").replay(replayed, text));
  return replayed.report.findings.empty() ? ExitCode::kGood : ExitCode::kFinding;
}

}  // namespace heddle::cli
