// How free a synchronisation object is: as much of its state as decides whether an operation that
// can block is enabled, for a thread that is not inside it.
#pragma once

#include "kernel/execution.h"

namespace heddle::kernel {

// Mutex: 1 free, 0 held. Reader-writer lock: 2 free, 1 readers inside, 0 a writer. Semaphore and
// channel: the count. Others: 0.
Value availability(const Execution& execution, ObjectId id);

// Whether the object on which `operation` blocks (blocking_object) lets it happen when it is so
// free.
bool grants(const Execution& execution, const Operation& operation, Value availability);

// The object on which an operation of this kind may have to wait; kNoId: on none. (A join waits for
// a thread, an await for memory, a sleeper for a notify; one with a fault waits for nothing.)
ObjectId blocking_object(const Operation& operation);

}  // namespace heddle::kernel
