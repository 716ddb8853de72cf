#include "explore/states/state_store.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace heddle::explore {

namespace {

constexpr std::size_t kPageWords = 32;
constexpr std::size_t kWordBytesMax = 9;
constexpr std::size_t kWordsMax = std::size_t{1} << 28;  // of a state

// One word: a byte for -16..231; else how many bytes follow (231 + n), then its low n bytes.
constexpr Value kSmallMin = -16;
constexpr unsigned kSmallCount = 248;

std::uint64_t shifted(Value word) {
  return static_cast<std::uint64_t>(word) - static_cast<std::uint64_t>(kSmallMin);
}

std::uint8_t* put(std::uint8_t* to, Value word) {
  if (shifted(word) < kSmallCount) [[likely]] {
    *to = static_cast<std::uint8_t>(shifted(word));
    return to + 1;
  }
  unsigned bytes = 1;
  while (bytes < 8 && word >> (8 * bytes - 1) != 0 && word >> (8 * bytes - 1) != -1) ++bytes;
  *to = static_cast<std::uint8_t>(kSmallCount - 1 + bytes);
  std::memcpy(to + 1, &word, bytes);
  return to + 1 + bytes;
}

// Something is left before `end`. A word that is cut off there is 0.
const std::uint8_t* get(const std::uint8_t* from, const std::uint8_t* end, Value& word) {
  if (*from < kSmallCount) [[likely]] {
    word = static_cast<Value>(*from) + kSmallMin;
    return from + 1;
  }
  const unsigned bytes = *from - (kSmallCount - 1);
  if (bytes >= static_cast<std::size_t>(end - from)) return word = 0, end;
  std::uint64_t raw = 0;
  std::memcpy(&raw, from + 1, bytes);
  const unsigned unused = 64 - 8 * bytes;
  word = static_cast<Value>(raw << unused) >> unused;
  return from + 1 + bytes;
}

// Most states are small values throughout: eight at once, when each of them is small enough that
// the sum of their bits says so.
constexpr std::size_t kBlock = 8;
constexpr std::ptrdiff_t kBlockWords = kBlock;
constexpr std::uint64_t kBlockMax = 128;
constexpr std::uint64_t kNotSmall = 0x8080808080808080ULL;  // bytes of 128 and more

#ifdef __SSE2__
// The lower halves of four words.
__m128i lower(__m128i a, __m128i b) {
  return _mm_castps_si128(
      _mm_shuffle_ps(_mm_castsi128_ps(a), _mm_castsi128_ps(b), _MM_SHUFFLE(2, 0, 2, 0)));
}
#endif

// Puts eight words into eight bytes; false, and nothing is put, when one is too large for that.
bool put_block(const Value* from, std::uint8_t* to) {
#ifdef __SSE2__
  const __m128i min = _mm_set1_epi64x(kSmallMin);
  const auto load = [&](int i) {
    return _mm_sub_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i)), min);
  };
  const __m128i a = load(0);
  const __m128i b = load(2);
  const __m128i c = load(4);
  const __m128i d = load(6);
  const __m128i bits = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
  const __m128i all = _mm_or_si128(bits, _mm_unpackhi_epi64(bits, bits));
  if (static_cast<std::uint64_t>(_mm_cvtsi128_si64(all)) >= kBlockMax) return false;
  const __m128i halves = _mm_packs_epi32(lower(a, b), lower(c, d));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(halves, halves));
#else
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kBlock; ++i) bits |= shifted(from[i]);
  if (bits >= kBlockMax) return false;
  for (std::size_t i = 0; i < kBlock; ++i) to[i] = static_cast<std::uint8_t>(shifted(from[i]));
#endif
  return true;
}

// Gets eight words out of eight bytes; false when one of them may take more.
bool get_block(const std::uint8_t* from, Value* to) {
  std::uint64_t block = 0;
  std::memcpy(&block, from, kBlock);
  if ((block & kNotSmall) != 0) return false;
  for (std::size_t i = 0; i < kBlock; ++i) to[i] = static_cast<Value>(from[i]) + kSmallMin;
  return true;
}

std::uint8_t* encode(std::span<const Value> words, std::uint8_t* to) {
  const Value* from = words.data();
  const Value* const end = from + words.size();
  bool small = false;  // a byte for each word of the last block
  for (; end - from >= kBlockWords; from += kBlock) {
    small = put_block(from, to);
    if (small) [[likely]] {
      to += kBlock;
    } else {
      for (std::size_t i = 0; i < kBlock; ++i) to = put(to, from[i]);
    }
  }
  // The last few words once more with those before them.
  const auto rest = static_cast<std::size_t>(end - from);
  if (small && rest > 0 && put_block(end - kBlock, to + rest - kBlock)) return to + rest;
  while (from != end) to = put(to, *from++);
  return to;
}

// Appends the words to `words`: at most as many as there are bytes.
void decode(std::span<const std::uint8_t> bytes, std::vector<Value>& words) {
  const std::size_t before = words.size();
  words.resize(before + bytes.size());
  Value* to = words.data() + before;
  const std::uint8_t* from = bytes.data();
  const std::uint8_t* const end = from + bytes.size();
  bool small = false;
  while (end - from >= kBlockWords) {
    small = get_block(from, to);
    if (small) [[likely]] {
      from += kBlock;
      to += kBlock;
    } else {
      for (std::size_t i = 0; i < kBlock && from != end; ++i) from = get(from, end, *to++);
    }
  }
  const auto rest = static_cast<std::size_t>(end - from);
  if (small && rest > 0 && get_block(end - kBlock, to + rest - kBlock)) {
    to += rest;
  } else {
    while (from != end) from = get(from, end, *to++);
  }
  words.resize(static_cast<std::size_t>(to - words.data()));
}

PackedState hashed(const std::uint8_t* begin, const std::uint8_t* end) {
  const auto size = static_cast<std::uint32_t>(end - begin);
  return {begin, size, hash_bytes(begin, size)};
}

std::size_t pages_of(std::size_t words) { return (words + kPageWords - 1) / kPageWords; }

std::span<const Value> page_at(std::span<const Value> words, std::size_t i) {
  return words.subspan(i * kPageWords, std::min(kPageWords, words.size() - i * kPageWords));
}

}  // namespace

// A packed state: how often it was cut into pages, then its words; or, when it was, the numbers of
// the uppermost pages and how many words there are in all.
PackedState StateStore::pack_small(std::span<const Value> words, std::uint8_t* buffer) {
  buffer[0] = 0;
  return hashed(buffer, encode(words, buffer + 1));
}

PackedState StateStore::pack(std::span<const Value> words, std::uint8_t* buffer) {
  if (words.size() <= kInlineWords) return pack_small(words, buffer);
  cut_into_pages(words);
  for (buffer[0] = 1; upper_.size() > kInlineWords; ++buffer[0]) {
    const std::size_t count = pages_of(upper_.size());
    for (std::size_t i = 0; i < count; ++i) upper_[i] = page(page_at(upper_, i));
    upper_.resize(count);
  }
  upper_.push_back(static_cast<Value>(words.size()));
  return hashed(buffer, encode(upper_, buffer + 1));
}

std::uint32_t StateStore::page(std::span<const Value> words) {
  std::uint8_t buffer[kPageWords * kWordBytesMax];
  const auto size = static_cast<std::size_t>(encode(words, buffer) - buffer);
  return pages_.intern({buffer, size}, hash_bytes(buffer, size));
}

// Sets upper_ to the pages of the words. Those that the last state had too are not packed again.
void StateStore::cut_into_pages(std::span<const Value> words) {
  const std::size_t count = pages_of(words.size());
  const std::size_t known = last_pages_.size();
  last_pages_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto now = page_at(words, i);
    if (i < known) {
      const auto before = page_at(last_words_, i);
      if (std::equal(now.begin(), now.end(), before.begin(), before.end())) continue;
    }
    last_pages_[i] = page(now);
  }
  last_words_.assign(words.begin(), words.end());
  upper_ = last_pages_;
}

void StateStore::load(std::uint32_t id, std::vector<Value>& words) const {
  words.clear();
  const auto bytes = states_[id];
  if (bytes.empty()) return;  // of a damaged checkpoint
  decode(bytes.subspan(1), words);
  if (bytes[0] == 0 || words.empty()) return;
  words.pop_back();
  std::vector<Value> upper;
  for (unsigned level = bytes[0]; level > 0; --level) {
    upper.swap(words);
    words.clear();
    for (const Value number : upper) {
      const auto page = static_cast<std::uint64_t>(number);
      if (page >= pages_.size() || words.size() > kWordsMax) return words.clear();  // damaged too
      decode(pages_[static_cast<std::uint32_t>(page)], words);
    }
  }
}

}  // namespace heddle::explore
