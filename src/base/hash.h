// Hashing of bytes, the same on every machine.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace heddle {

// Mixes all bits of `x` into all bits (the finaliser of splitmix64, Steele et al., OOPSLA 2014).
inline std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// Multiplies and folds the 128-bit product.
inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// A 64-bit hash of `size` bytes; little-endian machines agree.
inline std::uint64_t hash_bytes(const void* data, std::size_t size) {
  constexpr std::uint64_t kA = 0x9e3779b97f4a7c15ULL;
  constexpr std::uint64_t kB = 0xd6e8feb86659fd93ULL;
  const auto* bytes = static_cast<const unsigned char*>(data);
  std::uint64_t hash = size * kA;
  while (size >= 16) {
    std::uint64_t words[2];
    std::memcpy(words, bytes, 16);
    hash = fold(words[0] ^ kA ^ hash, words[1] ^ kB);
    bytes += 16;
    size -= 16;
  }
  std::uint64_t words[2] = {0, 0};
  if (size != 0) std::memcpy(words, bytes, size);  // of no bytes, `data` may be null
  return fold(words[0] ^ kA ^ hash, words[1] ^ kB ^ (hash >> 32));
}

inline std::uint64_t hash_text(std::string_view text) {
  return mix(hash_bytes(text.data(), text.size()));
}

}  // namespace heddle
