// The scenarios of scenarios/, read from their files.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace heddle::scenarios {

struct Entry {
  std::string path;  // "bank/deposit_withdraw"
  std::string text;  // the file
  scenario::Scenario scenario;
};

// All of them, sorted by path. A file that cannot be read fails the running test and is left out.
std::vector<Entry> library();

// The whole of a file below the root of the project.
std::string file_text(const std::string& path);

}  // namespace heddle::scenarios
