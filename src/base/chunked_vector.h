// A vector that grows a chunk at a time: elements never move, and growing never needs the old and
// the new elements at once. While one thread adds elements, others may read those that were there
// when they were last told.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace heddle {

template <class T, std::size_t kChunkBits = 14>
class ChunkedVector {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  T& operator[](std::size_t i) { return chunks_[i >> kChunkBits][i & kMask]; }
  const T& operator[](std::size_t i) const { return chunks_[i >> kChunkBits][i & kMask]; }
  T& back() { return (*this)[size_ - 1]; }

  void push_back(const T& value) {
    if ((size_ >> kChunkBits) == chunks_.size()) add_chunk();
    (*this)[size_++] = value;
  }
  void clear() {
    chunks_.clear();
    size_ = 0;
  }
  std::size_t bytes() const { return chunks_.size() * (kMask + 1) * sizeof(T); }

 private:
  static constexpr std::size_t kMask = (std::size_t{1} << kChunkBits) - 1;
  void add_chunk() {
    if (chunks_.empty()) chunks_.reserve(kChunksReserved);          // is never moved
    if (chunks_.size() == kChunksReserved) throw std::bad_alloc();  // nor is there a number for it
    chunks_.push_back(std::make_unique_for_overwrite<T[]>(kMask + 1));
  }
  // Enough for 32-bit numbers of elements.
  static constexpr std::size_t kChunksReserved = std::size_t{1} << (32 - kChunkBits);

  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace heddle
