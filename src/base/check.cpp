#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace heddle {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "heddle: fault: %s:%d: %s does not hold\n", file, line, condition);
  std::fflush(nullptr);
  std::_Exit(4);
}

}  // namespace heddle
