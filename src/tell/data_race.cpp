#include "tell/data_race.h"

#include <algorithm>
#include <vector>

#include "detect/data_race.h"
#include "explore/expansion.h"

namespace heddle::tell {

std::optional<std::pair<kernel::ThreadId, kernel::ThreadId>> racing_threads(const Subject& subject,
                                                                            std::uint32_t memory) {
  explore::Expansion expansion(subject.execution, subject.program);
  expansion.look();
  const auto& enabled = expansion.enabled();
  for (std::size_t i = 0; i < enabled.size(); ++i) {
    for (std::size_t k = i + 1; k < enabled.size(); ++k) {
      std::vector<std::uint32_t> names;
      detect::find_data_races(subject.execution, subject.program, {enabled[i], enabled[k]}, names);
      if (std::find(names.begin(), names.end(), memory) != names.end())
        return std::pair(enabled[i].thread, enabled[k].thread);
    }
  }
  return std::nullopt;
}

}  // namespace heddle::tell
