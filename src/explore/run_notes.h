// What is noted along a run, whoever makes it: the best way to what its states show and to how it
// ends, and when it switches threads.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "detect/data_race.h"
#include "explore/end_classes.h"
#include "explore/samples.h"

namespace heddle::explore {

// Takes over a way that is better than the best one. `path` makes it, where it is wanted.
template <class MakePath>
void keep_if_better(std::optional<SampledWay>& best, const WayCost& cost, const MakePath& path) {
  if (!best || cost < best->cost) best = {cost, path()};
}

// The ends of runs by their classes.
class RunEnds {
 public:
  // Of other samples than before.
  void begin() { place_.assign(place_.size(), 0); }

  // A run ended in this class.
  template <class MakePath>
  void add(const EndClasses& classes, std::uint32_t end_class, const WayCost& cost,
           const MakePath& path, Samples& to) {
    if (place_.size() <= end_class) place_.resize(end_class + 1);
    if (place_[end_class] == 0) {
      const EndClass& added = classes.classes()[end_class];
      to.ends.push_back(
          {classes.outcomes()[added.outcome], added.defects, {cost, PackedPath(path())}, 0});
      place_[end_class] = static_cast<std::uint32_t>(to.ends.size());
    }
    Samples::End& end = to.ends[place_[end_class] - 1];
    ++end.count;
    if (cost < end.way.cost) end.way = {cost, path()};
  }

 private:
  std::vector<std::uint32_t> place_;  // by class: index in Samples::ends, + 1; 0: there is none
};

// Whether a step of `thread` takes the turn from the thread that stepped before, which could go on.
inline bool preempts(kernel::ThreadId before, kernel::ThreadId thread,
                     const std::vector<kernel::PendingOperation>& enabled) {
  return before != thread && std::any_of(enabled.begin(), enabled.end(),
                                         [&](const auto& each) { return each.thread == before; });
}

// Takes one step of a path, or begins it.
void take(kernel::Schedulable& run, const Decision& decision);

// How often a path does. Leaves the run at its end.
std::uint32_t count_preemptions(kernel::Schedulable& run, const Path& path);

}  // namespace heddle::explore
