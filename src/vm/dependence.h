// Which writes depend on the variable that they write: only such a write can lose an update.
#pragma once

#include <unordered_set>

#include "scenario/scenario.h"

namespace heddle::vm {

// The assignments `v = E` to memory in the text of `thread` that depend on v. (`v op= E`, `cas`,
// `exchange` and `fetch_add` always do, and are not among them.)
//
// On the text alone, procedures inlined; an array is one variable, so is a field of a record type.
// - A read depends on its variable and on all that the thread's own writes of it depend on, a local
//   on all that is assigned to it, an expression on all its reads and locals, the value of a call
//   on its returns.
// - A write, an assignment to a local and a return depend on the conditions under which they stand:
//   of the `if`, `while`, `repeat` and `atomic` with an await around them, and of what comes before
//   them and holds a break, continue or return that passes them by.
// - Where the value of a send, or what is written to another variable, depends on v, all writes of
//   v do.
// Takes time linear in the length of the text.
std::unordered_set<const scenario::Step*> dependent_writes(const scenario::Scenario& scenario,
                                                           const scenario::Thread& thread);

}  // namespace heddle::vm
