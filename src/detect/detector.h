// What is wrong with a program where a state, read as the program reads it, does not show it: each
// detector looks for one kind of finding about memory.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "kernel/execution.h"
#include "kernel/program.h"

namespace heddle::detect {

// A name that findings about memory have, as far as detectors ask.
struct Memory {
  bool atomic = false;  // no access of it but `delete` is plain
  bool updated =
      false;  // a transaction reads it and writes it later, by a write that depends on it
};

// By memory name, the mark of the property about it; kNoId where nobody asks.
using Marks = std::vector<std::uint32_t>;

// What it finds it either remembers (`listen`) or sees in two accesses that are next (`pair`).
struct Detector {
  std::string_view kind;  // of its findings, as it is printed
  // What a finding means, "{}" being the name of the memory, where there is no more to tell.
  std::string_view sentence;
  // Whether it may find anything about this memory.
  bool (*asks)(const Memory&) = nullptr;
  // What hears of all that happens, and sets the marks. The program must outlive it.
  std::unique_ptr<kernel::Listener> (*listen)(const kernel::Program&, Marks) = nullptr;
  // Whether two accesses of the same cell that are next show it.
  kernel::PairRule pair = nullptr;
};

using Detectors = std::span<const Detector>;

// The list: what is looked for in every program. Findings are told in this order, but for those
// that a mark says happened, which come first.
Detectors detectors();
// Adds the listeners of those that the program's properties ask for.
void listen(Detectors detectors, const kernel::Program& program, kernel::Execution& execution);

}  // namespace heddle::detect
