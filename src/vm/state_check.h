// States that come from outside: whether running on from one leads nowhere but through the memory
// of the program.
#pragma once

#include <span>

#include "vm/machine.h"

namespace heddle::vm {

// Whether the words can be a state of the machine's execution, as far as words tell: it need not be
// one that is ever reached.
bool can_be_state(const Machine& machine, const kernel::Execution& execution,
                  std::span<const Value> words);

}  // namespace heddle::vm
