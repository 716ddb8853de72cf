// Numbers and bytes in a file and back, the same on every machine, with a checksum at the end.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle {

// Why an archive cannot be written or read: the end of a sentence that begins with its name.
class ArchiveError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Writes to an open file. Throws ArchiveError when that fails.
class ArchiveWriter {
 public:
  // `written` hears now and then how many bytes there are so far; it may be empty.
  explicit ArchiveWriter(int descriptor, std::function<void(std::uint64_t)> written = {})
      : descriptor_(descriptor), written_(std::move(written)) {
    block_.reserve(kBlockBytes);
  }

  // Little-endian, in as many bytes as the type has.
  template <std::integral T>
  void put(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      add(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i)));
    }
  }
  // How many there are, then each.
  template <std::integral T>
  void put(const std::vector<T>& values) {
    put(std::uint64_t{values.size()});
    for (const T value : values) put(value);
  }
  void put(std::string_view text);
  void put(std::span<const std::uint8_t> bytes);
  // Writes the checksum. Nothing may be put afterwards.
  void finish();

  static constexpr std::size_t kBlockBytes = std::size_t{1} << 16;

 private:
  void add(std::uint8_t byte) {
    block_.push_back(byte);
    if (block_.size() == kBlockBytes) flush();
  }
  void flush();
  void write_block();

  int descriptor_;
  std::function<void(std::uint64_t)> written_;
  std::vector<std::uint8_t> block_;
  std::uint64_t checksum_ = 0;
  std::uint64_t bytes_ = 0;
};

// Reads a file a block at a time. Whatever is in it, no more is read, and not much more memory
// asked for, than it has.
class ArchiveReader {
 public:
  // Reads it once, to see that the checksum is that of the content. Throws ArchiveError when it is
  // not, or it cannot be read.
  explicit ArchiveReader(const std::string& path);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // These read what the writer put, in the same order, and throw ArchiveError where it is not.
  template <std::integral T>
  T get() {
    const std::uint8_t* const bytes = take(sizeof(T));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
    return static_cast<T>(value);
  }
  template <std::integral T>
  void get(T& value) {
    value = get<T>();
  }
  template <std::integral T>
  void get(std::vector<T>& values) {
    values.resize(count(sizeof(T)));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = get<T>();
  }
  std::string text();
  // Valid until something else is read.
  std::span<const std::uint8_t> bytes();
  // How many elements follow, each of at least so many bytes.
  std::size_t count(std::size_t element_bytes);
  // Nothing is left. Throws ArchiveError when the file has changed since the checksum was seen.
  bool at_end();

  // The content is not what the reader of it expects.
  [[noreturn]] static void fail_damaged();

 private:
  static constexpr std::size_t kChecksumBytes = 8;

  const std::uint8_t* take(std::size_t size) {
    if (size > block_.size() - at_) return take_across(size);
    at_ += size;
    return block_.data() + at_ - size;
  }
  const std::uint8_t* take_across(std::size_t size);
  // Bytes of the content that were not taken yet.
  std::uint64_t left() const { return unread_ + block_.size() - at_; }
  void rewind();
  void read_block();
  std::uint64_t saved_checksum() const;

  int descriptor_ = -1;
  std::uint64_t bytes_ = 0;            // of the content
  std::uint64_t unread_ = 0;           // of them, behind the block
  std::vector<std::uint8_t> block_;    // what was read last
  std::size_t at_ = 0;                 // in the block
  std::vector<std::uint8_t> scratch_;  // what spans several blocks
  std::uint64_t checksum_ = 0;         // of what was read
  std::uint64_t expected_ = 0;
};

}  // namespace heddle
