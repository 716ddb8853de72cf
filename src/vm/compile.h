// Scenario -> Program.
#pragma once

#include "base/stop.h"
#include "scenario/scenario.h"
#include "vm/program.h"

namespace heddle::vm {

// How the scenario's objects are numbered in an execution; the machine adds them in this order:
// variables, then each object of each family. Threads: each declaration's in order.
struct Numbering {
  explicit Numbering(const scenario::Scenario& scenario);
  std::vector<std::uint32_t> family_first;  // kernel object of each family's first
  std::vector<std::uint32_t> thread_first;  // kernel thread of each declaration's first
};

// Throws Stopped once `should_stop`, which is asked often, says so.
Program compile(const scenario::Scenario& scenario, const ShouldStop& should_stop = {});

}  // namespace heddle::vm
