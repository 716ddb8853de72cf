#include "cli/threads.h"

#include <fmt/format.h>

#include <algorithm>
#include <latch>
#include <system_error>
#include <thread>
#include <vector>

#include "base/check.h"
#include "cli/terminal.h"

namespace heddle::cli {
namespace {

// Makes them all at once, and lets them go again.
std::uint64_t made(std::uint64_t wanted) {
  std::latch done(1);
  std::vector<std::jthread> threads;
  try {
    while (threads.size() + 1 < wanted) threads.emplace_back([&done] { done.wait(); });
  } catch (const std::system_error&) {  // no more
  }
  done.count_down();
  return threads.size() + 1;
}

}  // namespace

std::uint64_t usable_threads(std::uint64_t wanted) {
  CHECK(wanted > 0);
  if (wanted == 1) return 1;
  const std::uint64_t asked = std::min(wanted, kJobsMax);
  const std::uint64_t usable = made(asked);
  if (usable < asked) {
    tell(fmt::format("--jobs {}: only {} threads can be made here", wanted, usable));
  } else if (asked < wanted) {
    tell(fmt::format("--jobs {}: {} threads are the most", wanted, usable));
  }
  return usable;
}

}  // namespace heddle::cli
