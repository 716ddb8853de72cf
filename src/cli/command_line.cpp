#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <functional>
#include <optional>

#include "base/words.h"
#include "cli/numbers.h"
#include "cli/suggest.h"
#include "explore/strategies.h"
#include "report/version.h"

namespace heddle::cli {
namespace {

// The names of all options, each once.
std::vector<std::string> option_names() {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    const bool is_new = std::find(names.begin(), names.end(), name) == names.end();
    if (!name.empty() && is_new) names.push_back(name);
  };
  for (const Option& option : options()) {
    add(option.name);
    add(option.opposite);
  }
  return names;
}

// What no option of its own can see.
void check_numbers(const Options& options, const explore::Strategy* chosen) {
  constexpr std::uint64_t kSampledRunsMax = 100'000'000;
  const bool samples = chosen != nullptr && chosen->random;
  if (samples && options.search.limits.runs_max.value_or(0) > kSampledRunsMax)
    throw UsageError(fmt::format("--max-runs: --strategy {} makes at most {} runs", chosen->name,
                                 grouped(kSampledRunsMax)));
  for (const explore::Setting* setting : explore::kSettings)
    if (options.search.settings[*setting] > setting->most)
      throw UsageError(fmt::format("--{}: at most {}", setting->name, grouped(setting->most)));
}

// An option that the chosen strategy would pass over is refused.
void check_strategy_options(const Options& options) {
  const explore::Strategy* const chosen = explore::find_strategy(options.search.strategy);
  for (const Given& given : options.given) {
    if (!given.option->fits || given.option->fits(chosen)) continue;
    throw UsageError(fmt::format("{} has no meaning for --strategy {}; it is for {}",
                                 given.option->name, options.search.strategy,
                                 strategy_names(given.option)));
  }
  check_numbers(options, chosen);
}

// The options of one command, bound to where their values go.
class Parser {
 public:
  Parser(const Command& command, Options& to) : command_(command), to_(to) {
    app_.allow_extras();
    app_.set_help_flag("-h,--help");
    if (command.arguments_max > 0) app_.add_option(std::string(command.arguments), to.arguments);
    for (const Option& option : options())
      if ((option.groups & (command.options | kEvery)) != 0) add(option);
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
    take_flags();
    return to_.version ? fmt::format("heddle {}\n", report::kVersion) : "";
  }

  std::vector<std::string> extras() const { return app_.remaining(); }

 private:
  struct Flag {
    const Option* option = nullptr;
    bool set = false;
    const CLI::Option* parsed = nullptr;
  };

  void add(const Option& option) {
    if (option.take) bind(option);
    describe(option.name + (option.value.empty() ? "" : " " + option.value), option.text);
    if (!option.opposite.empty()) describe(option.opposite, option.opposite_text);
    for (const std::string& line : option.more) describe("", line);
  }

  void bind(const Option& option) {
    const auto take = [this, &option](const std::string& value) { take_value(option, value); };
    if (option.value.empty()) {
      bind_flag(option);
    } else if (option.repeats) {
      app_.add_option_function<std::vector<std::string>>(
              option.name,
              [take](const std::vector<std::string>& values) {
                for (const std::string& value : values) take(value);
              })
          ->allow_extra_args(false);
    } else {
      app_.add_option_function<std::string>(option.name, take)->take_last();
    }
  }

  void bind_flag(const Option& option) {
    const std::string names = option.opposite.empty()
                                  ? option.name
                                  : option.name + "{true}," + option.opposite + "{false}";
    Flag& flag = flags_.emplace_back(Flag{&option});
    flag.parsed = app_.add_flag(names, flag.set)->disable_flag_override()->take_last();
  }

  void take_value(const Option& option, const std::string& value) {
    option.take(to_, value);
    to_.given.push_back({&option, value});
  }

  void take_flags() {
    for (const Flag& flag : flags_) {
      if (flag.parsed->count() == 0) continue;
      flag.option->take(to_, flag.set ? "true" : "false");
      to_.given.push_back({flag.option, ""});
    }
    std::stable_sort(to_.given.begin(), to_.given.end(), [](const Given& a, const Given& b) {
      return std::less<>()(a.option, b.option);
    });
  }

  void describe(const std::string& option, const std::string& text) {
    help_ += fmt::format("  {:<22}{}\n", option, text);
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
  Options& to_;
  CLI::App app_;
  std::deque<Flag> flags_;  // stay where they are
  std::string help_;
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
    const std::vector<std::string> known = option_names();
    if (std::find(known.begin(), known.end(), option) != known.end())
      throw UsageError(fmt::format("{} has no meaning for heddle {}{}", option, command.name,
                                   option == "--first" && (command.options & kFiles) != 0
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

// In which situation the command is; nullptr: in none of them.
struct Here {
  Situation situation;
  const char* text;
};
std::optional<Here> situation_of(const Command& command, const Options& options) {
  if ((command.options & kEntry) != 0 && !options.outcome && !options.finding)
    return Here{kReplayOfSeed, "replay with a SEED"};
  if (!options.list) return std::nullopt;
  if ((command.options & kFiles) != 0) return Here{kCheckList, "check --list"};
  return Here{kExploreList, "explore --list"};
}

// Options that another one makes pointless.
void refuse_contradictions(const Command& command, const Options& options) {
  const std::optional<Here> here = situation_of(command, options);
  for (const Given& given : options.given)
    if (here && (given.option->idle & here->situation) != 0)
      throw UsageError(
          fmt::format("{} has no meaning for heddle {}", given.option->name, here->text));
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
  refuse_contradictions(command, options);
  if ((command.options & kSearch) != 0) check_strategy_options(options);
  for (const std::string& text : options.set_options)
    options.overrides.push_back(constant("--set", text));
  return invocation;
}

}  // namespace heddle::cli
