#include "cli/option.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/numbers.h"
#include "cli/suggest.h"

namespace heddle::cli {
namespace {

using explore::Strategy;

std::string strategy(const std::string& name) {
  std::vector<std::string> names = {"auto"};
  for (const Strategy& each : explore::strategies()) names.emplace_back(each.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return name;
  throw UsageError(fmt::format("--strategy: no strategy is called \"{}\"{}; there are {}", name,
                               did_you_mean(name, names), strategy_names()));
}

std::vector<std::string> strategy_lines() {
  std::vector<std::string> lines;
  for (const Strategy& each : explore::strategies())
    lines.push_back(fmt::format("{:<12}{}", each.name, each.summary));
  return lines;
}

Color color(const std::string& text) {
  if (text == "auto") return Color::kAuto;
  if (text == "always") return Color::kAlways;
  if (text == "never") return Color::kNever;
  throw UsageError(fmt::format("--color: \"{}\" is none of auto, always, never", text));
}

std::string file(const std::string& option, const std::string& text) {
  if (text.empty()) throw UsageError(option + " needs the name of a file");
  return text;
}

bool is_set(const std::string& flag) { return flag == "true"; }

std::string yes_no(bool yes) { return yes ? "yes" : "no"; }

Option set_option() {
  return {.name = "--set",
          .value = "NAME=VALUE",
          .text = "Give a constant another value; as often as needed",
          .groups = kSet,
          .take = [](Options& to, const std::string& text) { to.set_options.push_back(text); },
          .idle = kCheckList,
          .resumes = true,
          .repeats = true};
}

// Constants of one side of a comparison.
Option side_option(const std::string& side, std::vector<std::string> Options::*list) {
  return {.name = "--set-" + side,
          .value = "NAME=VALUE",
          .text = "The same in the " + side + " one alone",
          .groups = kSides,
          .take = [list](Options& to, const std::string& text) { (to.*list).push_back(text); },
          .repeats = true};
}

Option strategy_option() {
  return {.name = "--strategy",
          .value = "S",
          .text = "auto (the default), or one of these:",
          .groups = kSearch,
          .take = [](Options& to, const std::string& text) { to.search.strategy = strategy(text); },
          .more = strategy_lines(),
          .idle = kReplayOfSeed | kExploreList,
          .deciding = [](const Options& options) { return options.search.strategy; },
          .resumes = true};
}

Option max_runs_option() {
  return {.name = "--max-runs",
          .value = "N",
          .text = "Stop after N runs (random ones: 10000)",
          .groups = kSearch,
          .take =
              [](Options& to, const std::string& text) {
                to.search.limits.runs_max = whole_number("--max-runs", text);
              },
          .idle = kReplayOfSeed,
          .fits = [](const Strategy* strategy) { return strategy != nullptr && strategy->runs; }};
}

// What some strategies can be told.
Option setting_option(const explore::Setting& setting) {
  const std::string name = "--" + std::string(setting.name);
  return {.name = name,
          .value = std::string(setting.value),
          .text = fmt::format("{} ({})", setting.text, setting.otherwise),
          .groups = kSearch,
          .take =
              [name, &setting](Options& to, const std::string& text) {
                to.search.settings.set(setting, whole_number(name, text, setting.least));
              },
          .idle = kReplayOfSeed,
          .fits =
              [&setting](const Strategy* strategy) {
                return strategy != nullptr && strategy->takes(setting);
              },
          .deciding =
              [&setting](const Options& options) {
                return std::to_string(options.search.settings[setting]);
              },
          .resumes = true};
}

std::vector<Option> search_options() {
  std::vector<Option> list = {strategy_option(), max_runs_option()};
  for (const explore::Setting* setting : explore::kSettings)
    list.push_back(setting_option(*setting));
  list.push_back(
      {.name = "--no-orderings",
       .text = "Do not look for orderings",
       .groups = kOrderings,
       .take = [](Options& to, const std::string& flag) { to.search.orderings = !is_set(flag); },
       .idle = kExploreList,
       .resumes = true});
  list.push_back(
      {.name = "--no-counts",
       .text = "Do not count interleavings: larger scenarios fit",
       .groups = kSearch,
       .take = [](Options& to, const std::string& flag) { to.search.counts = !is_set(flag); },
       .idle = kReplayOfSeed | kExploreList,
       .fits =
           [](const Strategy* strategy) { return strategy == nullptr || strategy->may_not_count; },
       .deciding = [](const Options& options) { return yes_no(!options.search.counts); },
       .resumes = true});
  list.push_back({.name = "--progress",
                  .text = "Show progress, also where it is no terminal",
                  .groups = kSearch,
                  .take = [](Options& to, const std::string& flag) { to.progress = is_set(flag); },
                  .opposite = "--no-progress",
                  .opposite_text = "Show none",
                  .idle = kReplayOfSeed});
  const auto jobs = [](Options& to, const std::string& text) {
    to.search.jobs = whole_number("--jobs", text);
  };
  list.push_back({.name = "--jobs",
                  .value = "N",
                  .text = "Explore with N threads",
                  .groups = kThreads,
                  .take = jobs,
                  .idle = kReplayOfSeed});
  list.push_back({.name = "--jobs",
                  .value = "N",
                  .text = "Explore N files at once",
                  .groups = kFiles,
                  .take = jobs});
  return list;
}

std::vector<Option> limit_options() {
  return {
      {.name = "--max-time",
       .value = "SECONDS",
       .text = "Stop after so many seconds",
       .groups = kSearch,
       .take =
           [](Options& to, const std::string& text) {
             to.search.limits.seconds_max = seconds("--max-time", text);
           }},
      {.name = "--max-states",
       .value = "N",
       .text = "Stop after N states",
       .groups = kSearch,
       .take =
           [](Options& to, const std::string& text) {
             to.search.limits.states_max = whole_number("--max-states", text);
           }},
      {.name = "--max-memory",
       .value = "MIB",
       .text = fmt::format("Stop at so much memory ({})", explore::Limits().memory_bytes_max >> 20),
       .groups = kSearch,
       .take = [](Options& to, const std::string& text) {
         constexpr std::uint64_t kMost = ~std::uint64_t{0} >> 20;  // more than there is
         to.search.limits.memory_bytes_max = std::min(whole_number("--max-memory", text), kMost)
                                             << 20;
       }}};
}

std::vector<Option> entry_options() {
  return {{.name = "--outcome",
           .value = "K",
           .text = "Replay the K-th outcome of the report",
           .groups = kEntry,
           .take = [](Options& to,
                      const std::string& text) { to.outcome = whole_number("--outcome", text); }},
          {.name = "--finding",
           .value = "K",
           .text = "Replay the K-th finding of the report",
           .groups = kEntry,
           .take = [](Options& to,
                      const std::string& text) { to.finding = whole_number("--finding", text); },
           .more = {"With one of these, also the options of a search:"}}};
}

std::vector<Option> check_options() {
  return {{.name = "--fail-fast",
           .text = "Stop at the first file that is not as expected",
           .groups = kFiles,
           .take = [](Options& to, const std::string& flag) { to.fail_fast = is_set(flag); },
           .idle = kCheckList},
          {.name = "--update-expect",
           .text = "Write the `expect` that would match into the files",
           .groups = kFiles,
           .take = [](Options& to, const std::string& flag) { to.update_expect = is_set(flag); },
           .idle = kCheckList}};
}

std::vector<Option> list_options() {
  const auto list = [](Options& to, const std::string& flag) { to.list = is_set(flag); };
  return {{.name = "--list",
           .text = "Print the files, and do nothing else",
           .groups = kFiles,
           .take = list},
          {.name = "--list",
           .text = "Print all interleavings, up to 1,000, a line each",
           .groups = kInterleavings,
           .take = list}};
}

std::vector<Option> run_options() {
  return {
      {.name = "--max-steps",
       .value = "N",
       .text = fmt::format("Cut a run after N steps ({})", explore::Limits().steps_max),
       .groups = kOneRun,
       .take =
           [](Options& to, const std::string& text) {
             to.search.limits.steps_max = whole_number("--max-steps", text);
           },
       .deciding =
           [](const Options& options) { return std::to_string(options.search.limits.steps_max); },
       .resumes = true},
      {.name = "--first",
       .text = "Stop at the first finding",
       .groups = kFirst,
       .take = [](Options& to, const std::string& flag) { to.search.first = is_set(flag); },
       .idle = kExploreList,
       .deciding = [](const Options& options) { return yes_no(options.search.first); },
       .resumes = true}};
}

std::vector<Option> checkpoint_options() {
  return {{.name = "--checkpoint",
           .value = "FILE",
           .text = "Save the search there, every 30 s and at the end",
           .groups = kCheckpoint,
           .take =
               [](Options& to, const std::string& text) {
                 to.search.checkpoint.save_to = file("--checkpoint", text);
               },
           .idle = kExploreList},
          {.name = "--resume",
           .value = "FILE",
           .text = "Go on from what --checkpoint saved",
           .groups = kCheckpoint,
           .take =
               [](Options& to, const std::string& text) {
                 to.search.checkpoint.resume_from = file("--resume", text);
               },
           .idle = kExploreList}};
}

// Where the report of a format goes.
Option report_option(const report::Format& format) {
  return {.name = std::string(format.option),
          .value = "FILE",
          .text = std::string(format.help),
          .groups = (format.write_explore ? kExploreReport : 0U) |
                    (format.write_replay ? kReplayReport : 0U) |
                    (format.write_check ? kCheckReport : 0U) |
                    (format.write_compare ? kDiffReport : 0U),
          .take =
              [&format](Options& to, const std::string& text) {
                to.reports.push_back({&format, text});
              },
          .idle = kExploreList | kCheckList,
          .resumes = true};
}

std::vector<Option> output_options() {
  std::vector<Option> list;
  for (const report::Format& format : report::formats())
    if (!format.option.empty()) list.push_back(report_option(format));
  list.push_back({.name = "--color",
                  .value = "WHEN",
                  .text = "auto, always or never",
                  .groups = kColor,
                  .take = [](Options& to, const std::string& text) { to.color = color(text); }});
  list.push_back({.name = "--quiet",
                  .text = "Print only the verdict",
                  .groups = kQuiet,
                  .take = [](Options& to, const std::string& flag) { to.quiet = is_set(flag); },
                  .idle = kExploreList});
  list.push_back({.name = "--version",
                  .text = "Print the version",
                  .groups = kEvery,
                  .take = [](Options& to, const std::string& flag) { to.version = is_set(flag); }});
  list.push_back({.name = "--help", .text = "Print this", .groups = kEvery});
  return list;
}

}  // namespace

const std::vector<Option>& options() {
  static const std::vector<Option> list = [] {
    std::vector<Option> all = {set_option(), side_option("old", &Options::set_old),
                               side_option("new", &Options::set_new)};
    for (const auto& part : {search_options(), limit_options(), entry_options(), check_options(),
                             list_options(), run_options(), checkpoint_options(), output_options()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return list;
}

std::string strategy_names(const Option* option) {
  std::string names = option == nullptr ? "auto" : "";
  for (const Strategy& each : explore::strategies()) {
    if (option != nullptr && !option->fits(&each)) continue;
    names += (names.empty() ? "" : ", ") + std::string(each.name);
  }
  return names;
}

}  // namespace heddle::cli
