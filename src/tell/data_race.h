// Which threads race where an execution stands.
#pragma once

#include <optional>
#include <utility>

#include "tell/subject.h"

namespace heddle::tell {

// The first two threads whose next accesses race on memory of this name (Program::memory_name).
std::optional<std::pair<kernel::ThreadId, kernel::ThreadId>> racing_threads(const Subject& subject,
                                                                            std::uint32_t memory);

}  // namespace heddle::tell
