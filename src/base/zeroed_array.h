// An array of zeros. Where it is large it comes in huge pages, if the system has them: random reads
// over it cost a fraction of what they cost in small pages, and so does its first use.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <span>
#include <type_traits>
#include <utility>

#include "base/memory_reserve.h"

namespace heddle {

template <class T>
class ZeroedArray {
  static_assert(std::is_trivial_v<T>);

 public:
  ZeroedArray() = default;
  // Throws std::bad_alloc.
  explicit ZeroedArray(std::size_t size) : size_(size) {
    if (size == 0) return;
    data_ = static_cast<T*>(
        find_memory([&] { return large() ? mapped() : std::calloc(size, sizeof(T)); }));
  }
  ZeroedArray(ZeroedArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  ZeroedArray& operator=(ZeroedArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~ZeroedArray() {
    if (large()) {
      munmap(data_, bytes());
    } else {
      std::free(data_);
    }
  }

  // Gives back the memory of the first `count` elements, which are zero again if they are read.
  void give_back(std::size_t count) {
    if (!large()) return;
    madvise(data_, count * sizeof(T) / kHugePageBytes * kHugePageBytes, MADV_DONTNEED);
  }

  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  std::span<const T> span() const { return {data_, size_}; }
  std::size_t size() const { return size_; }
  std::size_t bytes() const { return size_ * sizeof(T); }

 private:
  static constexpr std::size_t kHugePageBytes = std::size_t{1} << 21;

  bool large() const { return bytes() >= kHugePageBytes; }
  void* mapped() const {
    void* const memory = mmap(nullptr, bytes(), PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    madvise(memory, bytes(), MADV_HUGEPAGE);
    return memory;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace heddle
