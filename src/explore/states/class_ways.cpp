#include "explore/states/class_ways.h"

#include <set>

#include "base/check.h"

namespace heddle::explore {

namespace {

// What putting a report together may take when the search was stopped.
constexpr double kSecondsToTell = 0.4;

}  // namespace

void ClassWays::find(Haste haste) {
  const std::size_t classes = space_.classes().classes().size();
  costs_.resize(classes);
  best_ends_.resize(classes);
  paths_.resize(classes);
  if (haste != Haste::kNone) return find_in_haste(haste);
  for (const auto& terminal : space_.graph().terminals()) find_way(terminal);
}

void ClassWays::find_way(const Graph::Terminal& terminal) {
  auto& best = costs_[terminal.end_class];
  // A stopped search gives the ends that it met first, and looks for no better ones.
  if (!space_.complete() && best) return;
  space_.go_on();
  const auto cost = space_.ways().cost(terminal.state);
  CHECK(cost);
  const WayCost way{cost->preemptions, cost->steps};
  if (best && *best <= way) return;
  best = way;
  best_ends_[terminal.end_class] = terminal.state;
}

// To an end with each defect at least; then to others, while there is time for it.
void ClassWays::find_in_haste(Haste haste) {
  const Watch since(options_);
  std::set<kernel::Defect> told;
  const auto& all = space_.classes().classes();
  for (const auto& terminal : space_.graph().terminals()) {
    bool news = false;
    for (const kernel::Defect& each : all[terminal.end_class].defects) {
      news |= told.insert(each).second;
    }
    if (news) find_way_and_path(terminal);
  }
  if (haste == Haste::kFindings) return;
  for (const auto& terminal : space_.graph().terminals()) {
    if (is_over(since)) return;
    if (!costs_[terminal.end_class]) find_way_and_path(terminal);
  }
}

// Limits of states and steps cut at the same place, however long the report takes.
bool ClassWays::is_over(const Watch& since) {
  return since.seconds() > kSecondsToTell && space_.search().watch().look() != Stop::kNone;
}

void ClassWays::find_way_and_path(const Graph::Terminal& terminal) {
  find_way(terminal);
  path(terminal.end_class);
}

PackedPath ClassWays::path(std::uint32_t end_class) {
  CHECK(costs_[end_class]);
  auto& path = paths_[end_class];
  if (!path) {
    space_.go_on();
    path = space_.path_to(best_ends_[end_class]);
  }
  return *path;
}

}  // namespace heddle::explore
