#include "cli/load.h"

#include "cli/files.h"
#include "cli/terminal.h"
#include "scenario/read.h"

namespace heddle::cli {

std::optional<scenario::Scenario> load(const std::string& file, const Options& options,
                                       std::vector<report::Mistake>* mistakes) {
  const auto text = read_file(file);
  if (!text) {
    complain(text.error().message);
    if (mistakes) mistakes->push_back({0, 0, "", text.error().message});
    return std::nullopt;
  }
  auto scenario = scenario::read(text.value(), options.overrides);
  if (scenario) return std::move(scenario.value());
  const std::string name = file == "-" ? "<stdin>" : file;
  for (const std::string& shown :
       scenario::render(scenario.error(), name, text.value(), terminal_width()))
    diagnose(shown);
  for (const scenario::Problem& problem : scenario.error()) {
    if (mistakes)
      mistakes->push_back({problem.line, problem.column, problem.pointer, problem.message});
  }
  return std::nullopt;
}

}  // namespace heddle::cli
