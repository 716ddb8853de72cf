#include "cli/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/escape.h"
#include "cli/interrupt.h"
#include "cli/stop_sign.h"

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

// Waits until standard output can be written. A reader who takes nothing for so long after a signal
// is not waited for.
constexpr int kPatienceMs = 500;

void wait_for_reader() {
  for (;;) {
    pollfd output{STDOUT_FILENO, POLLOUT, 0};
    const bool stop = interrupted();
    const int ready = poll(&output, 1, kPatienceMs);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return;
    if (ready == 0 && stop) throw Stopped("interrupted while writing standard output");
  }
}

}  // namespace

void open_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    if (open("/dev/null", O_RDWR) != descriptor) std::_Exit(4);  // nothing can be said
  }
}

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

std::size_t terminal_width(int descriptor) {
  std::size_t columns = columns_variable();
  winsize size{};
  if (columns == 0 && ioctl(descriptor, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  return columns == 0 ? 80 : std::clamp(columns, kWidthMin, kWidthMax);
}

std::optional<std::size_t> message_width() {
  if (!is_terminal(STDERR_FILENO)) return std::nullopt;
  return terminal_width(STDERR_FILENO);
}

report::TextOptions text_options(const Options& options) {
  return {terminal_width(), colored(options.color), options.quiet};
}

void print(std::string_view text) {
  constexpr std::size_t kChunkBytes = 4096;  // a pipe that can be written takes so much at once
  while (!text.empty()) {
    wait_for_reader();
    const ssize_t count = write(STDOUT_FILENO, text.data(), std::min(kChunkBytes, text.size()));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0)
      throw UsageError(fmt::format("cannot write standard output: {}", std::strerror(errno)));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void complain(std::string_view message) {
  diagnose(fmt::format("heddle: error: {}\n", escaped(message)));
}

void tell(std::string_view message) { diagnose(fmt::format("heddle: {}\n", escaped(message))); }

void diagnose(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace heddle::cli
