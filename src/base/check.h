// CHECK(condition): a fault of ours stops the program at once, in release builds too.
#pragma once

namespace heddle {

// Prints the place and the text on standard error and ends the program with exit code 4.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace heddle

#define CHECK(condition) \
  ((condition) ? void() : ::heddle::check_failed(#condition, __FILE__, __LINE__))
