// Numbers and bytes in a file and back, the same on every machine, with a checksum at the end.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
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
  explicit ArchiveWriter(int descriptor) : descriptor_(descriptor) { block_.reserve(kBlockBytes); }

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
  std::vector<std::uint8_t> block_;
  std::uint64_t checksum_ = 0;
};

// Reads a file. Whatever is in it, no more is read, and no more memory asked for, than it has.
class ArchiveReader {
 public:
  // Throws ArchiveError when it cannot be read, or the checksum is not that of the content.
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
  std::span<const std::uint8_t> bytes();
  // How many elements follow, each of at least so many bytes.
  std::size_t count(std::size_t element_bytes);
  bool at_end() const { return left_ == 0; }

  // The content is not what the reader of it expects.
  [[noreturn]] static void fail_damaged();

 private:
  const std::uint8_t* take(std::size_t size) {
    if (size > left_) fail_damaged();
    at_ += size;
    left_ -= size;
    return at_ - size;
  }
  void check_sum();

  void* map_ = nullptr;
  std::size_t map_bytes_ = 0;
  const std::uint8_t* at_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace heddle
