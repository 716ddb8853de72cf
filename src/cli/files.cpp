#include "cli/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>

#include "base/replaced_file.h"
#include "cli/options.h"
#include "cli/terminal.h"

namespace heddle::cli {
namespace {

constexpr std::size_t kBytesMax = std::size_t{256} << 20;
constexpr int kLookMs = 100;  // how often a signal is looked for where nothing happens

FileError cannot_read(const std::string& path, std::string_view why) {
  return {path, fmt::format("cannot read {}: {}", path == "-" ? "standard input" : path, why)};
}

// Waits until the descriptor can be read or written; looks at the sign meanwhile.
void wait_for(int descriptor, short event, const StopSign& stop, const std::string& doing) {
  for (;;) {
    stop.obey(doing);
    pollfd waited{descriptor, event, 0};
    const int ready = poll(&waited, 1, kLookMs);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return;
  }
}

// Reads to the end; nullopt with errno set when that fails, or EFBIG when it is too much.
std::optional<std::string> read_all(int descriptor, const StopSign& stop,
                                    const std::string& doing) {
  std::string text;
  for (;;) {
    constexpr std::size_t kChunk = 1 << 16;
    wait_for(descriptor, POLLIN, stop, doing);
    const std::size_t before = text.size();
    text.resize(before + kChunk);
    const ssize_t count = read(descriptor, text.data() + before, kChunk);
    text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) return text;
    if (text.size() > kBytesMax) return errno = EFBIG, std::nullopt;
  }
}

// Closes what it opened.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ > STDERR_FILENO) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return value_; }

 private:
  int value_;
};

[[noreturn]] void cannot_write(const std::string& path, std::string_view why) {
  throw UsageError(fmt::format("cannot write {}: {}", path, why));
}

// The beginning of a file, "" when it cannot be read.
std::string beginning(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  std::string text(256, '\0');
  const ssize_t count = file.value() < 0 ? 0 : read(file.value(), text.data(), text.size());
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return text;
}

// A file that a link leads to is replaced where it is.
std::string behind_links(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  const auto target = std::filesystem::canonical(path, error);
  if (error) cannot_write(path, "it is a link that leads nowhere");
  return target.string();
}

// What no report may destroy.
void keep(const std::string& path, const struct stat& status) {
  if (!S_ISREG(status.st_mode) || status.st_size == 0 || is_report(beginning(path))) return;
  cannot_write(path, "it holds something else than a report of heddle, and is not overwritten");
}

// Opens a device or a pipe, for which somebody may have to read it first.
int open_to_write(const std::string& path, const StopSign& stop) {
  for (;;) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor >= 0 || errno != ENXIO) return descriptor;
    stop.obey("waiting for a reader of " + path);
    std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
  }
}

void write_all(int descriptor, std::string_view text, const std::string& path) {
  const StopSign stop(std::nullopt);
  while (!text.empty()) {
    pollfd output{descriptor, POLLOUT, 0};
    const bool ready = poll(&output, 1, kLookMs) != 0;
    if (!ready) stop.obey("writing " + path);
    const ssize_t count = ready ? ::write(descriptor, text.data(), text.size()) : 0;
    if (!ready || (count < 0 && (errno == EINTR || errno == EAGAIN))) continue;
    if (count <= 0) cannot_write(path, std::strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<std::string, FileError> read_file(const std::string& path, const StopSign& stop) {
  const std::string doing = "reading " + (path == "-" ? "standard input" : path);
  const bool is_stdin = path == "-";
  const Descriptor file(is_stdin ? STDIN_FILENO
                                 : open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (file.value() < 0) return cannot_read(path, std::strerror(errno));
  struct stat status {};
  const bool is_folder = fstat(file.value(), &status) == 0 && S_ISDIR(status.st_mode);
  if (is_folder) return cannot_read(path, "it is a folder (heddle check searches folders)");
  constexpr std::string_view kTooLarge = "it is larger than 256 MiB";
  if (status.st_size > static_cast<off_t>(kBytesMax)) return cannot_read(path, kTooLarge);
  std::optional<std::string> text = read_all(file.value(), stop, doing);
  if (text) return std::move(*text);
  return cannot_read(path, errno == EFBIG ? kTooLarge : std::string_view(std::strerror(errno)));
}

void replace_file(const std::string& path, std::string_view text) {
  try {
    ReplacedFile file(behind_links(path));
    write_all(file.descriptor(), text, path);
    file.put_in_place(false);
  } catch (const ReplaceError& error) {
    cannot_write(path, error.what());
  }
}

bool is_report(std::string_view text) {
  std::string without_space;
  for (const char c : text.substr(0, 256))
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') without_space += c;
  const auto& formats = report::formats();
  return std::any_of(formats.begin(), formats.end(), [&](const report::Format& format) {
    return !format.option.empty() && without_space.starts_with(format.begins);
  });
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  if (std::filesystem::equivalent(a, b, error)) return true;
  // What is not there yet stays relative unless it is made absolute before.
  const auto place = [&error](const std::string& path) {
    const auto whole = std::filesystem::absolute(path, error);
    return std::filesystem::weakly_canonical(whole, error);
  };
  const auto one = place(a);
  const auto other = place(b);
  return !one.empty() && one == other;
}

OutputFile::OutputFile(const std::string& path, const std::vector<std::string>& inputs,
                       const StopSign& stop)
    : path_(path) {
  if (path == "-") return;
  for (const std::string& input : inputs)
    if (same_file(path, input)) cannot_write(path, "it is the scenario itself");
  path_ = behind_links(path);
  struct stat status {};
  const bool exists = stat(path_.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    descriptor_ = open_to_write(path_, stop);
    if (descriptor_ < 0) cannot_write(path, std::strerror(errno));
    return;
  }
  if (exists) keep(path_, status);
  try {
    const ReplacedFile tried(path_);
  } catch (const ReplaceError& error) {
    cannot_write(path, error.what());
  }
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

void OutputFile::write(std::string_view text) {
  if (path_ == "-") return print(text);
  if (descriptor_ >= 0) return write_all(descriptor_, text, path_);
  replace_file(path_, text);
}

}  // namespace heddle::cli
