// What the threads of a scenario may still touch, found by data flow over their code. The things
// are: names of memory (an array is one thing), synchronisation objects, threads (spawning changes
// them), and the conditions of `always`.
//
// A condition is changed by every write of a name that it reads, so that the order of writes to
// different variables of one condition counts: each combination of their values is a state in which
// the condition may be false.
#pragma once

#include <memory>
#include <vector>

#include "kernel/foresight.h"
#include "vm/machine.h"

namespace heddle::vm {

// nullptr when the code is too large to be analysed. The machine must outlive it.
std::unique_ptr<kernel::Foresight> foresee(const Machine& machine);

}  // namespace heddle::vm
