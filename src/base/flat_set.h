// A set of 64-bit keys, quick to ask and to fill. No order, no removal.
#pragma once

#include <cstdint>
#include <vector>

#include "base/hash.h"

namespace heddle {

class FlatSet {
 public:
  // True when the key is new. Keys are below 2^64 - 1.
  bool insert(std::uint64_t key) {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
    const std::size_t i = find(key);
    if (slots_[i] != 0) return false;
    slots_[i] = key + 1;
    ++size_;
    return true;
  }
  std::size_t size() const { return size_; }
  void clear() {
    slots_.assign(kFirstSize, 0);
    size_ = 0;
  }

 private:
  static constexpr std::size_t kFirstSize = 64;

  std::size_t find(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = mix(key) & mask;
    while (slots_[i] != 0 && slots_[i] != key + 1) i = (i + 1) & mask;
    return i;
  }
  void grow() {
    std::vector<std::uint64_t> old(slots_.size() * 2, 0);
    old.swap(slots_);
    for (const std::uint64_t slot : old) {
      if (slot != 0) slots_[find(slot - 1)] = slot;
    }
  }

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(kFirstSize, 0);
  std::size_t size_ = 0;
};

}  // namespace heddle
