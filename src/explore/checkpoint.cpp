#include "explore/checkpoint.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace heddle::explore {

namespace {

constexpr std::uint64_t kMagic = 0x706b63656c646468;  // "hddleckp"
constexpr std::uint32_t kFormat = 3;
constexpr double kLongSeconds = 0.1;

// A rename outlives a loss of power once the folder is synced.
void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Checkpointer::Checkpointer(Settings settings)
    : settings_(std::move(settings)), last_(std::chrono::steady_clock::now()) {
  if (!settings_.resume_from.empty()) open_saved();
  if (settings_.save_to.empty()) return;
  // Found out now, not after half an hour.
  const std::string path = temporary();
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const int error = errno;
  if (descriptor >= 0) {
    close(descriptor);
    unlink(path.c_str());
  }
  const bool is_folder = std::filesystem::is_directory(settings_.save_to);
  if (descriptor >= 0 && !is_folder) return;
  throw CheckpointError(fmt::format("cannot write {}: {}", settings_.save_to,
                                    is_folder ? "it is a folder" : std::strerror(error)));
}

void Checkpointer::open_saved() {
  try {
    saved_ = std::make_unique<ArchiveReader>(settings_.resume_from);
    check_identity();
  } catch (const ArchiveError& error) {
    throw CheckpointError(
        fmt::format("cannot resume from {}: {}", settings_.resume_from, error.what()));
  }
}

void Checkpointer::check_identity() {
  if (saved_->get<std::uint64_t>() != kMagic) throw ArchiveError("it is no checkpoint");
  if (const auto format = saved_->get<std::uint32_t>(); format != kFormat) {
    throw ArchiveError(fmt::format("its format is {}, that of this version {}", format, kFormat));
  }
  for (const auto& [name, value] : settings_.identity) {
    const std::string saved_name = saved_->text();
    const std::string saved_value = saved_->text();
    if (saved_name != name) ArchiveReader::fail_damaged();
    if (saved_value == value) continue;
    throw ArchiveError(
        fmt::format("it is of another search: its {} is {}, not {}", name, saved_value, value));
  }
}

bool Checkpointer::due() const {
  return !settings_.save_to.empty() && seconds_since(last_) >= settings_.seconds;
}

void Checkpointer::save(const std::function<void(ArchiveWriter&)>& put) {
  if (settings_.save_to.empty()) return;
  const std::string error = replace(put);
  if (!error.empty() && settings_.tell) {
    settings_.tell(fmt::format("the checkpoint {} was not saved: {}", settings_.save_to, error));
  }
  last_ = std::chrono::steady_clock::now();
}

void Checkpointer::save_at_end(const std::function<void(ArchiveWriter&)>& put) {
  const auto begin = std::chrono::steady_clock::now();
  save(put);
  const double seconds = seconds_since(begin);
  if (seconds > kLongSeconds && settings_.tell) {
    settings_.tell(fmt::format("saving the checkpoint took {:.1f} s", seconds));
  }
}

std::string Checkpointer::temporary() const {
  return fmt::format("{}.{}.tmp", settings_.save_to, getpid());
}

void Checkpointer::write(const std::function<void(ArchiveWriter&)>& put, int descriptor) const {
  ArchiveWriter writer(descriptor);
  writer.put(kMagic);
  writer.put(kFormat);
  for (const auto& [name, value] : settings_.identity) {
    writer.put(std::string_view(name));
    writer.put(std::string_view(value));
  }
  put(writer);
  writer.finish();
  if (fsync(descriptor) != 0) throw ArchiveError(std::strerror(errno));
}

// Returns what went wrong, or "".
std::string Checkpointer::replace(const std::function<void(ArchiveWriter&)>& put) const {
  const std::string path = temporary();
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return std::strerror(errno);
  std::string error;
  try {
    write(put, descriptor);
  } catch (const ArchiveError& failure) {
    error = failure.what();
  }
  close(descriptor);
  if (error.empty() && std::rename(path.c_str(), settings_.save_to.c_str()) != 0) {
    error = std::strerror(errno);
  }
  if (error.empty()) {
    sync_folder_of(settings_.save_to);
  } else {
    unlink(path.c_str());
  }
  return error;
}

bool Checkpointer::resume(const std::function<void(ArchiveReader&)>& get) {
  if (!saved_) return false;
  try {
    get(*saved_);
    if (!saved_->at_end()) ArchiveReader::fail_damaged();
  } catch (const ArchiveError& error) {
    throw CheckpointError(
        fmt::format("cannot resume from {}: {}", settings_.resume_from, error.what()));
  }
  saved_.reset();
  return true;
}

}  // namespace heddle::explore
