#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "cli/numbers.h"
#include "cli/suggest.h"
#include "report/version.h"

namespace heddle::cli {
namespace {

constexpr std::string_view kAvailable = "available: auto, exhaustive, stateful";

const std::vector<std::string>& options_of_all_commands() {
  static const std::vector<std::string> kOptions = {
      "--set",        "--strategy",     "--json",     "--jobs",        "--max-time",
      "--max-states", "--max-memory",   "--max-runs", "--max-steps",   "--seed",
      "--first",      "--no-orderings", "--progress", "--no-progress", "--color",
      "--quiet",      "--version",      "--help",     "--preemptions", "--depth"};
  return kOptions;
}

std::string strategy(const std::string& name) {
  static const std::vector<std::string> kHere = {"auto", "exhaustive", "stateful"};
  static const std::vector<std::string> kLater = {"dpor", "bounded", "random",
                                                  "pct",  "pos",     "uniform"};
  const auto among = [&name](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (among(kHere)) return name;
  if (among(kLater))
    throw UsageError(
        fmt::format("--strategy {} is not available in this version; {}", name, kAvailable));
  throw UsageError(fmt::format("--strategy: no strategy is called \"{}\"{}; {}", name,
                               did_you_mean(name, kHere), kAvailable));
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
  Parser(const Command& command, Options& options)
      : options_(options),
        app_(std::string(command.summary), "heddle " + std::string(command.name)) {
    app_.allow_extras();
    app_.set_help_flag("-h,--help", "Print this and exit");
    app_.add_flag("--version", version_, "Print the version and exit")->take_last();
    if (command.arguments_max > 0)
      app_.add_option(std::string(command.arguments), options.arguments);
    if (command.options & kSet) add_set();
    if (command.options & kJson) add_json();
    if (command.options & kSearch) add_search();
    if (command.options & (kSearch | kGraph)) add_limits();
    if (command.options & kOneRun)
      add_number("--max-steps", "N", "Cut a run after N steps (100000)", options.limits.steps_max);
    if (command.options & kFirst)
      app_.add_flag("--first", options.first, "Stop at the first finding")->take_last();
    if (command.options & kColor)
      add("--color", "WHEN", "auto, always or never",
          [this](const std::string& text) { options_.color = color(text); });
    if (command.options & kQuiet)
      app_.add_flag("--quiet", options.quiet, "Print only the verdict")->take_last();
  }

  // Returns help or version when asked for, else "".
  std::string parse(const Command& command, std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      return help(command);
    } catch (const CLI::ParseError& error) {
      throw UsageError(complaint(error));
    }
    return version_ ? fmt::format("heddle {}\n", report::kVersion) : "";
  }

  std::vector<std::string> extras() const { return app_.remaining(); }

 private:
  template <class Setter>
  CLI::Option* add(const std::string& name, const std::string& type, const std::string& text,
                   Setter setter) {
    return app_.add_option_function<std::string>(name, setter, text)->type_name(type)->take_last();
  }

  template <class Number>
  void add_number(const std::string& name, const std::string& type, const std::string& text,
                  Number& target) {
    add(name, type, text,
        [name, &target](const std::string& value) { target = whole_number(name, value); });
  }

  void add_set() {
    app_.add_option("--set", options_.set_options,
                    "Give a constant of the scenario another value\n(as often as needed)")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
  }

  void add_json() {
    add("--json", "FILE",
        "Write the JSON report; \"-\" is standard output,\nand then nothing else goes there",
        [this](const std::string& text) { options_.json = text; });
  }

  void add_limits() {
    add("--max-time", "SECONDS", "Stop after so many seconds", [this](const std::string& text) {
      options_.limits.seconds_max = seconds("--max-time", text);
    });
    add_number("--max-states", "N", "Stop after N states", options_.limits.states_max);
    add_number("--max-memory", "MIB", "Stop at so much memory (2048)",
               options_.limits.memory_max_mib);
  }

  void add_search() {
    add("--strategy", "S", "auto, exhaustive or stateful",
        [this](const std::string& text) { options_.strategy = strategy(text); });
    add_number("--max-runs", "N", "Stop after N runs (exhaustive)", options_.limits.runs_max);
    app_.add_flag("--no-orderings{false}", options_.orderings, "Do not look for orderings")
        ->take_last();
    app_.add_flag("--progress{true},--no-progress{false}", options_.progress,
                  "Show progress on standard error (where that is\na terminal)")
        ->take_last();
    add("--jobs", "N", "Only 1 in this version", [](const std::string& text) {
      if (whole_number("--jobs", text) != 1)
        throw UsageError("--jobs " + text + " is not available in this version, only --jobs 1");
    });
    for (const std::string name : {"--seed", "--preemptions", "--depth"})
      add(name, "N", "", [name](const std::string& text) {
        whole_number(name, text, 0);
        throw UsageError(
            fmt::format("{} belongs to strategies that are not available in this version; {}", name,
                        kAvailable));
      })->group("");  // not in the help
  }

  std::string help(const Command& command) {
    const auto formatter = std::make_shared<CLI::Formatter>();
    formatter->column_width(24);
    app_.formatter(formatter);
    std::string text = fmt::format("heddle {}: {}\n", command.name, command.summary);
    if (!command.details.empty()) text += fmt::format("{}\n", command.details);
    text += fmt::format("\nUsage: heddle {} [OPTIONS]{}{}\n", command.name,
                        command.arguments.empty() ? "" : " ", command.arguments);
    std::string rest = app_.help();
    const auto options = rest.find("\nOptions:");
    return text + (options == std::string::npos ? "" : rest.substr(options));
  }

  static std::string complaint(const CLI::ParseError& error) {
    const std::string what = error.what();
    const std::string option = what.substr(0, what.find_first_of(": "));
    if (option.starts_with("--")) {
      if (error.get_name() == "ArgumentMismatch") return option + " needs a value";
      if (error.get_name() == "InvalidError" || error.get_name() == "ConversionError")
        return option + " takes no value";
    }
    return what;
  }

  Options& options_;
  CLI::App app_;
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
         "Exit codes: 0 nothing found, 1 a finding, 2 wrong input, 3 incomplete, 4 a fault of "
         "heddle\n";
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
      throw UsageError(fmt::format("{} has no meaning for heddle {}", option, command.name));
    throw UsageError(fmt::format("heddle {} has no option {}{}", command.name, option,
                                 did_you_mean(option, known)));
  }
  if (!extras.empty())
    throw UsageError(
        fmt::format("heddle {}: \"{}\" is one argument too many", command.name, extras.front()));
}

void check_arguments(const Command& command, const Options& options) {
  if (options.arguments.size() > command.arguments_max)
    throw UsageError(fmt::format("heddle {} takes {}; \"{}\" is one argument too many",
                                 command.name, command.arguments,
                                 options.arguments[command.arguments_max]));
  if (options.arguments.size() < command.arguments_min)
    throw UsageError(
        fmt::format("something is missing: heddle {} {}", command.name, command.arguments));
}

}  // namespace

Invocation read_command_line(const std::vector<std::string>& arguments) {
  Invocation invocation;
  if (arguments.empty()) throw UsageError("which command? (heddle --help lists them)");
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
  invocation.text = parser.parse(command, rest);
  if (!invocation.text.empty()) return invocation;
  refuse_extras(command, parser.extras());
  check_arguments(command, options);
  for (const std::string& text : options.set_options) options.overrides.push_back(constant(text));
  return invocation;
}

}  // namespace heddle::cli
