// Visited states, each once. A state's words are packed: small values take a byte. A state of many
// words is cut into pages, which are stored once each and named by number, and so are pages of such
// numbers: states that differ in one cell of a large array share the rest of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explore/states/byte_table.h"
#include "kernel/operation.h"

namespace heddle::explore {

using kernel::Value;

// A state packed and hashed, not looked up yet. The bytes are in a buffer of the caller's.
struct PackedState {
  const std::uint8_t* bytes = nullptr;
  std::uint32_t size = 0;
  std::uint64_t hash = 0;
};

class StateStore {
 public:
  std::uint32_t size() const { return states_.size(); }
  // Packs a state into `buffer` (kPackedBytesMax bytes).
  PackedState pack(std::span<const Value> words, std::uint8_t* buffer);
  // The same for at most kInlineWords words; needs no store.
  static PackedState pack_small(std::span<const Value> words, std::uint8_t* buffer);
  // Brings what interning these states will read into the cache.
  template <class Range, class Hash>
  void prefetch(const Range& states, Hash hash) const {
    for (const auto& each : states) states_.prefetch_slot(hash(each));
    for (const auto& each : states) states_.prefetch_place(hash(each));
    for (const auto& each : states) states_.prefetch_string(hash(each));
  }
  // The state's number; new ones get the next.
  std::uint32_t intern(const PackedState& packed) {
    return states_.intern({packed.bytes, packed.size}, packed.hash);
  }
  // Replaces `words` by those of the state.
  void load(std::uint32_t id, std::vector<Value>& words) const;

  // For checkpoints; get() is for an empty store.
  void put(ArchiveWriter& to) const {
    states_.put(to);
    pages_.put(to);
  }
  void get(ArchiveReader& from) {
    states_.get(from);
    pages_.get(from);
  }

  // No state will be added any more.
  void freeze() {
    states_.drop_index();
    pages_.drop_index();
  }
  std::size_t bytes() const { return states_.bytes() + pages_.bytes(); }
  std::size_t packed_bytes() const { return states_.string_bytes() + pages_.string_bytes(); }

  static constexpr std::size_t kInlineWords = 128;  // states up to this size are not cut into pages
  static constexpr std::size_t kPackedBytesMax = 1 + (kInlineWords + 1) * 9;

 private:
  void cut_into_pages(std::span<const Value> words);
  std::uint32_t page(std::span<const Value> words);

  ByteTable states_;
  ByteTable pages_;
  std::vector<Value> upper_;  // scratch of pack: the numbers of pages
  // The pages of the state packed last: a page that has not changed is not packed again.
  std::vector<Value> last_words_;
  std::vector<Value> last_pages_;
};

}  // namespace heddle::explore
