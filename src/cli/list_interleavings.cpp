#include "cli/list_interleavings.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/words.h"
#include "cli/interrupt.h"
#include "cli/search.h"
#include "cli/stop_sign.h"
#include "cli/terminal.h"
#include "report/glyphs.h"
#include "report/page.h"
#include "report/words.h"

namespace heddle::cli {
namespace {

constexpr std::uint64_t kListedMax = 1'000;

// How many there are. Throws UsageError when that is too much, and Stopped when it is not known.
std::uint64_t number_of(const report::Exploration& exploration) {
  if (!exploration.complete)
    throw Stopped(
        "--list: how many interleavings there are is not known; the search was stopped by " +
        exploration.stopped_by.value_or("a limit"));
  const std::string text = exploration.interleavings.value_or("");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (is_number && number <= kListedMax) return number;
  if (text == "unbounded" || text.empty())
    throw UsageError("--list: there is no number of interleavings to list: loops have no bound");
  throw UsageError(
      fmt::format("--list: there are {} interleavings, and at most {} are listed; heddle replay "
                  "FILE '#N' shows "
                  "the N-th",
                  bound_text(text), grouped(kListedMax)));
}

// "completed with balance = 790, overdraft".
std::string end_of(const report::Replay& replay) {
  std::string text = replay.end;
  if (replay.report.outcomes.empty()) return text;
  std::string state;
  for (const report::NamedValue& value : replay.report.outcomes.front().values)
    state += (state.empty() ? "" : ", ") + report::assignment(value);
  for (const std::string& flag : replay.report.outcomes.front().flags)
    state += (state.empty() ? "" : ", ") + flag;
  return state.empty() ? text : text + " with " + state;
}

std::string findings_of(const report::Replay& replay) {
  std::string text;
  for (const report::Finding& finding : replay.report.findings)
    text += (text.empty() ? "" : ", ") + report::title(finding);
  return text;
}

std::string padded(std::string text, std::size_t columns) {
  const std::size_t used = report::display_width(text);
  return text.append(columns > used ? columns - used : 0, ' ');
}

report::Replay replayed(const scenario::Scenario& scenario, std::uint64_t number,
                        const Options& options) {
  auto result = inquiry::replay(scenario, "#" + std::to_string(number), options.search.limits);
  if (!result) throw UsageError(result.error().message);
  return std::move(result.value());
}

}  // namespace

ExitCode list_interleavings(const scenario::Scenario& scenario, const std::string& file,
                            const Options& options) {
  const StopSign stop(options.search.limits.seconds_max);
  const report::Report report = search(scenario, file, options, false, "");
  const std::uint64_t number = number_of(report.exploration);
  std::size_t seed_columns = 0;
  std::size_t end_columns = 0;
  std::vector<report::Replay> all;
  for (std::uint64_t i = 1; i <= number; ++i) {
    stop.obey(fmt::format("listing interleaving {} of {}", i, number));
    all.push_back(replayed(scenario, i, options));
    seed_columns = std::max(seed_columns, all.back().seed.size());
    end_columns = std::max(end_columns, report::display_width(end_of(all.back())));
  }
  const report::TextOptions text = text_options(options);
  report::Page page(1'000'000, text.color);  // a line each, however long
  const std::size_t number_columns = std::to_string(number).size() + 1;
  for (std::uint64_t i = 0; i < number; ++i) {
    const std::string findings = findings_of(all[i]);
    page.line({fmt::format("{:>{}}  ", fmt::format("#{}", i + 1), number_columns),
               {report::Style::kKey, padded(all[i].seed, seed_columns)},
               "  " + padded(end_of(all[i]), end_columns) + "  ",
               {findings.empty() ? report::Style::kGood : report::Style::kBad,
                findings.empty() ? "ok" : findings}});
  }
  print(page.take());
  return report.findings.empty() ? ExitCode::kGood : ExitCode::kFinding;
}

}  // namespace heddle::cli
