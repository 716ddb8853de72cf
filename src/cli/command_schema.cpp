#include "cli/command.h"
#include "cli/schema.h"
#include "cli/terminal.h"

namespace heddle::cli {

ExitCode run_schema(const Options&) {
  print(schema());
  return ExitCode::kGood;
}

}  // namespace heddle::cli
