// Lost updates: within one transaction a thread reads a cell, another thread changes it, and the
// first writes it, by a write that depends on what is read from it, without having read it again
// (Berenson et al., SIGMOD 1995, phenomenon P4).
//
// What it remembers: an entry for each cell that a thread has read and may still write so, and a
// mark for each name of which an update was lost.
#pragma once

#include "detect/detector.h"

namespace heddle::detect {

std::unique_ptr<kernel::Listener> listen_for_lost_updates(const kernel::Program& program,
                                                          Marks marks);

inline constexpr Detector kLostUpdate = {
    .kind = "lost-update",
    .sentence = "an update of {} is lost",
    .asks = [](const Memory& memory) { return memory.updated; },
    .listen = listen_for_lost_updates,
};

}  // namespace heddle::detect
