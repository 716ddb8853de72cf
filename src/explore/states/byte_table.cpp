#include "explore/states/byte_table.h"

#include <new>

#include "base/check.h"
#include "base/hash.h"

namespace heddle::explore {

namespace {

constexpr unsigned kFirstBits = 12;
constexpr std::size_t kLengthBytes = 2;
constexpr std::size_t kGivenBackParts = 32;  // of the slots, when they grow

}  // namespace

// Reserved so that what readers look at is not moved while one thread adds strings.
ByteTable::ByteTable() : slots_(std::size_t{1} << kFirstBits), shift_(32 - kFirstBits) {
  chunks_.reserve(kChunksMax);
  bases_.reserve(kBasesMax);
}

std::span<const std::uint8_t> ByteTable::operator[](std::uint32_t id) const {
  const std::uint8_t* bytes = at(id);
  std::uint16_t length = 0;
  std::memcpy(&length, bytes, kLengthBytes);
  return {bytes + kLengthBytes, length};
}

std::uint32_t ByteTable::intern(std::span<const std::uint8_t> bytes, std::uint64_t hash) {
  const std::uint64_t tag = hash >> 32 << 32;
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = slot(hash);
  for (; slots_[i] != 0; i = (i + 1) & mask) {
    if ((slots_[i] ^ tag) >> 32 != 0) continue;
    const auto id = static_cast<std::uint32_t>(slots_[i]) - 1;
    const auto found = (*this)[id];
    if (found.size() == bytes.size() &&
        std::memcmp(found.data(), bytes.data(), bytes.size()) == 0) {
      return id;
    }
  }
  const std::uint32_t id = size();
  append(bytes);
  slots_[i] = tag | (id + 1);
  if (std::size_t{id} + 1 > slots_.size() / 8 * 7) grow();
  return id;
}

void ByteTable::append(std::span<const std::uint8_t> bytes) {
  CHECK(bytes.size() < kBytesMax);
  if (chunks_.size() + 2 >= kChunksMax || bases_.size() >= kBasesMax) throw std::bad_alloc();
  const std::size_t needed = bytes.size() + kLengthBytes;
  if (end_ % kChunkBytes + needed > kChunkBytes || chunks_.empty()) {
    end_ = chunks_.size() * kChunkBytes;
    chunks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kChunkBytes));
  }
  if ((size() & ((1U << kBaseBits) - 1)) == 0) bases_.push_back(end_);
  offsets_.push_back(static_cast<std::uint32_t>(end_ - bases_.back()));
  std::uint8_t* to = chunks_.back().get() + end_ % kChunkBytes;
  const auto length = static_cast<std::uint16_t>(bytes.size());
  std::memcpy(to, &length, kLengthBytes);
  std::memcpy(to + kLengthBytes, bytes.data(), bytes.size());
  end_ += needed;
  if (end_ % kChunkBytes == 0) {
    chunks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kChunkBytes));
  }
}

// Twice the slots. A slot holds all of the hash that decides its place, and places keep their
// order, so the old slots can be given back as the new ones are filled.
void ByteTable::grow() {
  if (shift_ == 0) throw std::bad_alloc();
  ZeroedArray<std::uint64_t> old(slots_.size() * 2);
  std::swap(old, slots_);
  --shift_;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (i % (old.size() / kGivenBackParts) == 0) old.give_back(i);
    if (old[i] == 0) continue;
    std::size_t to = slot(old[i]);
    while (slots_[to] != 0) to = (to + 1) & mask;
    slots_[to] = old[i];
  }
}

void ByteTable::put(ArchiveWriter& to) const {
  to.put(size());
  for (std::uint32_t id = 0; id < size(); ++id) to.put((*this)[id]);
}

void ByteTable::get(ArchiveReader& from) {
  const auto count = from.get<std::uint32_t>();
  for (std::uint32_t id = 0; id < count; ++id) {
    const auto bytes = from.bytes();
    if (bytes.size() >= kBytesMax || intern(bytes, hash_bytes(bytes.data(), bytes.size())) != id) {
      ArchiveReader::fail_damaged();
    }
  }
}

std::size_t ByteTable::bytes() const {
  return slots_.bytes() + chunks_.size() * kChunkBytes + offsets_.bytes() +
         bases_.size() * sizeof(std::uint64_t);
}

std::size_t ByteTable::string_bytes() const { return end_; }

}  // namespace heddle::explore
