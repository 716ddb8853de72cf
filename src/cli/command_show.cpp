#include "cli/command.h"
#include "cli/load.h"
#include "cli/overview.h"
#include "cli/terminal.h"

namespace heddle::cli {

ExitCode run_show(const Options& options) {
  const std::string& file = options.arguments.front();
  const auto scenario = load(file, options);
  if (!scenario) return ExitCode::kWrongInput;
  report::Overview shown = overview(*scenario, inquiry::size(*scenario));
  shown.file = file;
  print(report::text_show(shown, text_options(options)));
  return ExitCode::kGood;
}

}  // namespace heddle::cli
