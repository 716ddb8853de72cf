#include "cli/app.h"

#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/stop_sign.h"
#include "cli/terminal.h"
#include "explore/checkpoint.h"

namespace heddle::cli {
namespace {

ExitCode run_command(const std::string& program, const std::vector<std::string>& arguments) {
  Invocation invocation = read_command_line(arguments);
  if (!program.empty()) invocation.options.program = program;
  if (invocation.text.empty()) return invocation.command->run(invocation.options);
  if (invocation.code == ExitCode::kGood) {
    print(invocation.text);
  } else {
    diagnose(invocation.text);
  }
  return invocation.code;
}

// Whatever is wrong with us is said in one line, and is never taken for a result.
ExitCode guarded(const std::string& program, const std::vector<std::string>& arguments) {
  try {
    return run_command(program, arguments);
  } catch (const UsageError& error) {
    complain(error.what());
    return ExitCode::kWrongInput;
  } catch (const explore::CheckpointError& error) {
    complain(error.what());
    return ExitCode::kWrongInput;
  } catch (const Stopped& stopped) {
    complain(stopped.what());
    return ExitCode::kIncomplete;
  } catch (const std::bad_alloc&) {
    complain("out of memory; --max-memory MIB stops the search before that");
  } catch (const std::exception& error) {
    complain(fmt::format("a fault of heddle itself: {}", error.what()));
  }
  return ExitCode::kFault;
}

}  // namespace

int run(int argc, char** argv) {
  open_standard_descriptors();
  std::signal(SIGPIPE, SIG_DFL);  // a closed pipe ends the program quietly
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is an error like a full disk
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(guarded(argc > 0 ? argv[0] : "", arguments));
}

}  // namespace heddle::cli
