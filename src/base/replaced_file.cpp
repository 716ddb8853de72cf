#include "base/replaced_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

namespace heddle {

namespace {

constexpr std::string_view kEnd = ".tmp";
constexpr int kNumbersMax = 1'000;

std::filesystem::path folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

// Of what stands behind "NAME.", "PROCESS.NUMBER.tmp" or (earlier versions) "PROCESS.tmp", the
// process; 0 when it is neither.
pid_t process_of(std::string_view rest) {
  if (!rest.ends_with(kEnd)) return 0;
  rest.remove_suffix(kEnd.size());
  pid_t process = 0;
  int number = 0;
  const char* const end = rest.data() + rest.size();
  const auto dot = std::from_chars(rest.data(), end, process);
  if (dot.ec != std::errc() || process <= 0) return 0;
  if (dot.ptr == end) return process;
  if (*dot.ptr != '.') return 0;
  const auto last = std::from_chars(dot.ptr + 1, end, number);
  return last.ec == std::errc() && last.ptr == end ? process : 0;
}

bool is_alive(pid_t process) {
  return process != getpid() && (kill(process, 0) == 0 || errno != ESRCH);
}

// Removes the file unless a process holds its lock.
void clear_away(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return;
  struct stat status {};
  const bool regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  if (regular && flock(descriptor, LOCK_EX | LOCK_NB) == 0) unlink(file.c_str());
  close(descriptor);
}

void clear_stale(const std::string& path) {
  const std::string begin = std::filesystem::path(path).filename().string() + ".";
  std::error_code error;
  std::filesystem::directory_iterator entry(folder_of(path), error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(begin)) continue;
    const pid_t process = process_of(std::string_view(name).substr(begin.size()));
    if (process != 0 && !is_alive(process)) clear_away(entry->path().string());
  }
}

// A rename outlives a loss of power once the folder is synced.
void sync_folder_of(const std::string& path) {
  const int descriptor = open(folder_of(path).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

ReplacedFile::ReplacedFile(std::string path) : path_(std::move(path)) {
  struct stat status {};
  const bool exists = lstat(path_.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) throw ReplaceError("it is a folder");
  if (exists && !S_ISREG(status.st_mode)) throw ReplaceError("it is no regular file");
  clear_stale(path_);
  create();
  if (exists) (void)fchmod(descriptor_, status.st_mode & 07777);  // else as new files are
}

ReplacedFile::~ReplacedFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
  if (descriptor_ >= 0) close(descriptor_);
}

void ReplacedFile::create() {
  for (int number = 0; number < kNumbersMax && descriptor_ < 0; ++number) {
    const std::string name =
        path_ + "." + std::to_string(getpid()) + "." + std::to_string(number) + std::string(kEnd);
    descriptor_ = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ >= 0) temporary_ = name;
    if (descriptor_ < 0 && errno != EEXIST) break;
  }
  if (descriptor_ < 0) throw ReplaceError(std::strerror(errno));
  flock(descriptor_, LOCK_EX | LOCK_NB);
}

void ReplacedFile::put_in_place(bool lasting) {
  if (lasting && fsync(descriptor_) != 0) throw ReplaceError(std::strerror(errno));
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) throw ReplaceError(std::strerror(errno));
  temporary_.clear();
  if (lasting) sync_folder_of(path_);
}

}  // namespace heddle
