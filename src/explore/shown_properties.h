// Which of a program's properties a single state shows not to hold: marks that are set, and races
// on memory that is asked about.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernel/execution.h"
#include "kernel/program.h"

namespace heddle::explore {

class ShownProperties {
 public:
  explicit ShownProperties(const kernel::Program& program) {
    const auto& properties = program.properties();
    for (std::uint32_t i = 0; i < properties.size(); ++i) {
      if (properties[i].mark != kernel::kNoId) marks_.push_back({i, properties[i].mark});
      if (properties[i].kind != "data-race") continue;
      if (races_.size() <= properties[i].memory) {
        races_.resize(properties[i].memory + 1, kernel::kNoId);
      }
      races_[properties[i].memory] = i;
    }
  }

  bool any_race() const { return !races_.empty(); }
  // The property of a race on the memory of this name; kNoId where it is not asked.
  std::uint32_t race(std::uint32_t name) const {
    return name < races_.size() ? races_[name] : kernel::kNoId;
  }
  // Calls `show` with each property whose mark is set.
  template <class Show>
  void for_each_mark(const kernel::Execution& execution, Show show) const {
    for (const Mark& each : marks_) {
      if (execution.marked(each.mark)) show(each.property);
    }
  }
  // The same, and with that of each race; `races`: names of memory.
  template <class Show>
  void for_each(const kernel::Execution& execution, std::span<const std::uint32_t> races,
                Show show) const {
    for (const std::uint32_t name : races) {
      if (race(name) != kernel::kNoId) show(race(name));
    }
    for_each_mark(execution, show);
  }

 private:
  struct Mark {
    std::uint32_t property = 0;
    std::uint32_t mark = 0;
  };

  std::vector<Mark> marks_;
  std::vector<std::uint32_t> races_;  // property, by name of memory
};

}  // namespace heddle::explore
