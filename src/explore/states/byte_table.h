// A set of byte strings, each with a number from 0 in the order in which they were added. While one
// thread adds strings, others may read those that were there when they were last told.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "base/archive.h"
#include "base/chunked_vector.h"
#include "base/zeroed_array.h"

namespace heddle::explore {

class ByteTable {
 public:
  ByteTable();

  std::uint32_t size() const { return static_cast<std::uint32_t>(offsets_.size()); }
  // The string with this number. Valid until the table dies.
  std::span<const std::uint8_t> operator[](std::uint32_t id) const;

  // Looking up takes three steps, each of which reads what the one before has named. To look up
  // many strings, take each step for all of them, so that the reads overlap: prefetch_slot,
  // prefetch_place, prefetch_string, intern.
  void prefetch_slot(std::uint64_t hash) const { __builtin_prefetch(&slots_[slot(hash)]); }
  void prefetch_place(std::uint64_t hash) const {
    if (const std::uint64_t found = slots_[slot(hash)]; found != 0) {
      __builtin_prefetch(&offsets_[static_cast<std::uint32_t>(found) - 1]);
    }
  }
  void prefetch_string(std::uint64_t hash) const {
    if (const std::uint64_t found = slots_[slot(hash)]; found != 0) {
      __builtin_prefetch(at(static_cast<std::uint32_t>(found) - 1));
    }
  }
  // The number of the string, which is added if it is new (then the number is the size before).
  // `hash` is hash_bytes of it. Requires: fewer than kBytesMax bytes.
  std::uint32_t intern(std::span<const std::uint8_t> bytes, std::uint64_t hash);

  // For checkpoints; get() is for an empty table, which hands out the same numbers then.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from);

  // Forgets how to look up; the strings stay.
  void drop_index() { slots_ = ZeroedArray<std::uint64_t>(); }
  std::size_t bytes() const;         // memory in use, all of it
  std::size_t string_bytes() const;  // of the strings alone

  static constexpr std::size_t kBytesMax = std::size_t{1} << 16;

 private:
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
  static constexpr std::size_t kChunksMax = std::size_t{1} << 16;
  static constexpr unsigned kBaseBits = 12;
  static constexpr std::size_t kBasesMax = std::size_t{1} << (32 - kBaseBits);

  std::size_t slot(std::uint64_t hash) const { return (hash >> 32) >> shift_; }
  const std::uint8_t* at(std::uint32_t id) const {
    const std::uint64_t offset = bases_[id >> kBaseBits] + offsets_[id];
    return chunks_[offset / kChunkBytes].get() + offset % kChunkBytes;
  }
  void append(std::span<const std::uint8_t> bytes);
  void grow();

  ZeroedArray<std::uint64_t> slots_;  // upper half of the hash, then the number + 1; 0: free
  unsigned shift_ = 0;                // upper half of a hash >> shift_: its slot
  std::vector<std::unique_ptr<std::uint8_t[]>> chunks_;
  std::uint64_t end_ = 0;                 // of the strings, as an offset over all chunks
  std::vector<std::uint64_t> bases_;      // offset of each 4,096th string
  ChunkedVector<std::uint32_t> offsets_;  // of each string, from its base
};

}  // namespace heddle::explore
