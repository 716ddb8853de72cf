#include "explore/checkpoint.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/replaced_file.h"
#include "base/suspect.h"

namespace heddle::explore {

namespace {

constexpr std::uint64_t kMagic = 0x706b63656c646468;  // "hddleckp"
constexpr std::uint32_t kFormat = 4;
constexpr double kLongSeconds = 0.1;
constexpr std::chrono::seconds kSilence{1};  // while a large one is saved

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Whether a file is there that is neither empty nor a checkpoint of any version.
bool holds_something_else(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return errno != ENOENT;
  std::uint8_t bytes[sizeof kMagic];
  const ssize_t count = read(descriptor, bytes, sizeof bytes);
  close(descriptor);
  std::uint64_t magic = 0;
  for (std::size_t i = 0; i < sizeof bytes; ++i) magic |= std::uint64_t{bytes[i]} << (8 * i);
  return count != 0 && (count != static_cast<ssize_t>(sizeof bytes) || magic != kMagic);
}

}  // namespace

Checkpointer::Checkpointer(Settings settings)
    : settings_(std::move(settings)), last_(std::chrono::steady_clock::now()) {
  if (!settings_.resume_from.empty()) open_saved();
  if (!settings_.save_to.empty()) try_to_save();
}

// What is wrong is found out now, not after half an hour.
void Checkpointer::try_to_save() const {
  std::string error;
  try {
    const ReplacedFile tried(settings_.save_to);
    if (holds_something_else(settings_.save_to))
      error = "it holds something else than a checkpoint, and is not overwritten";
  } catch (const ReplaceError& failure) {
    error = failure.what();
  }
  if (!error.empty())
    throw CheckpointError(fmt::format("cannot write {}: {}", settings_.save_to, error));
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
  Identity saved(saved_->count(2 * sizeof(std::uint64_t)));
  for (Fact& fact : saved) {
    fact.name = saved_->text();
    fact.value = saved_->text();
  }
  for (const Fact& fact : settings_.identity) {
    const auto was = std::find_if(saved.begin(), saved.end(),
                                  [&](const Fact& each) { return each.name == fact.name; });
    const bool is_known = was != saved.end();
    if (is_known && was->value == fact.value) continue;
    if (!fact.shown) throw ArchiveError(fmt::format("{} has changed since", fact.name));
    throw ArchiveError(fmt::format("it is of another search: {} was {} and is {}", fact.name,
                                   is_known ? was->value : "not there", fact.value));
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

void Checkpointer::write(const std::function<void(ArchiveWriter&)>& put, int descriptor) const {
  ArchiveWriter writer(descriptor, [this, next = std::chrono::steady_clock::now() +
                                                 kSilence](std::uint64_t bytes) mutable {
    const auto now = std::chrono::steady_clock::now();
    if (now < next || !settings_.tell) return;
    next = now + kSilence;
    settings_.tell(fmt::format("saving {}: {} MB so far", settings_.save_to, bytes / 1'000'000));
  });
  writer.put(kMagic);
  writer.put(kFormat);
  writer.put(std::uint64_t{settings_.identity.size()});
  for (const Fact& fact : settings_.identity) {
    writer.put(std::string_view(fact.name));
    writer.put(std::string_view(fact.value));
  }
  put(writer);
  writer.finish();
}

// Returns what went wrong, or "".
std::string Checkpointer::replace(const std::function<void(ArchiveWriter&)>& put) const {
  try {
    ReplacedFile file(settings_.save_to);
    write(put, file.descriptor());
    file.put_in_place(true);
    return "";
  } catch (const ArchiveError& failure) {
    return failure.what();
  } catch (const ReplaceError& failure) {
    return failure.what();
  }
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
  resumed_ = true;
  suspect(fmt::format("cannot resume from {}: it is damaged", settings_.resume_from));
  return true;
}

void Checkpointer::fail_damaged() const {
  throw CheckpointError(fmt::format("cannot resume from {}: it is damaged", settings_.resume_from));
}

}  // namespace heddle::explore
