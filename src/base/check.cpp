#include "base/check.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/suspect.h"

namespace heddle {

namespace {

std::string& suspected() {
  static std::string what;
  return what;
}

// A path of the machine that built the program says nothing to anybody else.
const char* below_sources(const char* file) {
  const std::string path(file);
  const auto at = path.rfind("/src/");
  return at == std::string::npos ? file : file + at + 1;
}

}  // namespace

void suspect(std::string what) { suspected() = std::move(what); }

void check_failed(const char* condition, const char* file, int line) {
  if (!suspected().empty()) {
    std::fprintf(stderr, "heddle: error: %s\n", suspected().c_str());
    std::fflush(nullptr);
    std::_Exit(2);
  }
  std::fprintf(stderr, "heddle: fault: %s:%d: %s does not hold\n", below_sources(file), line,
               condition);
  std::fflush(nullptr);
  std::_Exit(4);
}

}  // namespace heddle
