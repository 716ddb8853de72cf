#include "cli/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "cli/options.h"
#include "cli/terminal.h"

namespace heddle::cli {
namespace {

constexpr std::size_t kBytesMax = std::size_t{256} << 20;

FileError cannot_read(const std::string& path, std::string_view why) {
  return {path, fmt::format("cannot read {}: {}", path == "-" ? "standard input" : path, why)};
}

// Reads to the end; nullopt with errno set when that fails, or EFBIG when it is too much.
std::optional<std::string> read_all(int descriptor) {
  std::string text;
  for (;;) {
    constexpr std::size_t kChunk = 1 << 16;
    const std::size_t before = text.size();
    text.resize(before + kChunk);
    const ssize_t count = read(descriptor, text.data() + before, kChunk);
    if (count < 0 && errno == EINTR) {
      text.resize(before);
      continue;
    }
    if (count < 0) return std::nullopt;
    text.resize(before + static_cast<std::size_t>(count));
    if (count == 0) return text;
    if (text.size() > kBytesMax) return errno = EFBIG, std::nullopt;
  }
}

bool ends_with(const std::string& text, std::string_view end) { return text.ends_with(end); }

// Adds what the folder holds; false when a part of it cannot be searched.
bool search(const std::string& folder, std::vector<std::string>& files, std::string& why) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const std::string path = entry->path().string();
    std::error_code ignored;
    if (entry->is_directory(ignored)) continue;
    if (ends_with(path, ".json") && !ends_with(path, ".schema.json")) files.push_back(path);
  }
  if (error) why = error.message();
  return !error;
}

bool same_file(int descriptor, const std::string& path) {
  struct stat one {};
  struct stat other {};
  return fstat(descriptor, &one) == 0 && stat(path.c_str(), &other) == 0 && S_ISREG(one.st_mode) &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

[[noreturn]] void cannot_write(const std::string& path, std::string_view why) {
  throw UsageError(fmt::format("cannot write {}: {}", path, why));
}

}  // namespace

Result<std::string, FileError> read_file(const std::string& path) {
  const bool is_stdin = path == "-";
  const int descriptor = is_stdin ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_read(path, std::strerror(errno));
  struct stat status {};
  const bool is_folder = fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
  if (!is_folder && status.st_size > static_cast<off_t>(kBytesMax)) errno = EFBIG;
  const bool too_large = !is_folder && status.st_size > static_cast<off_t>(kBytesMax);
  std::optional<std::string> text;
  if (!is_folder && !too_large) text = read_all(descriptor);
  const int error = errno;
  if (!is_stdin) close(descriptor);
  if (text) return std::move(*text);
  if (is_folder) return cannot_read(path, "it is a folder (heddle check searches folders)");
  if (error == EFBIG) return cannot_read(path, "it is larger than 256 MiB");
  return cannot_read(path, std::strerror(error));
}

FileList find_scenarios(const std::vector<std::string>& paths) {
  FileList list;
  for (const std::string& path : paths) {
    struct stat status {};
    if (path == "-" || stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
      list.files.push_back(path);
      continue;
    }
    const std::size_t before = list.files.size();
    std::string why;
    if (!search(path, list.files, why)) {
      list.errors.push_back({path, fmt::format("cannot search {}: {}", path, why)});
    } else if (list.files.size() == before) {
      list.errors.push_back({path, fmt::format("{} holds no scenario (no *.json)", path)});
    }
  }
  std::sort(list.files.begin(), list.files.end());
  list.files.erase(std::unique(list.files.begin(), list.files.end()), list.files.end());
  return list;
}

OutputFile::OutputFile(const std::string& path, const std::vector<std::string>& inputs)
    : path_(path) {
  if (path == "-") return;
  descriptor_ = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) cannot_write(path, std::strerror(errno));
  for (const std::string& input : inputs) {
    if (!same_file(descriptor_, input)) continue;
    close(descriptor_);
    cannot_write(path, "it is the scenario itself");
  }
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

void OutputFile::write(std::string_view text) {
  if (path_ == "-") return print(text);
  struct stat status {};
  const bool regular = fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
  if (regular && ftruncate(descriptor_, 0) != 0) cannot_write(path_, std::strerror(errno));
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) cannot_write(path_, std::strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace heddle::cli
