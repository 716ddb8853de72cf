#include "cli/search.h"

#include <cstdlib>

#include "base/words.h"
#include "cli/interrupt.h"
#include "cli/numbers.h"
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

}  // namespace

report::Report search(const scenario::Scenario& scenario, const std::string& file,
                      const Options& options, bool orderings, const std::string& progress_name) {
  Progress progress(options, progress_name);
  ExploreOptions explore_options;
  explore_options.strategy = options.strategy;
  explore_options.limits = options.limits;
  explore_options.seed = options.seed.value_or(explore_options.seed);
  explore_options.depth = options.depth.value_or(explore_options.depth);
  explore_options.preemptions = options.preemptions.value_or(explore_options.preemptions);
  explore_options.jobs = options.jobs;
  explore_options.first = options.first;
  explore_options.orderings = orderings;
  explore_options.counts = options.counts;
  // No text shows them.
  explore_options.outcome_seeds = options.json.has_value() || options.outcome.has_value();
  explore_options.interrupt = &searches_stopped();
  explore_options.progress = progress.callback();
  if (explore_options.progress) {
    const auto most = inquiry::size(scenario).interleavings_max;
    progress.begin(most ? "at most " + bound_text(*most) +
                              (*most == "1" ? " interleaving" : " interleavings")
                        : "loops leave the number of interleavings without a bound");
  }
  explore_options.checkpoint = {.save_to = options.checkpoint,
                                .resume_from = options.resume,
                                .seconds = seconds_between_checkpoints(),
                                .tell = [&progress](const std::string& text) {
                                  progress.clear();
                                  tell(text);
                                }};
  report::Report report = explore(scenario, explore_options);
  report.program = options.program;
  report.file = file;
  report.set_options = options.set_options;
  return report;
}

std::vector<std::string> resuming_command(const std::string& file, const Options& options) {
  const bool like_option = file.size() > 1 && file[0] == '-';
  std::vector<std::string> words = {options.program, "explore", like_option ? "./" + file : file};
  const auto add = [&words](const std::string& option, const std::string& value) {
    words.push_back(option);
    words.push_back(value);
  };
  const auto add_number = [&](const std::string& option, const auto& number) {
    if (number) add(option, std::to_string(*number));
  };
  for (const std::string& set : options.set_options) add("--set", set);
  if (options.strategy != "auto") add("--strategy", options.strategy);
  add_number("--seed", options.seed);
  add_number("--depth", options.depth);
  add_number("--preemptions", options.preemptions);
  if (options.limits.steps_max != Limits().steps_max)
    add("--max-steps", std::to_string(options.limits.steps_max));
  if (options.first) words.emplace_back("--first");
  if (!options.counts) words.emplace_back("--no-counts");
  if (!options.orderings) words.emplace_back("--no-orderings");
  if (options.json) add("--json", *options.json);
  add("--resume", options.checkpoint);
  add("--checkpoint", options.checkpoint);
  return words;
}

}  // namespace heddle::cli
