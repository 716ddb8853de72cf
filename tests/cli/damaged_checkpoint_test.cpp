// Checkpoints that were changed and summed anew: whatever stands in one, it is refused or gone on
// from, and nothing crashes.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "base/hash.h"
#include "explore/checkpoint.h"
#include "scenario/read.h"
#include "support/program.h"
#include "support/reports.h"
#include "support/strategies.h"

namespace heddle::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kBlockBytes = std::size_t{1} << 16;  // as base/archive writes them
constexpr std::size_t kChecksumBytes = 8;

Bytes bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_bytes(const std::string& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

void sum_anew(Bytes& bytes) {
  const std::size_t content = bytes.size() - kChecksumBytes;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < content; i += kBlockBytes)
    sum = mix(sum + hash_bytes(bytes.data() + i, std::min(kBlockBytes, content - i)));
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    bytes[content + i] = static_cast<std::uint8_t>(sum >> (8 * i));
}

// Where the content begins, behind the names and values that say which search it is of.
std::size_t content_begin(const Bytes& bytes) {
  const auto number = [&](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
    return static_cast<std::size_t>(value);
  };
  std::size_t at = 8 + 4;  // magic, format
  std::size_t left = 2 * number(at);
  for (at += 8; left > 0; --left) at += 8 + number(at);
  return at;
}

Bytes changed(const Bytes& whole, std::mt19937& random) {
  Bytes bytes = whole;
  const std::size_t begin = content_begin(bytes);
  const std::size_t size = bytes.size() - kChecksumBytes - begin;
  for (std::size_t left = 1 + random() % 3; left > 0; --left) {
    std::uint8_t& byte = bytes[begin + random() % size];
    switch (random() % 4) {
      case 0:
        byte = static_cast<std::uint8_t>(random());
        break;
      case 1:
        byte = static_cast<std::uint8_t>(byte + 1);
        break;
      case 2:
        byte = static_cast<std::uint8_t>(byte ^ 1U << random() % 8);
        break;
      default:
        byte = random() % 2 == 0 ? 0 : 255;
        break;
    }
  }
  sum_anew(bytes);
  return bytes;
}

// 0: gone on from; 2: refused; everything else is a crash. In a process of its own.
int resumed(const std::string& text, const inquiry::ExploreOptions& options) {
  const pid_t child = fork();
  if (child == 0) {
    std::freopen("/dev/null", "w", stderr);
    try {
      run(text, options);
      _exit(0);
    } catch (const explore::CheckpointError&) {
      _exit(2);
    } catch (...) {
      _exit(5);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Every kind of word that a state has: records and pointers, sleepers, a channel, locks, histories.
constexpr const char* kEverything = R"json({
  "name": "everything",
  "shared": {"x": 0, "a": [0, 0], "head": {"pointer": "Node"}},
  "records": {"Node": ["value", {"next": "Node"}]},
  "mutexes": ["m"], "conditions": ["c"], "channels": {"ch": 1}, "rwlocks": ["r"],
  "threads": {
    "maker": ["let n = new Node", "n.value = 1", "head = n", "send ch, 3",
              {"with": "m", "do": ["x += 1", "notify c"]}],
    "taker": ["let v = choose(0, 1)", "let got = receive ch", "a[v] = got",
              "lock m", {"while": "x == 0", "do": ["wait c with m"]}, "unlock m", "x += 1"],
    "reader": ["rdlock r", "let y = x", "rdunlock r", "x = y"]
  }
})json";

constexpr const char* kPlain = R"json({
  "name": "plain", "shared": {"x": 0, "y": 0}, "mutexes": ["m", "n"],
  "threads": {
    "a": ["x += 1", {"with": "m", "do": [{"with": "n", "do": ["y += 1"]}]}],
    "b": ["let v = choose(0, 2)", "x += v", {"with": "n", "do": [{"with": "m", "do": ["y = x"]}]}],
    "c": ["y += 1"]
  },
  "check": {"finally": {"all": "x == 3"}}
})json";

int rounds() {
  const char* const text = std::getenv("HEDDLE_CHECKPOINT_ROUNDS");
#ifdef HEDDLE_SANITIZE
  constexpr int kRounds = 60;
#else
  constexpr int kRounds = 150;
#endif
  return text == nullptr ? kRounds : std::atoi(text);
}

class DamagedCheckpoint : public testing::TestWithParam<explore::Strategy> {};

TEST_P(DamagedCheckpoint, IsRefusedOrGoneOnFrom) {
  const Folder folder;
  std::mt19937 random(1);
  for (const std::string text : {kPlain, kEverything}) {
    if (!scenario::read(text)) {
      ADD_FAILURE() << scenario::read(text).error().front().message;
      continue;
    }
    inquiry::ExploreOptions options;
    options.strategy = GetParam().name;
    options.limits.states_max = test::draws_without_graph(GetParam()) ? 300 : 60;
    if (GetParam().random) options.limits.runs_max = 1'000;
    options.checkpoint.save_to = (folder.path() / "whole").string();
    run(text, options);
    const Bytes whole = bytes_of(options.checkpoint.save_to);
    ASSERT_GT(whole.size(), 100U);
    options.checkpoint = {};
    options.checkpoint.resume_from = (folder.path() / "bad").string();
    options.limits.states_max = 20'000;
    options.limits.seconds_max = 5;
    write_bytes(options.checkpoint.resume_from, whole);
    ASSERT_EQ(resumed(text, options), 0) << "as it was saved";
    int refused = 0;
    for (int round = 0; round < rounds(); ++round) {
      const Bytes bytes = changed(whole, random);
      write_bytes(options.checkpoint.resume_from, bytes);
      const int code = resumed(text, options);
      refused += code == 2 ? 1 : 0;
      if (code == 0 || code == 2) continue;
      FAIL() << GetParam().name << " round " << round << " ended with " << code;
    }
    EXPECT_GT(refused, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Strategies, DamagedCheckpoint,
                         testing::ValuesIn(strategies([](const auto& row) {
                           return row.checkpoints;
                         })),
                         [](const auto& named) { return std::string(named.param.name); });

}  // namespace
}  // namespace heddle::test
