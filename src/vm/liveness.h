// What of a parked thread's state no longer matters. Equal futures become equal states.
#pragma once

#include "vm/program.h"

namespace heddle::vm {

// Fills Body::dead: the registers that hold no value that is still used (backward data flow over
// the instructions). Bodies so large that the sets would not fit keep all registers.
void find_dead_registers(Body& body);

// Fills Instruction::tracked, Body::may_lose and MemoryName::lost_update: where an update can be
// lost, and where what a thread has read no longer matters for that.
void find_losable_updates(Program& program, Body& body);

}  // namespace heddle::vm
