// The program: reads the command line, runs the command, turns what goes wrong into exit codes.
#pragma once

namespace heddle::cli {

int run(int argc, char** argv);

}  // namespace heddle::cli
