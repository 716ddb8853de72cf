// Seeds lead back to the interleaving they were made of, and nowhere else.
#include "explore/seed.h"

#include <gtest/gtest.h>

#include <set>

#include "explore/runs/exhaustive.h"
#include "kernel/closure_program.h"

namespace heddle::explore {
namespace {

using kernel::ClosureProgram;
using kernel::ThreadContext;

constexpr std::uint64_t kProgram = 0x123456789abcdefULL;

TEST(Seed, TextAndBack) {
  Seed seed{.program = kProgram, .choices = (Number(1) << 100) + 12345, .steps = 77};
  const std::string text = to_text(seed);
  EXPECT_LE(text.size(), 64U);  // 10^30 < 2^100
  const auto back = parse_seed(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->program, seed.program);
  EXPECT_EQ(back->choices, seed.choices);
  EXPECT_EQ(back->steps, seed.steps);
}

TEST(Seed, AChangedCharacterIsNoticed) {
  const std::string text = to_text({.program = kProgram, .choices = 987654321, .steps = {}});
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'q' ? 'r' : 'q';
    EXPECT_FALSE(parse_seed(changed)) << changed;
  }
  for (const char* junk : {"", "-", "abc", "7z0dtxbh89fv-", "7z0dtxbh89fv-3st", "ÄÖÜ-ÄÖÜ"}) {
    EXPECT_FALSE(parse_seed(junk)) << junk;
  }
}

TEST(Seed, EveryInterleavingHasItsOwn) {
  ClosureProgram program;
  const auto x = program.variable("x");
  for (const char* name : {"a", "b", "c"}) {
    program.thread(name, [=](ThreadContext& thread) {
      thread.write(x, static_cast<kernel::Value>(thread.choose(2)));
      thread.skip();
    });
  }
  kernel::Execution execution(program, 0);
  kernel::ScheduledProgram run(execution, program);
  std::set<std::string> seeds;
  // Choices of the start: 2^3; orders of the accesses: 6! / 2^3 = 90.
  for (std::uint32_t start = 0; start < 8; ++start) {
    for (const auto& order :
         {std::vector<std::uint32_t>{0, 0, 1, 1, 2, 2}, {0, 1, 2, 0, 1, 2}, {2, 1, 0, 0, 1, 2}}) {
      Path path{{kernel::kNoId, {start >> 2 & 1, start >> 1 & 1, start & 1}}};
      for (const std::uint32_t thread : order) path.push_back({thread, {}});
      seeds.insert(to_text(seed_of(run, path, kProgram)));
    }
  }
  EXPECT_EQ(seeds.size(), 24U);
}

}  // namespace
}  // namespace heddle::explore
