// Which write lost an update, and what it lost.
#pragma once

#include <optional>
#include <string>

#include "tell/narrator.h"

namespace heddle::tell {

// Indices are of steps.
struct LostUpdate {
  kernel::ThreadId loser = 0;  // whose write lost it
  std::string memory;          // "balance", "a[2]"
  std::size_t read = 0;        // when it was read
  report::Cell seen;           // what was read then
  std::size_t lost = 0;        // the last change of another thread since
  kernel::ThreadId other = 0;
  report::Cell before;  // that change
  report::Cell after;
  std::size_t write = 0;  // the write
  report::Cell written;
};

// Of the writes in the step at which an update of `name` ("balance", "Node.next") was lost, the
// first one that lost it and changed something, else the first one that lost it.
std::optional<LostUpdate> find_lost_update(const Subject& subject, const Story& story,
                                           const std::string& name, std::size_t step);

}  // namespace heddle::tell
