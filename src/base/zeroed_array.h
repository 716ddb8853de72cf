// A large array of zeros, in huge pages where the system has them: random reads over it cost a
// fraction of what they cost in small pages.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <utility>

#include "base/check.h"

namespace heddle {

template <class T>
class ZeroedArray {
 public:
  ZeroedArray() = default;
  explicit ZeroedArray(std::size_t size) : size_(size) {
    void* memory = mmap(nullptr, size * sizeof(T), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    CHECK(memory != MAP_FAILED);
    madvise(memory, size * sizeof(T), MADV_HUGEPAGE);
    data_ = static_cast<T*>(memory);
  }
  ZeroedArray(ZeroedArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  ZeroedArray& operator=(ZeroedArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~ZeroedArray() {
    if (data_ != nullptr) munmap(data_, size_ * sizeof(T));
  }

  // Gives back the memory of the first `count` elements, which are zero again if they are read.
  void give_back(std::size_t count) {
    constexpr std::size_t kUnit = std::size_t{1} << 21;  // a huge page
    if (const std::size_t bytes = count * sizeof(T) / kUnit * kUnit; bytes > 0) {
      madvise(data_, bytes, MADV_DONTNEED);
    }
  }

  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  std::size_t size() const { return size_; }
  std::size_t bytes() const { return size_ * sizeof(T); }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace heddle
