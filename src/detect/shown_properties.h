// What a single state shows: which of a program's properties do not hold there, since a mark is set
// or two accesses that are next say so. All engines ask here.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "kernel/schedulable.h"

namespace heddle::detect {

class ShownProperties {
 public:
  // It must outlive this.
  explicit ShownProperties(kernel::Schedulable& run);

  // Calls `show` with each property whose mark is set; `state` is the run, or what it stands for.
  template <class State, class Show>
  void for_each_mark(const State& state, Show show) const {
    if (!state.any_marked()) return;
    for (const Mark& each : marks_) {
      if (state.marked(each.mark)) show(each.property);
    }
  }

  // Whether two accesses can show anything.
  bool any_pair() const { return !rules_.empty(); }
  // The properties that the next accesses of two threads show, each once, increasing; `enabled` are
  // the operations that can happen now. Valid until the next call.
  const std::vector<std::uint32_t>& of_pairs(const std::vector<kernel::PendingOperation>& enabled);

  // Both.
  template <class State, class Show>
  void for_each(const State& state, const std::vector<kernel::PendingOperation>& enabled,
                Show show) {
    for (const std::uint32_t property : of_pairs(enabled)) show(property);
    for_each_mark(state, show);
  }

  // Calls `show` with each property that these two accesses of one cell show; `name` gives the
  // memory name of the cell, and is called where that matters.
  template <class Name, class Show>
  void for_each_of_pair(kernel::NextAccess a, kernel::NextAccess b, Name name, Show show) const {
    for (const Rule& rule : rules_) {
      if (!rule.shows(a, b)) continue;
      const std::uint32_t property = rule.property_of(name());
      if (property != kernel::kNoId) show(property);
    }
  }

 private:
  struct Mark {
    std::uint32_t property = 0;
    std::uint32_t mark = 0;
  };
  // Of one detector.
  struct Rule {
    kernel::PairRule shows = nullptr;
    std::vector<std::uint32_t> properties;  // by memory name; kNoId: not asked

    std::uint32_t property_of(std::uint32_t name) const {
      return name < properties.size() ? properties[name] : kernel::kNoId;
    }
  };
  struct Touch {
    std::uint32_t cell = 0;
    kernel::ThreadId thread = 0;
    kernel::NextAccess access;
  };

  void add_pair(const kernel::Property& property, std::uint32_t index);
  bool could_show(const std::vector<kernel::PendingOperation>& enabled) const;
  bool find_in_pairs(const std::vector<kernel::PendingOperation>& enabled);
  void find_pairs(const Rule& rule, std::span<const kernel::Operation* const> accesses);
  void find_in_touches(const std::vector<kernel::PendingOperation>& enabled);
  void add(const Rule& rule, std::uint32_t cell);

  kernel::Schedulable& run_;
  std::vector<Mark> marks_;
  std::vector<Rule> rules_;
  bool among_blocks_ = false;  // two atomic blocks or awaits can show something
  std::vector<std::uint32_t> found_;
  std::vector<Touch> touches_;
  std::vector<kernel::MemoryTouch> of_one_;  // operation
};

}  // namespace heddle::detect
