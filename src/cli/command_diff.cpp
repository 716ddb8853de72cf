#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/numbers.h"
#include "cli/reports.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "cli/threads.h"

namespace heddle::cli {
namespace {

// One of the two that are compared.
struct Compared {
  std::string name;  // "OLD"
  std::string file;
  Options options;  // with the constants of this side
};

// `set`: what `option` gave.
Compared side(const std::string& name, const std::string& file, const Options& options,
              const std::string& option, const std::vector<std::string>& set) {
  Compared one{name, file, options};
  for (const std::string& text : set) {
    one.options.overrides.push_back(constant(option, text));
    one.options.set_options.push_back(text);
  }
  return one;
}

void refuse_one_alone(const Options& options) {
  if (options.arguments.size() > 1 || !options.set_old.empty() || !options.set_new.empty()) return;
  throw UsageError(
      "NEW is missing: heddle diff OLD NEW; one file is enough with --set-old or --set-new");
}

using Scenarios = std::pair<scenario::Scenario, scenario::Scenario>;

// A file that stands for both is read once, and its mistakes are told once; else those of both are.
std::optional<Scenarios> load_both(const Compared& before, const Compared& after) {
  const StopSign stop(before.options.search.limits.seconds_max);
  const bool one_file = before.file == after.file;
  const auto old_text = load_text(before.file, stop);
  if (!old_text && one_file) return std::nullopt;
  const auto new_text = one_file ? old_text : load_text(after.file, stop);
  std::optional<scenario::Scenario> first;
  std::optional<scenario::Scenario> second;
  if (old_text) first = load_scenario(*old_text, before.file, before.options, stop);
  if (!first && one_file) return std::nullopt;
  if (new_text) second = load_scenario(*new_text, after.file, after.options, stop);
  if (!first || !second) return std::nullopt;
  return Scenarios(std::move(*first), std::move(*second));
}

report::Report explored(const scenario::Scenario& scenario, const Compared& one) {
  report::Report report = search(scenario, one.file, one.options, false, one.name + " " + one.file);
  report::Exploration& done = report.exploration;
  if (done.stopped_by == "interrupt")
    done.help = "run it again and let it finish";  // saves nothing
  return report;
}

ExitCode exit_code(report::Comparison::Result result) {
  using Result = report::Comparison::Result;
  if (result == Result::kIncomplete) return ExitCode::kIncomplete;
  return result == Result::kSame ? ExitCode::kGood : ExitCode::kFinding;
}

}  // namespace

ExitCode run_diff(const Options& given) {
  catch_interrupts();
  refuse_one_alone(given);
  const auto& files = given.arguments;
  Compared before = side("OLD", files.front(), given, "--set-old", given.set_old);
  Compared after = side("NEW", files.back(), given, "--set-new", given.set_new);
  const auto scenarios = load_both(before, after);
  if (!scenarios) return ExitCode::kWrongInput;
  before.options.search.jobs = usable_threads(given.search.jobs);
  after.options.search.jobs = before.options.search.jobs;
  Reports reports(given, files, StopSign(given.search.limits.seconds_max));
  report::Report old_report = explored(scenarios->first, before);
  report::Report new_report = explored(scenarios->second, after);
  const report::Comparison comparison =
      report::compare(std::move(old_report), std::move(new_report));
  const report::TextOptions text = text_options(given);
  reports.write([&](const report::Format& format) { return format.compare(comparison, text); });
  return exit_code(comparison.result);
}

}  // namespace heddle::cli
