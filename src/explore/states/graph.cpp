#include "explore/states/graph.h"

#include <algorithm>

#include "explore/saved.h"

namespace heddle::explore {

void Graph::put(ArchiveWriter& to) const {
  explore::put(to, edge_end_);
  explore::put(to, targets_);
  explore::put(to, threads_);
  explore::put(to, threads_high_);
  explore::put(to, has_pair_);
  to.put(expanded_);
  to.put(starts_);
  to.put(std::uint64_t{terminals_.size()});
  for (const Terminal& terminal : terminals_) {
    to.put(terminal.state);
    to.put(terminal.end_class);
  }
  to.put(graded_);
}

void Graph::get(ArchiveReader& from) {
  explore::get(from, edge_end_);
  explore::get(from, targets_);
  explore::get(from, threads_);
  explore::get(from, threads_high_);
  explore::get(from, has_pair_);
  from.get(expanded_);
  std::vector<StateId> starts;
  from.get(starts);
  for (const StateId start : starts) add_start(start);
  terminals_.resize(from.count(2 * sizeof(std::uint32_t)));
  for (Terminal& terminal : terminals_) {
    from.get(terminal.state);
    from.get(terminal.end_class);
  }
  from.get(graded_);
}

bool Graph::fits(std::uint32_t expanded, std::uint32_t states, std::size_t classes) const {
  if (expanded_ != expanded || has_pair_.size() != (std::size_t{expanded} + 63) / 64) return false;
  if (edge_end_.size() > expanded || targets_.size() != threads_.size()) return false;
  if (!threads_high_.empty() && threads_high_.size() != threads_.size()) return false;
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i] >= states) return false;
  }
  for (std::size_t i = 0; i < edge_end_.size(); ++i) {
    if (edge_end_[i] > targets_.size() || (i > 0 && edge_end_[i] < edge_end_[i - 1])) return false;
  }
  const auto ordered = [](const Terminal& a, const Terminal& b) { return a.state < b.state; };
  return std::all_of(starts_.begin(), starts_.end(), [&](StateId each) { return each < states; }) &&
         std::is_sorted(terminals_.begin(), terminals_.end(), ordered) &&
         std::all_of(terminals_.begin(), terminals_.end(), [&](const Terminal& each) {
           return each.state < expanded && each.end_class < classes;
         });
}

}  // namespace heddle::explore
