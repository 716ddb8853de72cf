#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "cli/numbers.h"
#include "cli/suggest.h"
#include "explore/strategies.h"
#include "report/version.h"

namespace heddle::cli {
namespace {

// "stateful, dpor": the strategies that take an option; all of them and auto without one.
std::string strategy_names(unsigned takes = explore::Strategy::kNothing) {
  std::string names = takes == explore::Strategy::kNothing ? "auto" : "";
  for (const auto& each : explore::strategies()) {
    if ((each.takes & takes) != takes) continue;
    names += (names.empty() ? "" : ", ") + std::string(each.name);
  }
  return names;
}

const std::vector<std::string>& options_of_all_commands() {
  static const std::vector<std::string> options = {
      "--set",        "--strategy",     "--json",         "--jobs",        "--max-time",
      "--max-states", "--max-memory",   "--max-runs",     "--max-steps",   "--seed",
      "--first",      "--no-orderings", "--progress",     "--no-progress", "--color",
      "--quiet",      "--version",      "--help",         "--preemptions", "--depth",
      "--no-counts",  "--checkpoint",   "--resume",       "--list",        "--fail-fast",
      "--outcome",    "--finding",      "--update-expect"};
  return options;
}

std::string strategy(const std::string& name) {
  std::vector<std::string> names = {"auto"};
  for (const auto& each : explore::strategies()) names.emplace_back(each.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return name;
  throw UsageError(fmt::format("--strategy: no strategy is called \"{}\"{}; there are {}", name,
                               did_you_mean(name, names), strategy_names()));
}

// An option that the chosen strategy would pass over is refused.
void check_strategy_options(const Options& options) {
  using Takes = explore::Strategy::Takes;
  const explore::Strategy* chosen = explore::find_strategy(options.strategy);
  const auto check = [&](bool given, const char* option, Takes takes) {
    if (!given || (chosen != nullptr && (chosen->takes & takes) != 0)) return;
    throw UsageError(fmt::format("{} has no meaning for --strategy {}; it is for {}", option,
                                 options.strategy, strategy_names(takes)));
  };
  check(options.seed.has_value(), "--seed", Takes::kSeed);
  check(options.depth.has_value(), "--depth", Takes::kDepth);
  check(options.preemptions.has_value(), "--preemptions", Takes::kPreemptions);
  check(options.limits.runs_max.has_value(), "--max-runs", Takes::kRuns);
  constexpr std::uint64_t kSampledRunsMax = 100'000'000;
  const bool samples = chosen != nullptr && (chosen->takes & Takes::kSeed) != 0;
  if (samples && options.limits.runs_max.value_or(0) > kSampledRunsMax)
    throw UsageError(
        fmt::format("--max-runs: --strategy {} makes at most 100,000,000 runs", options.strategy));
  if (options.depth.value_or(0) > 1'000) throw UsageError("--depth: at most 1,000");
  check(!options.counts && options.strategy != "auto", "--no-counts", Takes::kCounts);
}

Color color(const std::string& text) {
  if (text == "auto") return Color::kAuto;
  if (text == "always") return Color::kAlways;
  if (text == "never") return Color::kNever;
  throw UsageError(fmt::format("--color: \"{}\" is none of auto, always, never", text));
}

// The options of one command, bound to where their values go.
class Parser {
 public:
  Parser(const Command& command, Options& options) : command_(command), options_(options) {
    app_.allow_extras();
    app_.set_help_flag("-h,--help");
    if (command.arguments_max > 0)
      app_.add_option(std::string(command.arguments), options.arguments);
    if (command.options & kSet) add_set();
    if (command.options & kSearch) add_search();
    if (command.options & kSearch) add_limits();
    if (command.options & kEntry) add_entry();
    if (command.options & kCheck) add_check();
    if (command.options & kList)
      add_flag("--list",
               command.name == "check" ? "Print the files, and do nothing else"
                                       : "Print all interleavings, up to 1,000, a line each",
               options.list);
    if (command.options & kOneRun)
      add_number("--max-steps", "N", "Cut a run after N steps (100000)", options.limits.steps_max);
    if (command.options & kFirst) add_flag("--first", "Stop at the first finding", options.first);
    if (command.options & kCheckpoint) {
      add_file("--checkpoint", "Save the search there, every 30 s and at the end",
               options.checkpoint);
      add_file("--resume", "Go on from what --checkpoint saved", options.resume);
    }
    if (command.options & kJson)
      add("--json", "FILE", "Write the JSON report there; \"-\": standard output, alone",
          [this](const std::string& text) { options_.json = text; });
    if (command.options & kColor)
      add("--color", "WHEN", "auto, always or never",
          [this](const std::string& text) { options_.color = color(text); });
    if (command.options & kQuiet) add_flag("--quiet", "Print only the verdict", options.quiet);
    add_flag("--version", "Print the version", version_);
    describe("--help", "Print this");
  }

  // Returns help or version when asked for, else "".
  std::string parse(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      return help();
    } catch (const CLI::ParseError& error) {
      throw UsageError(complaint(error));
    }
    const CLI::Option* progress = app_.get_option_no_throw("--progress");
    if (progress && progress->count() > 0) options_.progress = progress_;
    return version_ ? fmt::format("heddle {}\n", report::kVersion) : "";
  }

  std::vector<std::string> extras() const { return app_.remaining(); }

  bool given(const std::string& option) const {
    const CLI::Option* found = app_.get_option_no_throw(option);
    return found != nullptr && found->count() > 0;
  }

 private:
  void describe(const std::string& option, const std::string& text) {
    help_ += fmt::format("  {:<22}{}\n", option, text);
  }

  template <class Setter>
  void add(const std::string& name, const std::string& type, const std::string& text,
           Setter setter) {
    app_.add_option_function<std::string>(name, setter)->take_last();
    if (!text.empty()) describe(name + " " + type, text);
  }

  template <class Number>
  void add_number(const std::string& name, const std::string& type, const std::string& text,
                  Number& target, std::uint64_t minimum = 1) {
    add(name, type, text, [name, &target, minimum](const std::string& value) {
      target = whole_number(name, value, minimum);
    });
  }

  void add_file(const std::string& name, const std::string& text, std::string& target) {
    add(name, "FILE", text, [name, &target](const std::string& file) {
      if (file.empty()) throw UsageError(name + " needs the name of a file");
      target = file;
    });
  }

  void add_flag(const std::string& names, const std::string& text, bool& target) {
    app_.add_flag(names, target)->disable_flag_override()->take_last();
    describe(names.substr(0, names.find_first_of(",{")), text);
  }

  void add_set() {
    app_.add_option("--set", options_.set_options)->allow_extra_args(false);
    describe("--set NAME=VALUE", "Give a constant another value; as often as needed");
  }

  void add_limits() {
    add("--max-time", "SECONDS", "Stop after so many seconds", [this](const std::string& text) {
      options_.limits.seconds_max = seconds("--max-time", text);
    });
    add_number("--max-states", "N", "Stop after N states", options_.limits.states_max);
    add("--max-memory", "MIB", "Stop at so much memory (2048)", [this](const std::string& text) {
      constexpr std::uint64_t kMost = ~std::uint64_t{0} >> 20;  // more than there is anywhere
      options_.limits.memory_max_mib = std::min(whole_number("--max-memory", text), kMost);
    });
  }

  void add_entry() {
    add_number("--outcome", "K", "Replay the K-th outcome of the report", options_.outcome);
    add_number("--finding", "K", "Replay the K-th finding of the report", options_.finding);
    describe("", "With one of these, also the options of a search:");
  }

  void add_check() {
    add_flag("--fail-fast", "Stop at the first file that is not as expected", options_.fail_fast);
    add_flag("--update-expect", "Write the `expect` that would match into the files",
             options_.update_expect);
  }

  void add_search() {
    add("--strategy", "S", "auto (the default), or one of these:", [this](const std::string& text) {
      options_.strategy = strategy(text);
    });
    for (const auto& each : explore::strategies()) {
      describe("", fmt::format("{:<12}{}", each.name, each.summary));
    }
    add_number("--max-runs", "N", "Stop after N runs (random ones: 10000)",
               options_.limits.runs_max);
    add_number("--seed", "N", "Of the random strategies (1)", options_.seed, 0);
    add_number("--depth", "D", "pct: ordering constraints of a finding (3)", options_.depth);
    add_number("--preemptions", "N", "bounded: at most N preemptions (2)", options_.preemptions, 0);
    if (command_.name != "replay")
      add_flag("--no-orderings{false}", "Do not look for orderings", options_.orderings);
    add_flag("--no-counts{false}", "Do not count interleavings: larger scenarios fit",
             options_.counts);
    add_flag("--progress{true},--no-progress{false}", "Show progress, also where it is no terminal",
             progress_);
    describe("--no-progress", "Show none");
    add_number("--jobs", "N",
               command_.name == "check" ? "Explore N files at once" : "Explore with N threads",
               options_.jobs);
  }

  std::string help() const {
    std::string text = fmt::format("heddle {}: {}\n\nUsage: heddle {} [OPTIONS]{}{}\n",
                                   command_.name, command_.summary, command_.name,
                                   command_.arguments.empty() ? "" : " ", command_.arguments);
    if (!command_.details.empty()) text += fmt::format("{}\n", command_.details);
    return text + "\nOptions:\n" + help_;
  }

  static std::string complaint(const CLI::ParseError& error) {
    std::string what = error.what();
    if (what.find("flag override") != std::string::npos)
      return "--" + what.substr(0, what.find(' ')) + " takes no value";
    if (!what.starts_with("--")) return what;
    return what.substr(0, what.find_first_of("{:=, ")) + " needs a value";
  }

  const Command& command_;
  Options& options_;
  CLI::App app_;
  std::string help_;
  bool progress_ = false;
  bool version_ = false;
};

std::string overview() {
  std::string text =
      "heddle explores every interleaving of a small concurrent program.\n\n"
      "Usage: heddle COMMAND [OPTIONS] ...\n\nCommands:\n";
  for (const Command& command : commands())
    text += fmt::format("  {:<18}{}\n", fmt::format("{} {}", command.name, command.arguments),
                        command.summary);
  return text +
         "\nStart with:  heddle new first && heddle explore first.json\n"
         "Options of a command:  heddle COMMAND --help\n"
         "Exit codes: 0 nothing found, 1 a finding, 2 wrong input, 3 incomplete,\n"
         "            4 a fault of heddle\n";
}

std::vector<std::string> command_names() {
  std::vector<std::string> names = {"help"};
  for (const Command& command : commands()) names.emplace_back(command.name);
  return names;
}

const Command& find_command(const std::string& name) {
  for (const Command& command : commands())
    if (command.name == name) return command;
  if (name.starts_with("-"))
    throw UsageError(
        fmt::format("the command comes first: heddle COMMAND [OPTIONS] ...; \"{}\" is "
                    "not one (heddle --help lists them)",
                    name));
  if (name.ends_with(".json"))
    throw UsageError(
        fmt::format("\"{}\" is not a command; did you mean heddle explore {}?", name, name));
  throw UsageError(fmt::format("no command is called \"{}\"{} (heddle --help lists them)", name,
                               did_you_mean(name, command_names())));
}

// What is left over is an option that the command does not have.
void refuse_extras(const Command& command, const std::vector<std::string>& extras) {
  for (const std::string& extra : extras) {
    if (extra.size() < 2 || extra[0] != '-') continue;
    const std::string option = extra.substr(0, extra.find('='));
    const auto& known = options_of_all_commands();
    if (std::find(known.begin(), known.end(), option) != known.end())
      throw UsageError(fmt::format("{} has no meaning for heddle {}{}", option, command.name,
                                   option == "--first" && command.options & kCheck
                                       ? "; --fail-fast stops at the first file that differs"
                                       : ""));
    throw UsageError(fmt::format("heddle {} has no option {}{}", command.name, option,
                                 did_you_mean(option, known)));
  }
  if (!extras.empty())
    throw UsageError(
        fmt::format("heddle {}: \"{}\" is one argument too many", command.name, extras.front()));
}

// The word number `index` of "FILE SEED".
std::string_view word(std::string_view words, std::size_t index) {
  for (; index > 0; --index) words.remove_prefix(words.find(' ') + 1);
  return words.substr(0, words.find(' '));
}

void refuse_missing(const Command& command, std::size_t given) {
  const std::string_view missing = word(command.arguments, given);
  throw UsageError(fmt::format("{} is missing: heddle {} {}{}", missing, command.name,
                               command.arguments,
                               missing == "SEED" ? "; a shell wants quotes around '#N'" : ""));
}

// An entry of the report stands for the seed.
std::size_t arguments_needed(const Command& command, const Options& options) {
  if ((command.options & kEntry) == 0) return command.arguments_min;
  if (options.outcome && options.finding)
    throw UsageError("--outcome and --finding: give one of them");
  return options.outcome || options.finding ? 1 : command.arguments_max;
}

void check_arguments(const Command& command, const Options& options) {
  const std::size_t needed = arguments_needed(command, options);
  if (options.arguments.size() < needed) refuse_missing(command, options.arguments.size());
  const bool entry = needed < command.arguments_max && (command.options & kEntry) != 0;
  const std::size_t most = entry ? needed : command.arguments_max;
  if (options.arguments.size() <= most) return;
  const std::string& extra = options.arguments[most];
  if (entry)
    throw UsageError(fmt::format("\"{}\" is one seed too many: {} names one", extra,
                                 options.outcome ? "--outcome" : "--finding"));
  throw UsageError(fmt::format("heddle {} takes only {}; \"{}\" is one argument too many",
                               command.name, command.arguments, extra));
}

void refuse_for(const char* what, const Parser& parser,
                std::initializer_list<const char*> options) {
  for (const char* option : options) {
    if (parser.given(option))
      throw UsageError(fmt::format("{} has no meaning for heddle {}", option, what));
  }
}

// Options that another one makes pointless.
void refuse_contradictions(const Parser& parser, const Command& command, const Options& options) {
  if ((command.options & kEntry) != 0 && !options.outcome && !options.finding)
    refuse_for("replay with a SEED", parser,
               {"--strategy", "--jobs", "--max-runs", "--seed", "--depth", "--preemptions",
                "--no-counts", "--progress"});
  if (options.list && command.name == "explore")
    refuse_for("explore --list", parser,
               {"--json", "--checkpoint", "--resume", "--first", "--no-counts", "--strategy",
                "--quiet", "--no-orderings"});
  if (options.list && command.name == "check")
    refuse_for("check --list", parser, {"--json", "--fail-fast", "--update-expect", "--set"});
  if (options.update_expect && !options.set_options.empty())
    throw UsageError(
        "--set has no meaning for heddle check --update-expect: a file expects what "
        "its own constants lead to");
}

}  // namespace

Invocation read_command_line(const std::vector<std::string>& arguments) {
  Invocation invocation;
  if (arguments.empty()) {
    invocation.text = overview();
    invocation.code = ExitCode::kWrongInput;
    return invocation;
  }
  const std::string& name = arguments.front();
  if (name == "--version")
    return invocation.text = fmt::format("heddle {}\n", report::kVersion), invocation;
  const bool help = name == "help";
  if (name == "--help" || name == "-h" || (help && arguments.size() == 1))
    return invocation.text = overview(), invocation;
  const Command& command = find_command(help ? arguments[1] : name);
  Options& options = invocation.options;
  std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (help) rest = {"--help"};
  Parser parser(command, options);
  invocation.command = &command;
  invocation.text = parser.parse(rest);
  if (!invocation.text.empty()) return invocation;
  refuse_extras(command, parser.extras());
  check_arguments(command, options);
  refuse_contradictions(parser, command, options);
  if (command.options & kSearch) check_strategy_options(options);
  for (const std::string& text : options.set_options) options.overrides.push_back(constant(text));
  return invocation;
}

}  // namespace heddle::cli
