#include "cli/load.h"

#include <algorithm>
#include <limits>

#include "cli/files.h"
#include "cli/terminal.h"
#include "scenario/read.h"

namespace heddle::cli {
namespace {

// Mistakes of one file that are shown; a file may have thousands of them.
constexpr std::size_t kShownMax = 50;

// The columns at which an excerpt of a long line is cut, where a message is not broken.
constexpr std::size_t kExcerptColumns = 80;

// As scenario::render, but with messages on one line where standard error is no terminal.
std::vector<std::string> rendered(const scenario::Problems& problems, const std::string& name,
                                  const std::string& text) {
  if (const auto width = message_width()) {
    return scenario::render(problems, name, text, *width);
  }
  constexpr std::size_t kUnbroken = std::numeric_limits<std::size_t>::max() / 2;
  return scenario::render(problems, name, text, kExcerptColumns, kUnbroken);
}

// Of a constant that the command line names and the file lacks: there is nothing in it to show.
bool is_of_command_line(const scenario::Problem& problem, const Options& options) {
  return !options.overrides.empty() && problem.line == 1 && problem.column == 1 &&
         problem.pointer.empty();
}

void show(const scenario::Problems& problems, const std::string& name, const std::string& text,
          const Options& options) {
  const std::size_t shown = std::min(problems.size(), kShownMax);
  const scenario::Problems first(problems.begin(),
                                 problems.begin() + static_cast<std::ptrdiff_t>(shown));
  std::vector<std::string> messages = rendered(first, name, text);
  for (std::size_t i = 0; i < shown; ++i) {
    if (is_of_command_line(problems[i], options)) messages[i].resize(messages[i].find('\n') + 1);
    diagnose(messages[i]);
  }
  if (problems.size() > kShownMax)
    tell(name + ": " + std::to_string(problems.size() - kShownMax) + " more mistakes");
}

}  // namespace

std::optional<std::string> load_text(const std::string& file, const StopSign& stop,
                                     std::vector<report::Mistake>* mistakes) {
  auto text = read_file(file, stop);
  if (text) return std::move(text.value());
  complain(text.error().message);
  if (mistakes) mistakes->push_back({0, 0, "", text.error().message});
  return std::nullopt;
}

std::optional<scenario::Scenario> load_scenario(const std::string& text, const std::string& file,
                                                const Options& options, const StopSign& stop,
                                                std::vector<report::Mistake>* mistakes) {
  auto scenario = scenario::read(text, options.overrides, [&] { return stop.reached(); });
  stop.obey("reading " + file);
  if (scenario) return std::move(scenario.value());
  show(scenario.error(), file == "-" ? "<stdin>" : file, text, options);
  if (!mistakes) return std::nullopt;
  for (const scenario::Problem& problem : scenario.error())
    mistakes->push_back({problem.line, problem.column, problem.pointer, problem.message});
  return std::nullopt;
}

std::optional<scenario::Scenario> load(const std::string& file, const Options& options,
                                       std::vector<report::Mistake>* mistakes) {
  const StopSign stop(options.search.limits.seconds_max);
  const auto text = load_text(file, stop, mistakes);
  if (!text) return std::nullopt;
  return load_scenario(*text, file, options, stop, mistakes);
}

}  // namespace heddle::cli
