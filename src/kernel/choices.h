// The choices about values that are made inside one step of a run.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "kernel/operation.h"

namespace heddle::kernel {

// Which alternatives to take, and how many there were. One that is not there becomes the first.
struct Choices {
  Random* random = nullptr;  // draws what `taken` does not say; nullptr: the first alternative
  std::vector<std::uint32_t> taken;
  std::vector<std::uint32_t> alternatives;
  std::vector<ThreadId> threads;       // whose code chose; kNoId: the operation itself (notify)
  std::vector<std::uint32_t> sources;  // where that stands (AccessName::source); kNoId: likewise

  void clear() {
    taken.clear();
    alternatives.clear();
    threads.clear();
    sources.clear();
  }
  void resize(std::size_t size) {
    taken.resize(size);
    alternatives.resize(size);
    threads.resize(size);
    sources.resize(size, kNoId);
  }
  // Goes to the next combination in lexicographic order, for the next run of the same step; false
  // when there is none (then it is clear).
  bool advance() {
    while (!taken.empty() && taken.back() + 1 >= alternatives.back()) resize(taken.size() - 1);
    if (taken.empty()) return false;
    ++taken.back();
    return true;
  }
};

}  // namespace heddle::kernel
