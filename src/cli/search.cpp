#include "cli/search.h"

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "report/words.h"

namespace heddle::cli {

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
  explore_options.interrupt = &interrupted();
  explore_options.progress = progress.callback();
  if (explore_options.progress) {
    const auto most = size(scenario).interleavings_max;
    progress.begin(most ? "at most " + report::interleavings(*most)
                        : "loops leave the number of interleavings without a bound");
  }
  report::Report report = explore(scenario, explore_options);
  report.program = options.program;
  report.file = file;
  report.set_options = options.set_options;
  return report;
}

}  // namespace heddle::cli
