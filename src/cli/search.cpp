#include "cli/search.h"

#include <cstdlib>
#include <utility>

#include "base/words.h"
#include "cli/interrupt.h"
#include "cli/numbers.h"
#include "cli/option.h"
#include "cli/progress.h"
#include "cli/terminal.h"

namespace heddle::cli {

namespace {

// The variable is for tests, which cannot wait half a minute.
double seconds_between_checkpoints() {
  constexpr const char* kVariable = "HEDDLE_CHECKPOINT_SECONDS";
  const char* const text = std::getenv(kVariable);
  return text == nullptr ? CheckpointOptions().seconds : seconds(kVariable, text);
}

// What must be the same for a search to go on from a checkpoint.
std::vector<std::pair<std::string, std::string>> deciding(const Options& options) {
  std::vector<std::pair<std::string, std::string>> facts;
  for (const Option& option : cli::options())
    if (option.deciding) facts.emplace_back(option.name, option.deciding(options));
  return facts;
}

}  // namespace

report::Report search(const scenario::Scenario& scenario, const std::string& file,
                      const Options& options, bool orderings, const std::string& progress_name) {
  Progress progress(options, progress_name);
  ExploreOptions explore_options = options.search;
  explore_options.orderings = orderings;
  // No text shows them.
  explore_options.outcome_seeds = !options.reports.empty() || options.outcome.has_value();
  explore_options.interrupt = &searches_stopped();
  explore_options.progress = progress.callback();
  if (explore_options.progress) {
    const auto most = inquiry::size(scenario).interleavings_max;
    progress.begin(most ? "at most " + bound_text(*most) +
                              (*most == "1" ? " interleaving" : " interleavings")
                        : "loops leave the number of interleavings without a bound");
  }
  explore_options.checkpoint.seconds = seconds_between_checkpoints();
  explore_options.checkpoint.tell = [&progress](const std::string& text) {
    progress.clear();
    tell(text);
  };
  explore_options.checkpoint.deciding = deciding(options);
  report::Report report = inquiry::explore(scenario, explore_options);
  report.program = options.program;
  report.file = file;
  report.set_options = options.set_options;
  return report;
}

std::vector<std::string> resuming_command(const std::string& file, const Options& options) {
  const bool like_option = file.size() > 1 && file[0] == '-';
  std::vector<std::string> words = {options.program, "explore", like_option ? "./" + file : file};
  for (const Given& given : options.given) {
    if (!given.option->resumes) continue;
    words.push_back(given.option->name);
    if (!given.option->value.empty()) words.push_back(given.value);
  }
  for (const char* const option : {"--resume", "--checkpoint"}) {
    words.emplace_back(option);
    words.push_back(options.search.checkpoint.save_to);
  }
  return words;
}

}  // namespace heddle::cli
