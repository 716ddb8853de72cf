#include "base/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"

namespace heddle {

namespace {

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
  bytes_ += block_.size();
  if (written_) written_(bytes_);
  block_.clear();
}

ArchiveReader::ArchiveReader(const std::string& path)
    : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  if (descriptor_ < 0) throw ArchiveError(std::strerror(errno));
  try {
    struct stat status {};
    const bool regular = fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
    if (!regular) throw ArchiveError("it is no regular file");
    if (status.st_size < static_cast<off_t>(kChecksumBytes)) fail_damaged();
    bytes_ = static_cast<std::uint64_t>(status.st_size) - kChecksumBytes;
    expected_ = saved_checksum();
    for (rewind(); unread_ > 0;) read_block();
    if (checksum_ != expected_) fail_damaged();
    rewind();
  } catch (const ArchiveError&) {
    close(descriptor_);
    throw;
  }
}

ArchiveReader::~ArchiveReader() { close(descriptor_); }

void ArchiveReader::rewind() {
  if (lseek(descriptor_, 0, SEEK_SET) != 0) throw ArchiveError(std::strerror(errno));
  unread_ = bytes_;
  checksum_ = 0;
  block_.clear();
  at_ = 0;
}

// Requires: something is unread.
void ArchiveReader::read_block() {
  CHECK(unread_ > 0);
  block_.resize(
      static_cast<std::size_t>(std::min<std::uint64_t>(ArchiveWriter::kBlockBytes, unread_)));
  at_ = 0;
  for (std::size_t have = 0; have < block_.size();) {
    const ssize_t count = read(descriptor_, block_.data() + have, block_.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw ArchiveError(std::strerror(errno));
    if (count == 0) throw ArchiveError("it became shorter while it was read");
    have += static_cast<std::size_t>(count);
  }
  unread_ -= block_.size();
  checksum_ = add_block(checksum_, block_.data(), block_.size());
}

std::uint64_t ArchiveReader::saved_checksum() const {
  std::uint8_t bytes[kChecksumBytes];
  const auto at = static_cast<off_t>(bytes_);
  if (pread(descriptor_, bytes, kChecksumBytes, at) != static_cast<ssize_t>(kChecksumBytes))
    throw ArchiveError("it became shorter while it was read");
  std::uint64_t checksum = 0;
  for (std::size_t i = 0; i < kChecksumBytes; ++i) checksum |= std::uint64_t{bytes[i]} << (8 * i);
  return checksum;
}

const std::uint8_t* ArchiveReader::take_across(std::size_t size) {
  if (size > left()) fail_damaged();
  scratch_.clear();
  for (std::size_t missing = size; missing > 0; missing = size - scratch_.size()) {
    if (at_ == block_.size()) read_block();
    const std::size_t part = std::min(missing, block_.size() - at_);
    const auto begin = block_.begin() + static_cast<std::ptrdiff_t>(at_);
    scratch_.insert(scratch_.end(), begin, begin + static_cast<std::ptrdiff_t>(part));
    at_ += part;
  }
  return scratch_.data();
}

bool ArchiveReader::at_end() {
  if (left() > 0) return false;
  if (checksum_ != expected_) throw ArchiveError("it changed while it was read");
  return true;
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
  if (found > left() / element_bytes) fail_damaged();
  return static_cast<std::size_t>(found);
}

void ArchiveReader::fail_damaged() { throw ArchiveError("it is damaged, or not whole"); }

}  // namespace heddle
