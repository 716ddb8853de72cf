// CHECK(condition): a fault of ours stops the program at once, in release builds too.
#pragma once

namespace heddle {

// Prints the place and the text on standard error and ends the program with exit code 4.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

// The file's name below src/, wherever it was built.
constexpr const char* below_source(const char* file) {
  const char* name = file;
  for (const char* at = file; *at != '\0'; ++at) {
    if (at[0] == 's' && at[1] == 'r' && at[2] == 'c' && at[3] == '/') name = at;
  }
  return name;
}

}  // namespace heddle

#define CHECK(condition) \
  ((condition) ? void()  \
               : ::heddle::check_failed(#condition, ::heddle::below_source(__FILE__), __LINE__))
