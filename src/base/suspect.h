// What is to blame when a CHECK fails, other than we: input that was believed.
#pragma once

#include <string>

namespace heddle {

// From now on, a CHECK that fails says this, as an error of the input, and ends the program with
// exit code 2; "" takes it back.
void suspect(std::string what);

}  // namespace heddle
