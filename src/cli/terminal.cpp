#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace heddle::cli {
namespace {

constexpr std::size_t kWidthMin = 20;
constexpr std::size_t kWidthMax = 1000;

std::size_t columns_variable() {
  const char* text = std::getenv("COLUMNS");
  std::size_t columns = 0;
  if (text) std::from_chars(text, text + std::strlen(text), columns);
  return columns;
}

bool is_set(const char* variable) {
  const char* text = std::getenv(variable);
  return text && *text;
}

bool colored(Color color) {
  if (color != Color::kAuto) return color == Color::kAlways;
  const char* term = std::getenv("TERM");
  const bool dumb = !term || std::strcmp(term, "dumb") == 0;
  return is_terminal(STDOUT_FILENO) && !is_set("NO_COLOR") && !dumb;
}

}  // namespace

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

std::size_t terminal_width() {
  std::size_t columns = columns_variable();
  winsize size{};
  if (columns == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  return columns == 0 ? 80 : std::clamp(columns, kWidthMin, kWidthMax);
}

report::TextOptions text_options(const Options& options) {
  return {terminal_width(), colored(options.color), options.quiet};
}

void print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0)
    throw UsageError(fmt::format("cannot write standard output: {}", std::strerror(errno)));
}

void complain(std::string_view message) { diagnose(fmt::format("heddle: error: {}\n", message)); }

void diagnose(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace heddle::cli
