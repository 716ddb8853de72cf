#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/reports.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "cli/threads.h"

namespace heddle::cli {
namespace {

// The seed of the K-th of the list, which is the report's.
template <class Entry>
std::string seed_of(const std::vector<Entry>& list, std::uint64_t k, const std::string& noun,
                    const report::Exploration& exploration) {
  if (k <= list.size()) return list[k - 1].seed;
  throw UsageError(fmt::format("--{} {}: the report has {}{}", noun, k, counted(list.size(), noun),
                               exploration.complete ? "" : ", and the search is incomplete"));
}

// What --outcome and --finding name, found by exploring.
std::string entry_seed(const scenario::Scenario& scenario, const std::string& file,
                       const Options& given) {
  Options options = given;
  options.search.jobs = usable_threads(options.search.jobs);
  const report::Report report = search(scenario, file, options, false, "");
  StopSign(std::nullopt).obey("exploring " + file);
  if (options.outcome)
    return seed_of(report.outcomes, *options.outcome, "outcome", report.exploration);
  return seed_of(report.findings, *options.finding, "finding", report.exploration);
}

void refuse_bare_number(const std::string& seed) {
  const bool digits =
      std::all_of(seed.begin(), seed.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && !seed.empty())
    throw UsageError(fmt::format("\"{0}\" is no seed; did you mean '#{0}'?", seed));
}

}  // namespace

ExitCode run_replay(const Options& options) {
  const std::string& file = options.arguments[0];
  const bool by_seed = options.arguments.size() > 1;
  if (!by_seed) catch_interrupts();  // a replay alone ends at once
  if (by_seed) refuse_bare_number(options.arguments[1]);
  const auto scenario = load(file, options);
  if (!scenario) return ExitCode::kWrongInput;
  Reports reports(options, {file}, StopSign(std::nullopt));
  const std::string seed = by_seed ? options.arguments[1] : entry_seed(*scenario, file, options);
  auto result = inquiry::replay(*scenario, seed, options.search.limits);
  if (!result) throw UsageError(result.error().message);
  report::Replay& replayed = result.value();
  replayed.report.program = options.program;
  replayed.report.file = file;
  replayed.report.set_options = options.set_options;
  const report::TextOptions text = text_options(options);
  reports.write([&](const report::Format& format) { return format.replay(replayed, text); });
  return replayed.report.findings.empty() ? ExitCode::kGood : ExitCode::kFinding;
}

}  // namespace heddle::cli
