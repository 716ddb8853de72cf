// Actions and wakeup trees in checkpoints.
#pragma once

#include "base/archive.h"
#include "explore/strategies/trace.h"
#include "explore/strategies/wakeup_tree.h"

namespace heddle::explore {

void put(ArchiveWriter& to, const Action& action);
void get(ArchiveReader& from, Action& action);

// For an empty tree: get() adds to it.
void put(ArchiveWriter& to, const WakeupTree& tree);
void get(ArchiveReader& from, WakeupTree& tree);

}  // namespace heddle::explore
