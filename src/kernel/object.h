// What threads synchronise on and share, and the layout of an execution's state.
//
// The whole state of an execution is one vector of 64-bit words, so that it can be saved, hashed
// and put back by copying:
//   [marks][thread words][sleep ranks][objects][program words] | [heap] | [history]
// The last two grow and shrink: the heap is the program's, the history a detector's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/operation.h"

namespace heddle::kernel {

enum class ObjectKind : std::uint8_t {
  kMemory,     // `size` cells
  kMutex,      // 0, or the owner + 1
  kRwLock,     // writer + 1, then a bit for each thread that reads
  kCondition,  // nothing: the sleepers know their place (sleep ranks)
  kSemaphore,  // the count
  kBarrier,    // how many have arrived; `parameter`: parties
  kChannel,    // number of messages, then the messages; `parameter`: capacity
  kCount,
};

struct Object {
  ObjectKind kind = ObjectKind::kMemory;
  std::string name{};
  std::uint32_t size = 1;  // memory: cells
  Value parameter = 0;
  std::vector<Value> initial{};  // memory: a value a cell; semaphore: one; may be shorter: 0
  std::uint32_t word = kNoId;    // index of its first word in the state; set by the execution
};

struct ThreadInfo {
  std::string name{};
  bool starts = true;       // false: runs when another thread spawns it
  bool background = false;  // may be blocked at the end
};

}  // namespace heddle::kernel
