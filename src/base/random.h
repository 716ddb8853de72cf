// Random numbers that are the same on every machine: xoshiro256** (Blackman and Vigna, ACM TOMS
// 47(4), 2021), its state filled by splitmix64.
#pragma once

#include <cstdint>

#include "base/check.h"
#include "base/hash.h"

namespace heddle {

class Random {
 public:
  // Streams of one seed are independent of each other.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t x = mix(seed + 0x9e3779b97f4a7c15ULL) ^ mix(mix(stream) + 0xd6e8feb86659fd93ULL);
    for (std::uint64_t& word : state_) word = mix(x += 0x9e3779b97f4a7c15ULL);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  // One of 0 .. count-1, each equally likely (Lemire, ACM TOMACS 29(1), 2019). Requires: count > 0.
  std::uint64_t below(std::uint64_t count) {
    CHECK(count > 0);
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(next()) * count;
    if (static_cast<std::uint64_t>(product) < count) {
      const std::uint64_t threshold = (0 - count) % count;
      while (static_cast<std::uint64_t>(product) < threshold) {
        product = static_cast<Wide>(next()) * count;
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

 private:
  static std::uint64_t rotate(std::uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

  std::uint64_t state_[4];
};

}  // namespace heddle
