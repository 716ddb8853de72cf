#include "base/archive.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/hash.h"

namespace heddle {

namespace {

constexpr std::size_t kChecksumBytes = 8;

std::uint64_t add_block(std::uint64_t checksum, const std::uint8_t* bytes, std::size_t size) {
  return mix(checksum + hash_bytes(bytes, size));
}

}  // namespace

void ArchiveWriter::put(std::string_view text) {
  put(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

void ArchiveWriter::put(std::span<const std::uint8_t> bytes) {
  put(std::uint64_t{bytes.size()});
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), kBlockBytes - block_.size());
    block_.insert(block_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    bytes = bytes.subspan(size);
    if (block_.size() == kBlockBytes) flush();
  }
}

void ArchiveWriter::finish() {
  flush();
  const std::uint64_t checksum = checksum_;
  put(checksum);
  write_block();
}

void ArchiveWriter::flush() {
  if (!block_.empty()) checksum_ = add_block(checksum_, block_.data(), block_.size());
  write_block();
}

void ArchiveWriter::write_block() {
  std::span<const std::uint8_t> left = block_;
  while (!left.empty()) {
    const ssize_t count = write(descriptor_, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw ArchiveError(std::strerror(errno));
    left = left.subspan(static_cast<std::size_t>(count));
  }
  block_.clear();
}

ArchiveReader::ArchiveReader(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) throw ArchiveError(std::strerror(errno));
  struct stat status {};
  const bool regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  map_bytes_ = regular ? static_cast<std::size_t>(status.st_size) : 0;
  if (map_bytes_ > 0) map_ = mmap(nullptr, map_bytes_, PROT_READ, MAP_PRIVATE, descriptor, 0);
  const int error = errno;
  close(descriptor);
  if (map_ == MAP_FAILED) map_bytes_ = 0;
  if (map_ == MAP_FAILED) throw ArchiveError(std::strerror(error));
  if (!regular) throw ArchiveError("it is no regular file");
  at_ = static_cast<const std::uint8_t*>(map_);
  left_ = map_bytes_;
  try {
    check_sum();
  } catch (const ArchiveError&) {
    if (map_ != nullptr) munmap(map_, map_bytes_);
    throw;
  }
}

ArchiveReader::~ArchiveReader() { munmap(map_, map_bytes_); }

void ArchiveReader::check_sum() {
  if (left_ < kChecksumBytes) fail_damaged();
  left_ -= kChecksumBytes;
  std::uint64_t checksum = 0;
  for (std::size_t i = 0; i < left_; i += ArchiveWriter::kBlockBytes) {
    checksum = add_block(checksum, at_ + i, std::min(ArchiveWriter::kBlockBytes, left_ - i));
  }
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < kChecksumBytes; ++i) {
    expected |= std::uint64_t{at_[left_ + i]} << (8 * i);
  }
  if (checksum != expected) fail_damaged();
}

std::string ArchiveReader::text() {
  const auto found = bytes();
  return {found.begin(), found.end()};
}

std::span<const std::uint8_t> ArchiveReader::bytes() {
  const std::size_t size = count(1);
  return {take(size), size};
}

std::size_t ArchiveReader::count(std::size_t element_bytes) {
  const auto found = get<std::uint64_t>();
  if (found > left_ / element_bytes) fail_damaged();
  return static_cast<std::size_t>(found);
}

void ArchiveReader::fail_damaged() { throw ArchiveError("it is damaged, or not whole"); }

}  // namespace heddle
