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
  explore_options.outcome_seeds = options.json.has_value();  // no text shows them
  explore_options.interrupt = &interrupted();
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
                                  diagnose("heddle: " + text + "\n");
                                }};
  report::Report report = explore(scenario, explore_options);
  report.program = options.program;
  report.file = file;
  report.set_options = options.set_options;
  return report;
}

}  // namespace heddle::cli
