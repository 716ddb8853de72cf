// What is put into the store comes out again, each state once, small and large ones.
#include "explore/states/state_store.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "base/hash.h"

namespace heddle::explore {
namespace {

using Words = std::vector<Value>;

std::uint32_t put(StateStore& store, const Words& words) {
  std::uint8_t buffer[StateStore::kPackedBytesMax];
  return store.intern(store.pack(words, buffer));
}

Words get(const StateStore& store, std::uint32_t id) {
  Words words{-1, -2, -3};  // to be replaced
  store.load(id, words);
  return words;
}

// A number that looks like nothing in particular, the same on every machine.
Value noise(std::uint64_t i) { return static_cast<Value>(mix(i * 0x9e3779b97f4a7c15ULL)); }

TEST(StateStore, GivesBackEveryKindOfValue) {
  constexpr Value kMin = std::numeric_limits<Value>::min();
  constexpr Value kMax = std::numeric_limits<Value>::max();
  // Around each border between one length and the next: 2^7, 2^8, 2^15, 2^16, ...
  Words words{0, -16, -17, 231, 232, 111, 112, kMin, kMin + 1, kMax, kMax - 1, kMax - 16};
  for (int bits = 7; bits < 63; ++bits) {
    const Value power = Value{1} << bits;
    words.insert(words.end(), {power - 1, power, -power, -power - 1});
  }
  StateStore store;
  for (std::size_t count = 0; count <= words.size(); ++count) {
    const Words part(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    EXPECT_EQ(get(store, put(store, part)), part) << count;
  }
}

// Small values eight at once, with large ones at every place among them.
TEST(StateStore, GivesBackStatesOfEveryLength) {
  StateStore store;
  for (std::size_t count = 0; count <= 40; ++count) {
    Words words(count);
    for (std::size_t i = 0; i < count; ++i) words[i] = static_cast<Value>(i % 100) - 16;
    EXPECT_EQ(get(store, put(store, words)), words) << count;
    for (std::size_t large = 0; large < count; ++large) {
      for (const Value value : {-17, 111, 112, 231, 232, 1'000'000}) {
        Words changed = words;
        changed[large] = value;
        EXPECT_EQ(get(store, put(store, changed)), changed) << count << ' ' << large;
      }
    }
  }
}

TEST(StateStore, NumbersEqualStatesEquallyAndOthersInOrder) {
  StateStore store;
  EXPECT_EQ(put(store, {1, 2, 3}), 0U);
  EXPECT_EQ(put(store, {1, 2, 4}), 1U);
  EXPECT_EQ(put(store, {1, 2}), 2U);
  EXPECT_EQ(put(store, {1, 2, 3}), 0U);
  EXPECT_EQ(store.size(), 3U);
}

TEST(StateStore, KeepsManyStatesApart) {
  // Far beyond the first size of the table and the first chunk of bytes, and where the slots are so
  // many that the old ones are given back while they grow.
  StateStore store;
  constexpr std::uint32_t kCount = 600'000;
  for (std::uint32_t i = 0; i < kCount; ++i) EXPECT_EQ(put(store, {i, noise(i), i % 7}), i);
  for (std::uint32_t i = 0; i < kCount; i += 997) {
    EXPECT_EQ(get(store, i), (Words{i, noise(i), i % 7}));
    EXPECT_EQ(put(store, {i, noise(i), i % 7}), i);
  }
  EXPECT_EQ(store.size(), kCount);
}

TEST(StateStore, LargeStatesShareWhatTheyHaveInCommon) {
  StateStore store;
  Words words(100'000);
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = noise(i);
  put(store, words);
  const std::size_t one = store.packed_bytes();
  constexpr std::uint32_t kChanges = 100;
  for (std::uint32_t i = 1; i <= kChanges; ++i) {
    words[i * 991] = i;
    EXPECT_EQ(put(store, words), i);
  }
  // Each further state takes a few pages, not 800 kB.
  EXPECT_LT(store.packed_bytes() - one, kChanges * 2'000U);
  EXPECT_EQ(get(store, kChanges), words);
}

TEST(StateStore, LargeStatesMayGrowAndShrink) {
  StateStore store;
  std::vector<Words> states;
  // Around whole pages of 32 words, around the border to large states, and with two levels of
  // pages.
  for (const std::size_t size :
       {127U, 128U, 129U, 130U, 159U, 160U, 161U, 5'000U, 4'096U, 4'097U, 129U}) {
    Words words(size);
    for (std::size_t i = 0; i < size; ++i) words[i] = static_cast<Value>(i % 5);
    states.push_back(words);
  }
  for (const Words& each : states) EXPECT_EQ(get(store, put(store, each)), each) << each.size();
  EXPECT_EQ(store.size(), states.size() - 1);  // 129 comes twice
}

}  // namespace
}  // namespace heddle::explore
